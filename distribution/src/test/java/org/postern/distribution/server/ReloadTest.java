package org.postern.distribution.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.distribution.cli.Conf;
import org.postern.distribution.cli.Shell;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.Reaction;
import org.postern.testkit.SmtpStep;

/** What a reload does to mail whose final dot the mail server answers late, and what it cannot. */
class ReloadTest {

  @TempDir Path home;
  private final CountDownLatch atTheDot = new CountDownLatch(1);
  private final CountDownLatch answer = new CountDownLatch(1);
  private final FakeSmtpServer server = FakeSmtpServer.builder().start();
  private Path conf;
  private Shell shell;

  @BeforeEach
  void settings() throws IOException {
    server
        .at(SmtpStep.FINAL_DOT)
        .when(
            dot -> {
              atTheDot.countDown();
              return true;
            })
        .once()
        .will(Reaction.await(answer).then(Reaction.proceed()));
    conf = home.resolve("conf");
    shell = new Shell(home);
    write();
  }

  @AfterEach
  void stop() {
    answer.countDown();
    server.close();
  }

  @Test
  void whatIsUnderWayEndsAsItBeganHoweverLongItTakesAndHoweverManyReloadsThereAre()
      throws Exception {
    try (ServerProcess relay = ServerProcess.start(conf)) {
      submit(relay, "b@example.org");
      assertThat(atTheDot.await(30, TimeUnit.SECONDS)).isTrue();

      assertThat(shell.run("reload").code()).isZero();
      assertThat(shell.run("reload").code()).isZero();
      submit(relay, "c@example.org");
      await().until(() -> server.mails().size() == 1);
      relay.awaitLog(" delivered to c@example.org");
      // under way is what is not written down yet, which comes after the log
      await()
          .untilAsserted(
              () ->
                  assertThat(shell.run("status").out())
                      .contains("1 mails under way", "1 delivered"));

      answer.countDown();
      relay.awaitLog(" delivered to b@example.org");
      await().until(() -> shell.run("status").out().contains("0 mails under way"));
      assertThat(shell.run("status").out()).contains("2 delivered", "0 mails\n");
      assertThat(relay.log()).doesNotContain("twice");
      assertThat(server.mails()).hasSize(2);
    }
  }

  @Test
  void theLimitOfTheEndIsThatOfWhatAReloadHasLeftUnderWayToo() throws Exception {
    try (ServerProcess relay = ServerProcess.start(conf)) {
      submit(relay, "b@example.org");
      assertThat(atTheDot.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(shell.run("reload").code()).isZero();

      relay.terminate();

      assertThat(relay.log())
          .containsOnlyOnce("it stays in the spool, and may arrive twice: ")
          .contains("Stopped; ");
      assertThat(shell.run("queue", "list").out()).contains("b@example.org");
    }
  }

  @Test
  void anotherSpoolCountsFromTheNextStartOnAndEachReloadSaysSo() throws Exception {
    answer.countDown();
    try (ServerProcess relay = ServerProcess.start(conf)) {
      write(
          "postern.spool.url=jdbc:postgresql://127.0.0.1:1/postern",
          "postern.spool.user=other",
          "postern.spool.password=" + Conf.PASSWORD);
      for (int i = 0; i < 2; i++) {
        Shell.Run applied = shell.run("reload");
        assertThat(applied.code()).as(applied.all()).isZero();
        assertThat(applied.unwrapped())
            .contains(
                "only after a restart: postern.spool.url, postern.spool.user,"
                    + " postern.spool.password");
      }
      submit(relay, "b@example.org");
      await().until(() -> server.mails().size() == 1);
    }
  }

  private void write(String... more) throws IOException {
    Conf.write(
        conf,
        server,
        "postern.relay.listen=127.0.0.1:0",
        "postern.health.listen=none",
        "postern.relay.stop_within=0s",
        String.join("\n", more));
  }

  private static void submit(ServerProcess relay, String recipient) throws IOException {
    RunCommandTest.submit(relay.port(), recipient);
  }
}
