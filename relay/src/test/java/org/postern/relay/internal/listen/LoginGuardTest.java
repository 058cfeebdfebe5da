package org.postern.relay.internal.listen;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** How guessing passwords is made slow. */
class LoginGuardTest {

  private static final InetAddress ONE = Network.literal("192.0.2.1").orElseThrow();
  private static final InetAddress OTHER = Network.literal("192.0.2.2").orElseThrow();

  private Instant now = Instant.parse("2026-11-23T12:00:00Z");
  private final Clock clock =
      new Clock() {
        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          return this;
        }

        @Override
        public Instant instant() {
          return now;
        }
      };
  private final LoginGuard guard = new LoginGuard(clock, Duration.ofSeconds(1));

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      guard.failed(ONE);
    }
  }

  @Test
  void eachFailureIsAnsweredLaterThanTheOneBefore() {
    assertThat(guard.failed(ONE)).hasSeconds(1);
    assertThat(guard.failed(ONE)).hasSeconds(2);
    assertThat(guard.failed(ONE)).hasSeconds(4);
    assertThat(guard.failed(OTHER)).hasSeconds(1);
    fail(4);
    assertThat(guard.failed(ONE)).hasSeconds(16);
  }

  @Test
  void anAddressThatFailsTooOftenIsNotListenedToForAWhile() {
    fail(9);
    assertThat(guard.shuts(ONE)).isFalse();
    fail(1);
    assertThat(guard.shuts(ONE)).isTrue();
    assertThat(guard.shuts(OTHER)).isFalse();

    now = now.plus(LoginGuard.PENALTY);
    assertThat(guard.shuts(ONE)).isTrue();
    now = now.plusSeconds(1);
    assertThat(guard.shuts(ONE)).isFalse();
    assertThat(guard.failed(ONE)).hasSeconds(1);
  }

  @Test
  void aGoodLoginForgivesTheBadOnes() {
    fail(9);
    guard.succeeded(ONE);
    assertThat(guard.failed(ONE)).hasSeconds(1);
  }

  @Test
  void aFloodOfAddressesDoesNotFillTheMemory() throws Exception {
    fail(10);
    for (int i = 0; i < 10_000; i++) {
      guard.failed(InetAddress.getByAddress(new byte[] {10, 0, (byte) (i >> 8), (byte) i}));
    }
    assertThat(guard.shuts(ONE)).isFalse();
  }
}
