package org.postern.distribution.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postern.auth.open.OpenProvider;
import org.postern.core.settings.CoreKeys;
import org.postern.core.settings.MailSettings;
import org.postern.distribution.server.ServerProcess;
import org.postern.spool.Spool;
import org.postern.spool.SpoolKeys;
import org.postern.spool.sql.Spools;

/**
 * Every mail that got 250 arrives, whatever happens to the relay under load. Rounds and seed by
 * {@code postern.crash.rounds} and {@code postern.crash.seed}; {@code scripts/crash} runs many.
 */
@Timeout(value = 2, unit = TimeUnit.HOURS)
class CrashTest {

  static final int ROUNDS = Integer.getInteger("postern.crash.rounds", 2);
  static final long SEED = Long.getLong("postern.crash.seed", System.nanoTime() & 0xffffff);

  /** Recipients whose mail may be between the server's 250 and our disk, under load, a round. */
  static final int WINDOW = 30;

  @TempDir private Path folder;

  @Test
  void noMailIsLostWhenTheProcessIsKilled() throws Exception {
    Random random = new Random(SEED);
    Senders senders = new Senders("mail", SEED);
    try (NextHop next = new NextHop(SEED)) {
      Path spool = folder.resolve("spool");
      Path conf = conf(next.port(), spool);
      for (int round = 0; round < ROUNDS; round++) {
        try (ServerProcess relay = ServerProcess.start(conf)) {
          senders.begin(relay.port());
          after(100 + random.nextInt(1400));
          relay.kill();
          senders.awaitEnd();
        }
        told(round, senders);
      }
      proved("kills", conf, spool, senders, next);
    }
  }

  @Test
  void noMailIsLostWhenTheDiskLosesItsPower() throws Exception {
    Random random = new Random(SEED);
    Senders senders = new Senders("mail", SEED);
    try (NextHop next = new NextHop(SEED);
        Disk disk = Disk.mounted(folder, 512)) {
      Path spool = disk.path().resolve("spool");
      Path conf = conf(next.port(), spool);
      for (int round = 0; round < ROUNDS; round++) {
        try (ServerProcess relay = ServerProcess.start(conf)) {
          senders.begin(relay.port());
          after(100 + random.nextInt(1400));
          disk.losePower();
          relay.kill();
          senders.awaitEnd();
        }
        disk.powerUp();
        told(round, senders);
      }
      proved("power-cuts", conf, spool, senders, next);
    }
  }

  private static void proved(String what, Path conf, Path where, Senders senders, NextHop next)
      throws Exception {
    Duration patience = Duration.ofSeconds(60 + 5L * ROUNDS);
    try (ServerProcess relay = ServerProcess.start(conf);
        Spool spool = beside(where)) {
      await().atMost(patience).until(() -> spool.queue().counts().mails() == 0);
      assertThat(relay.terminate()).isEqualTo(128 + 15);
    }
    Tally tally = Tally.of(what, SEED, ROUNDS, senders.promised(), next);
    tally.writeTo(Path.of("target", "crash-" + what));
    assertThat(tally.lost()).as("seed %d", SEED).isEmpty();
    assertThat(tally.damaged()).as("seed %d", SEED).isEmpty();
    assertThat(tally.promised()).isGreaterThan(ROUNDS);
    assertThat(tally.again()).as("seed %d", SEED).isLessThanOrEqualTo(ROUNDS * WINDOW);
  }

  private static Spool beside(Path spool) {
    return Spools.guest(
        MailSettings.builder(List.of(new OpenProvider()), SpoolKeys.all())
            .set(CoreKeys.HOST, "127.0.0.1")
            .set(SpoolKeys.FOLDER, spool)
            .build()
            .values());
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

  private Path conf(int port, Path spool) throws IOException {
    Path conf = Files.createDirectory(folder.resolve("conf"));
    Files.writeString(conf.resolve("security.properties"), "");
    Files.writeString(
        conf.resolve("is.properties"),
        """
        mksis.logging.email.server.hostname=127.0.0.1
        mksis.logging.email.server.port=%d
        postern.relay.listen=127.0.0.1:0
        postern.health.listen=none
        postern.queue.retry=1s
        postern.queue.hold=1s
        postern.spool.folder=%s
        """
            .formatted(port, spool));
    return conf;
  }
}
