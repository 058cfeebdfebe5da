package org.postern.distribution.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.distribution.cli.Conf;
import org.postern.distribution.cli.Shell;
import org.postern.testkit.FakeSmtpServer;

/** The spool, or a file in it, is taken from under a running server. */
@Tag("same-on-every-jdk")
class LostSpoolTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final String MAIL = "EHLO me\r\nMAIL FROM:<a@example.com>\r\nQUIT\r\n";

  @TempDir Path home;
  private Path spool;
  private Shell shell;

  @BeforeEach
  void paths() {
    spool = home.resolve("conf/spool");
    shell = new Shell(home);
  }

  private ServerProcess start(FakeSmtpServer next) throws IOException {
    Conf.files(
        home.resolve("conf"),
        "mksis.logging.email.server.hostname=localhost\nmksis.logging.email.server.port="
            + next.port()
            + "\npostern.mail.from=app@example.com\npostern.relay.listen=127.0.0.1:0\n"
            + "postern.health.listen=127.0.0.1:0\n",
        "");
    return ServerProcess.start(home.resolve("conf"));
  }

  @Test
  void aFolderThatIsMovedAwayIsNotMadeAnewAndServesAgainWhenItIsBack() throws Exception {
    try (FakeSmtpServer next = FakeSmtpServer.builder().start();
        ServerProcess relay = start(next)) {
      Path away = Files.move(spool, home.resolve("away"));

      Shell.Run status = shell.run("status");
      assertThat(status.code()).isEqualTo(5);
      assertThat(status.unwrapped())
          .contains("there is no spool in " + spool, "disk mounted?", "was taken away");
      Shell.Run list = shell.run("queue", "list");
      assertThat(list.code()).isEqualTo(3);
      assertThat(list.err()).contains("there is no spool in ");
      assertThat(list.out()).isEmpty();
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> assertThat(relay.health("/readyz", "")).startsWith("503 the spool's"));
      assertThat(RunCommandTest.greeting(relay.port(), MAIL)).contains("451 4.3.0");
      relay.awaitLog("is gone; mount its disk");
      assertThat(spool).doesNotExist();

      Files.move(away, spool);
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(relay.health("/readyz", "")).startsWith("200 ready"));
      RunCommandTest.submit(relay.port(), "b@example.org");
      relay.awaitLog(" delivered to b@example.org");
    }
  }

  @Test
  void inTheEmptyPlaceOfADiskTheServerIsStillToBeAsked() throws Exception {
    try (FakeSmtpServer next = FakeSmtpServer.builder().start();
        ServerProcess relay = start(next)) {
      Files.move(spool, home.resolve("away"));
      Files.createDirectory(spool);

      relay.awaitLog("server.control was deleted or exchanged");
      relay.awaitLog("was exchanged: another one is there");
      Shell.Run status = shell.run("status");
      assertThat(status.code()).as(status.all()).isEqualTo(5);
      assertThat(status.unwrapped())
          .contains("process " + relay.pid(), "No mail is taken: the spool's folder");
      assertThat(spool.resolve("spool.db")).doesNotExist();
    }
  }

  @Test
  void aControlFileThatIsDeletedIsWrittenAnew() throws Exception {
    try (FakeSmtpServer next = FakeSmtpServer.builder().start();
        ServerProcess relay = start(next)) {
      Files.delete(spool.resolve("server.control"));

      relay.awaitLog("server.control was deleted or exchanged, and is written anew");
      assertThat(shell.run("reload").code()).isZero();
      assertThat(shell.run("status").out()).contains("runs as process " + relay.pid());
    }
  }
}
