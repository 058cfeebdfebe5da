package org.postern.relay.internal.listen;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.postern.testkit.LogLines;
import org.postern.testkit.TestClock;

/** How guessing passwords is made slow. */
class LoginGuardTest {

  private static final InetAddress ONE = Network.literal("192.0.2.1").orElseThrow();
  private static final InetAddress OTHER = Network.literal("192.0.2.2").orElseThrow();

  private final TestClock clock = TestClock.standing(Instant.parse("2026-11-23T12:00:00Z"));
  private final LoginGuard guard = new LoginGuard(clock, Duration.ofSeconds(1));

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      guard.failed(ONE, "erp");
    }
  }

  private void crowd() {
    for (int i = 0; i < LoginGuard.MOST_OF_ADDRESS; i++) {
      guard.failed(ONE, "guessed" + i);
    }
  }

  @Test
  void eachFailureIsAnsweredLaterThanTheOneBefore() {
    assertThat(guard.failed(ONE, "erp")).hasSeconds(1);
    assertThat(guard.failed(ONE, "erp")).hasSeconds(2);
    assertThat(guard.failed(ONE, "erp")).hasSeconds(4);
    assertThat(guard.failed(OTHER, "erp")).hasSeconds(1);
    assertThat(guard.failed(ONE, "scanner")).hasSeconds(1);
    fail(4);
    assertThat(guard.failed(ONE, "erp")).hasSeconds(16);
  }

  @Test
  void aUserWhoFailsTooOftenIsNotListenedToForAWhileAndAllOthersAre() {
    fail(9);
    assertThat(guard.shuts(ONE, "erp")).isFalse();
    fail(1);
    assertThat(guard.shuts(ONE, "erp")).isTrue();
    assertThat(guard.shuts(ONE, "scanner")).isFalse();
    assertThat(guard.shutsStrangers(ONE)).isFalse();
    assertThat(guard.shuts(OTHER, "erp")).isFalse();

    clock.pass(LoginGuard.PENALTY);
    assertThat(guard.shuts(ONE, "erp")).isTrue();
    clock.pass(Duration.ofSeconds(1));
    assertThat(guard.shuts(ONE, "erp")).isFalse();
    assertThat(guard.failed(ONE, "erp")).hasSeconds(1);
  }

  @Test
  void anAddressThatFailsWithManyUsersIsShutToAllButThoseWhoLoggedInFromThere() {
    guard.succeeded(ONE, "erp");
    crowd();
    assertThat(guard.shutsStrangers(ONE)).isTrue();
    assertThat(guard.shutsStrangers(OTHER)).isFalse();
    assertThat(guard.knows(ONE, "erp")).isTrue();
    assertThat(guard.knows(ONE, "guessed1")).isFalse();
    assertThat(guard.knows(OTHER, "erp")).isFalse();

    clock.pass(LoginGuard.PENALTY.plusSeconds(1));
    assertThat(guard.shutsStrangers(ONE)).isFalse();
  }

  @Test
  void anotherAddressOfTheSameIpv6NetworkIsNoNewStart() {
    InetAddress first = Network.literal("2001:db8:0:1::1").orElseThrow();
    InetAddress second = Network.literal("2001:db8:0:1:ffff::2").orElseThrow();
    InetAddress neighbour = Network.literal("2001:db8:0:2::1").orElseThrow();
    try (LogLines log = LogLines.of(LoginGuard.class.getName())) {
      for (int i = 0; i < LoginGuard.MOST_FAILURES; i++) {
        guard.failed(i % 2 == 0 ? first : second, "erp");
      }
      assertThat(log.all()).singleElement().asString().contains("from 2001:db8:0:1::/64 are");
    }
    for (int i = 0; i < LoginGuard.MOST_OF_ADDRESS; i++) {
      guard.failed(second, "guessed" + i);
    }

    assertThat(guard.shuts(first, "erp") && guard.shuts(second, "erp")).isTrue();
    assertThat(guard.shutsStrangers(first)).isTrue();
    assertThat(guard.shuts(neighbour, "erp") || guard.shutsStrangers(neighbour)).isFalse();
  }

  @Test
  void whatIsNotTriedDoesNotKeepAnAddressShut() {
    crowd();
    clock.pass(LoginGuard.PENALTY);
    guard.failed(ONE, "late");
    clock.pass(Duration.ofSeconds(1));
    assertThat(guard.shutsStrangers(ONE)).isFalse();
  }

  @Test
  void whoLoggedInLongAgoIsAStrangerAgain() {
    guard.succeeded(ONE, "erp");
    clock.pass(LoginGuard.LATELY);
    assertThat(guard.knows(ONE, "erp")).isTrue();
    clock.pass(Duration.ofSeconds(1));
    assertThat(guard.knows(ONE, "erp")).isFalse();
  }

  @Test
  void namesTriedInTurnAreSlowedDownByTheirAddress() {
    for (int i = 0; i < LoginGuard.MOST_FAILURES; i++) {
      assertThat(guard.failed(ONE, "guessed" + i)).hasSeconds(1);
    }
    guard.failed(ONE, "another");
    assertThat(guard.failed(ONE, "yet another")).hasSeconds(2);
    crowd();
    assertThat(guard.failed(ONE, "the last")).hasSeconds(16);
  }

  @Test
  void aGoodLoginForgivesTheBadOnesOfThatUser() {
    fail(9);
    guard.succeeded(ONE, "erp");
    assertThat(guard.failed(ONE, "erp")).hasSeconds(1);
  }

  @Test
  void aGoodLoginDoesNotBuyMoreGuessesAtOthers() {
    crowd();
    guard.succeeded(ONE, "erp");
    assertThat(guard.shutsStrangers(ONE)).isTrue();
  }

  @Test
  void eachShuttingIsOneLineThatSaysWhoFromWhereUntilWhenAndWhatToDo() {
    try (LogLines log = LogLines.of(LoginGuard.class.getName())) {
      for (int i = 0; i < 12; i++) {
        guard.failed(ONE, "er\u001bp");
      }
      assertThat(log.all())
          .singleElement()
          .asString()
          .contains("192.0.2.1", "2026-11-23T12:10:00Z", "postern relay user add")
          .doesNotContain("\u001b");
      crowd();
      crowd();
      assertThat(log.all()).hasSize(2);
      assertThat(log.all().get(1)).contains("192.0.2.1", "2026-11-23T12:10:00Z", "allow");
    }
  }

  @Test
  void aFloodOfAddressesDoesNotFillTheMemory() throws Exception {
    fail(10);
    for (int i = 0; i < 10_000; i++) {
      byte[] address = {10, 0, (byte) (i >> 8), (byte) i};
      guard.failed(InetAddress.getByAddress(address), "erp");
    }
    assertThat(guard.shuts(ONE, "erp")).isFalse();
  }
}
