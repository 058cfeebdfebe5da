package org.postern.distribution.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postern.distribution.cli.Shell;
import org.postern.distribution.cli.SpoolOfTest;
import org.postern.distribution.server.ServerProcess;
import org.postern.spool.Spool;

/** Two whole relays on one PostgreSQL, and commands beside them. Rounds as in {@link CrashTest}. */
@Timeout(value = 2, unit = TimeUnit.HOURS)
@Tag("same-on-every-jdk")
class TwoNodesTest {

  @TempDir private Path folder;

  @Test
  void theOtherNodeDeliversWhatAKilledOneLeft() throws Exception {
    Random random = new Random(CrashTest.SEED);
    Senders toDoomed = new Senders("doomed", CrashTest.SEED);
    Senders toSurvivor = new Senders("survivor", CrashTest.SEED + 1);
    try (NextHop next = new NextHop(CrashTest.SEED);
        SharedDatabase database = new SharedDatabase()) {
      Path doomed = database.node(folder.resolve("doomed"), next);
      Path survivor = database.node(folder.resolve("survivor"), next);
      try (ServerProcess lives = ServerProcess.start(survivor);
          Spool spool = new SpoolOfTest(survivor).guest()) {
        for (int round = 0; round < CrashTest.ROUNDS; round++) {
          try (ServerProcess dies = ServerProcess.start(doomed)) {
            toDoomed.begin(dies.port());
            toSurvivor.begin(lives.port());
            CrashTest.after(100 + random.nextInt(1400));
            toDoomed.awaitPromised(round + 1);
            toSurvivor.awaitPromised(round + 1);
            dies.kill();
            toDoomed.awaitEnd();
          }
          toSurvivor.end();
          await()
              .atMost(Duration.ofMinutes(2))
              .pollInterval(Duration.ofMillis(500))
              .until(
                  () -> {
                    // again and again: what the dead one had asked for last may commit later
                    database.endLeases();
                    return spool.queue().counts().mails() == 0;
                  });
          assertThat(spool.queue().counts().active()).isZero();
        }
        assertThat(lives.terminate()).isEqualTo(128 + 15);
      }
      Set<String> promised = new HashSet<>(toDoomed.promised());
      promised.addAll(toSurvivor.promised());
      Tally.of("node-kills", CrashTest.SEED, CrashTest.ROUNDS, promised, next).prove();
      assertThat(toDoomed.promised()).isNotEmpty();
      assertThat(toSurvivor.promised()).isNotEmpty();
    }
  }

  @Test
  void commandsWorkOnASpoolThatNodesShare() throws Exception {
    Path home = folder.resolve("home");
    try (NextHop next = new NextHop(CrashTest.SEED);
        SharedDatabase database = new SharedDatabase()) {
      Path conf = database.node(home, next);
      Path other = database.node(folder.resolve("other"), next);
      Shell shell = new Shell(home);

      Shell.Run early = shell.run("status");
      handIn(shell, "b@example.org");

      assertThat(early.out()).contains("No server runs");
      assertThat(shell.run("queue", "list").out()).contains("b@example.org", "waiting");
      assertThat(shell.run("queue", "hold", "--all").code()).isZero();
      try (ServerProcess node = ServerProcess.start(other)) {
        handIn(shell, "c@example.org");
        await()
            .until(
                () -> next.copies().keySet().stream().anyMatch(c -> c.endsWith("c@example.org")));
        assertThat(shell.run("queue", "list").out()).contains("b@example.org", "held");
        assertThat(shell.run("queue", "release", "--all").code()).isZero();
        await()
            .untilAsserted(
                () -> assertThat(shell.run("queue", "list").out()).isEqualTo("No mail waits.\n"));
        assertThat(shell.run("status").out()).contains("0 mails");
        assertThat(node.terminate()).isEqualTo(128 + 15);
      }
      assertThat(next.copies())
          .hasSize(2)
          .allSatisfy((copy, times) -> assertThat(times).isPositive());
    }
  }

  private static void handIn(Shell shell, String recipient) {
    Shell.Run run = shell.input("Subject: " + recipient + "\n\nText\n").sendmail(recipient);
    assertThat(run.code()).as(run.all()).isZero();
  }
}
