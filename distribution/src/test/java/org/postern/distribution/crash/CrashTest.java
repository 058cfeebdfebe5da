package org.postern.distribution.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postern.distribution.cli.SpoolOfTest;
import org.postern.distribution.server.ServerProcess;
import org.postern.spool.Spool;

/**
 * Every mail that got 250 arrives, whatever happens to the relay under load. Rounds and seed by
 * {@code postern.crash.rounds} and {@code postern.crash.seed}; {@code scripts/crash} runs many.
 */
@Timeout(value = 2, unit = TimeUnit.HOURS)
class CrashTest {

  static final int ROUNDS = Integer.getInteger("postern.crash.rounds", 2);
  static final long SEED = Long.getLong("postern.crash.seed", System.nanoTime() & 0xffffff);

  @TempDir private Path folder;

  @Test
  void noMailIsLostWhenTheProcessIsKilled() throws Exception {
    Random random = new Random(SEED);
    Senders senders = new Senders("mail", SEED);
    try (NextHop next = new NextHop(SEED)) {
      Path spool = folder.resolve("spool");
      Path conf = conf(next, spool);
      for (int round = 0; round < ROUNDS; round++) {
        try (ServerProcess relay = ServerProcess.start(conf)) {
          senders.begin(relay.port());
          after(100 + random.nextInt(1400));
          senders.awaitPromised(round + 2);
          relay.kill();
          senders.awaitEnd();
        }
        told(round, senders);
      }
      proved("kills", conf, senders, next);
    }
  }

  @Test
  @Tag("same-on-every-jdk")
  void noMailIsLostWhenTheDiskLosesItsPower() throws Exception {
    Random random = new Random(SEED);
    Senders senders = new Senders("mail", SEED);
    try (NextHop next = new NextHop(SEED);
        Disk disk = Disk.mounted(folder, 512)) {
      Path spool = disk.path().resolve("spool");
      Path conf = conf(next, spool);
      for (int round = 0; round < ROUNDS; round++) {
        try (ServerProcess relay = ServerProcess.start(conf)) {
          senders.begin(relay.port());
          after(100 + random.nextInt(1400));
          senders.awaitPromised(round + 2);
          disk.losePower(relay.pid());
          relay.kill();
          senders.awaitEnd();
        }
        disk.powerUp();
        told(round, senders);
      }
      proved("power-cuts", conf, senders, next);
    }
  }

  private static void proved(String what, Path conf, Senders senders, NextHop next)
      throws Exception {
    Duration patience = Duration.ofSeconds(60 + 5L * ROUNDS);
    try (ServerProcess relay = ServerProcess.start(conf);
        Spool spool = new SpoolOfTest(conf).guest()) {
      await().atMost(patience).until(() -> spool.queue().counts().mails() == 0);
      assertThat(relay.terminate()).isEqualTo(128 + 15);
    }
    Tally.of(what, SEED, ROUNDS, senders.promised(), next).prove();
  }

  /** Many rounds take long. */
  private static void told(int round, Senders senders) {
    if (round % 10 == 9) {
      System.err.printf(
          "round %d of %d, %d promised%n", round + 1, ROUNDS, senders.promised().size());
    }
  }

  static void after(int millis) {
    await().pollDelay(Duration.ofMillis(millis)).until(() -> true);
  }

  private Path conf(NextHop next, Path spool) {
    return next.relayBefore(folder.resolve("conf"), "postern.spool.folder=" + spool);
  }
}
