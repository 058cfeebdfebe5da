package org.postern.relay.internal.listen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.postern.relay.ForgetfulIntake;

/** How long we wait for a mail. */
class DataReaderTest {

  private static final int CHUNKS = 50;

  @Test
  void eachByteBuysItsTimeOnceWhateverChunksItComesIn() throws Exception {
    byte[] sent = "x".repeat(1000).getBytes(StandardCharsets.US_ASCII);
    Wire wire = wireOf(sent);
    long before = System.nanoTime();
    DataReader reader = new DataReader(wire, peer(new byte[0]), Duration.ofMinutes(1));
    long after = System.nanoTime();
    try (Incoming mail = incoming()) {
      for (int i = 0; i < CHUNKS; i++) {
        assertThat(reader.bytes(mail, 1)).isTrue();
      }
      assertThat(mail.size()).isEqualTo(CHUNKS);
    }
    long credit = TimeUnit.MILLISECONDS.toNanos(2 * CHUNKS);
    assertThat(reader.waitsSince(after + TimeUnit.HOURS.toNanos(1)))
        .isBetween(before + credit, after + credit);
    assertThat(reader.waitsSince(before)).isEqualTo(before);
  }

  private static Peer peer(byte[] sent) {
    return new Pipe("test", new ByteArrayInputStream(sent), OutputStream.nullOutputStream());
  }

  private static Wire wireOf(byte[] sent) throws Exception {
    Wire wire = new Wire(peer(sent));
    wire.allow(Duration.ofMinutes(1));
    return wire;
  }

  private static Incoming incoming() {
    ForgetfulIntake intake = new ForgetfulIntake();
    Trace trace = new Trace("a", "b", "ESMTP", intake.id(), List.of(), Clock.systemUTC());
    Heading heading = new Heading(trace, Optional.empty(), Optional.empty());
    return new Incoming(intake, 1000, heading, new HeaderRoom(0));
  }
}
