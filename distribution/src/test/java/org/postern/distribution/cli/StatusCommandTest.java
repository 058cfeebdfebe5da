package org.postern.distribution.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.spool.Spool;

/** Without a server; RunCommandTest has it with one. */
class StatusCommandTest {

  @TempDir Path home;
  private Shell shell;
  private SpoolOfTest spool;

  @BeforeEach
  void settings() {
    Conf.files(
        home.resolve("conf"),
        "mksis.logging.email.server.hostname=localhost\npostern.status.stuck_after=1s\n",
        "");
    shell = new Shell(home);
    spool = new SpoolOfTest(home.resolve("conf"));
  }

  @Test
  void noServerIsExitCode5() {
    Shell.Run run = shell.run("status");

    assertThat(run.code()).isEqualTo(5);
    assertThat(run.out()).contains("does not run", "No server runs");
  }

  @Test
  void aLookBeforeTheFirstStartSaysThatThereIsNoSpoolAndMakesNone() {
    Shell.Run run = shell.run("status");

    assertThat(run.code()).isEqualTo(5);
    assertThat(run.unwrapped())
        .contains("there is no spool in " + home.resolve("conf/spool"), "first `postern run`");
    assertThat(shell.run("status", "--json").out()).contains("\"spool\":null");
    assertThat(home.resolve("conf/spool")).doesNotExist();
  }

  @Test
  void aServerWithoutItsControlFileIsNotTakenForAbsent() {
    long pid = ProcessHandle.current().pid();
    try (Spool held = spool.open()) {
      assertThat(held.queue().counts().mails()).isZero();

      Shell.Run status = shell.run("status");
      Shell.Run reload = shell.run("reload");

      assertThat(status.code()).isEqualTo(5);
      assertThat(status.unwrapped())
          .contains("process " + pid + ", holds the spool but cannot be asked")
          .doesNotContain("does not run", "No server runs");
      assertThat(reload.code()).isEqualTo(4);
      assertThat(reload.err()).contains("process " + pid + ", holds the spool");
    }
  }

  @Test
  void aServerThatDoesNotAnswerIsStuckAndNotAbsent() throws IOException {
    spool.mail("a@example.com", "b@example.org");
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      long pid = ProcessHandle.current().pid();
      Files.writeString(
          home.resolve("conf/spool/server.control"),
          "pid=" + pid + "\nport=" + silent.getLocalPort() + "\ntoken=t\n");

      Shell.Run run = shell.run("status");

      assertThat(run.code()).isEqualTo(5);
      assertThat(run.unwrapped())
          .contains("The server does not answer, as process " + pid, "1 mails")
          .doesNotContain("does not run");
    }
  }

  @Test
  void mailThatWaitsTooLongIsNamed() {
    spool.mail("a@example.com", "b@example.org");

    await().until(() -> shell.run("status").unwrapped().contains("and none was delivered since"));
    assertThat(shell.run("status", "--json").out()).contains("\"ok\":false", "\"waiting\":1");
  }

  @Test
  void mailThatWasGivenUpIsNamedWithinEightyColumns() {
    spool.mail("a@example.com", "b@example.org");
    spool.giveUp("no");

    Shell.Run run = shell.run("status");

    assertThat(run.unwrapped()).contains("1 recipients were given up", "--state dead");
    assertThat(run.out().lines()).allMatch(line -> line.length() <= 80);
  }

  @Test
  void aFileThatTheSettingsNameAndNoStartCouldReadIsExitCode3() throws IOException {
    Files.writeString(home.resolve("conf/truststore.p12"), "garbage");

    Shell.Run run = shell.run("status");

    assertThat(run.code()).as(run.all()).isEqualTo(3);
    assertThat(run.unwrapped()).contains("truststore.p12");
  }

  @Test
  void programsReadWhatIsWrongWithTheSettingsToo() {
    spool.mail("a@example.com", "b@example.org");
    Conf.files(
        home.resolve("conf"),
        "mksis.logging.email.server.hostname=localhost\nmksis.logging.email.server.port=abc\n",
        "");

    Shell.Run run = shell.run("status", "--json");

    assertThat(run.code()).as(run.all()).isEqualTo(3);
    assertThat(run.out())
        .contains("\"ok\":false", "\"server\":null", "\"waiting\":1")
        .contains("\"problems\":[\"is.properties:2 ", "is not a whole number");
  }

  @Test
  void aKeyRingThatIsAwayIsNoHindrance() {
    Conf.files(
        home.resolve("conf"),
        "mksis.logging.email.server.hostname=localhost\nmksis.smtp.authentication=true\n"
            + "mksis.smtp.ssl.enabled=true\nmksis.logging.email.from=app@example.com\n"
            + "mksis.logging.emailfrom.password=ENC(v1:nokey:AAAA)\n",
        "");
    assertThat(shell.run("status").out()).as(shell.run("status").err()).contains("does not run");
    spool.open().close();
    assertThat(shell.run("queue", "list").out()).contains("No mail waits");
  }
}
