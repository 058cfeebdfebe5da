package org.postern.distribution.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.distribution.cli.SpoolOfTest;
import org.postern.distribution.server.ServerProcess;
import org.postern.spool.Spool;

/** A server that is asked to end (SIGTERM) while clients hand in as much as they can. */
class StopTest {

  private static final int ROUNDS = 3;
  private static final int PROMISED_EACH_ROUND = 200;
  private static final int TERMINATED = 128 + 15;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long SEED = 5;

  @TempDir Path folder;

  @Test
  void whatGot250BeforeAStopUnderLoadArrivesAndNothingArrivesTwice() throws Exception {
    try (NextHop next = new NextHop(SEED)) {
      Path conf = next.relayBefore(folder.resolve("conf"), "postern.relay.stop_within=50s");
      Senders senders = new Senders("stop", SEED);
      for (int round = 1; round <= ROUNDS; round++) {
        int enough = round * PROMISED_EACH_ROUND;
        try (ServerProcess relay = ServerProcess.start(conf)) {
          senders.begin(relay.port());
          await().atMost(PATIENCE).until(() -> senders.promised().size() >= enough);
          assertThat(relay.terminate()).isEqualTo(TERMINATED);
          senders.awaitEnd();
          assertThat(relay.log()).contains("Stopped; ").doesNotContain("Mail was still under way");
        }
      }
      try (ServerProcess relay = ServerProcess.start(conf);
          Spool spool = new SpoolOfTest(conf).guest()) {
        await().atMost(PATIENCE).until(() -> spool.queue().counts().mails() == 0);
        assertThat(relay.terminate()).isEqualTo(TERMINATED);
      }
      Tally tally = Tally.of("stop", SEED, ROUNDS, senders.promised(), next);
      assertThat(tally.lost()).isEmpty();
      assertThat(tally.damaged()).isEmpty();
      assertThat(tally.again()).isZero();
    }
  }
}
