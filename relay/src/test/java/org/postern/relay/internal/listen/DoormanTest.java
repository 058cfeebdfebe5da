package org.postern.relay.internal.listen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.postern.testkit.LogLines;
import org.postern.testkit.TestClock;

/** Who may not come in, and what the log hears of it. */
class DoormanTest {

  private final TestClock clock = TestClock.standing(Instant.parse("2026-11-23T12:00:00Z"));
  private final Doorman doorman = new Doorman(clock);

  private void knocks(String address, int times) {
    for (int i = 0; i < times; i++) {
      doorman.turnAway(new Caller(Network.literal(address).orElseThrow()), Visitors.FULL);
    }
  }

  @Test
  void eachAddressIsLoggedOnceAMinuteAndTheRestCounted() {
    try (LogLines log = LogLines.of("org.postern.relay.internal.listen")) {
      knocks("192.0.2.1", 1000);
      knocks("192.0.2.2", 1);
      assertThat(log.all()).hasSize(2);
      clock.pass(Duration.ofMinutes(1));
      knocks("192.0.2.1", 1000);
      assertThat(log.all())
          .containsExactly(
              "[192.0.2.1] turned away: " + Visitors.FULL,
              "[192.0.2.2] turned away: " + Visitors.FULL,
              "999 more turned away in the minute from 2026-11-23T12:00:00Z on",
              "[192.0.2.1] turned away: " + Visitors.FULL);
    }
  }

  @Test
  void manyAddressesDoNotFillTheLogEither() {
    try (LogLines log = LogLines.of("org.postern.relay.internal.listen")) {
      for (int i = 0; i < 5000; i++) {
        knocks("192.0." + i / 250 + "." + i % 250, 1);
      }
      assertThat(log.all()).hasSize(100);
    }
  }

  /** From anywhere. */
  private static final class Caller extends Socket {

    private final InetAddress address;

    Caller(InetAddress address) {
      this.address = address;
    }

    @Override
    public InetAddress getInetAddress() {
      return address;
    }

    @Override
    public OutputStream getOutputStream() {
      return new ByteArrayOutputStream();
    }
  }
}
