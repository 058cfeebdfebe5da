package org.postern.distribution.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.distribution.cli.Conf;
import org.postern.distribution.cli.Shell;
import org.postern.distribution.server.SparePort;
import org.postern.testkit.FakeSmtpServer;

/** `postern-sendmail` as a process: by other users, and with closed streams. */
@Tag("same-on-every-jdk")
class SendmailBundleTest {

  private static Bundle bundle;
  @TempDir Path folder;
  private Path mail;
  private Shell shell;

  @BeforeAll
  static void unpack(@TempDir Path shared) throws IOException {
    mode(shared, "rwxr-xr-x");
    bundle = Bundle.unpack(shared.resolve("bundle"));
  }

  @BeforeEach
  void prepare() throws IOException {
    mode(folder, "rwxr-xr-x");
    shell = new Shell(folder);
    mail = Files.writeString(folder.resolve("mail"), "To: a@example.org\n\nText\n");
  }

  @Test
  void whoMayNotWriteInTheSpoolSendsByTheServerOrTriesAgain() throws Exception {
    needsRoot();
    try (FakeSmtpServer next = FakeSmtpServer.builder().start()) {
      Path conf =
          Conf.write(
              folder.resolve("conf"),
              next,
              "postern.relay.listen=127.0.0.1:" + SparePort.find(),
              "postern.health.listen=none");
      Files.createDirectory(
          conf.resolve("spool"),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      Bundle.Run before = send(conf);
      assertThat(before.code()).as(before.err()).isEqualTo(75);
      assertThat(before.err())
          .contains("no rights for user nobody", "no server answers at 127.0.0.1");

      Process relay = bundle.begin("-c", conf.toString(), "run");
      try {
        await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> shell.run("-c", conf.toString(), "status").out().contains("127.0.0.1"));
        Bundle.Run run = send(conf);
        assertThat(run.out() + run.err()).isEmpty();
        assertThat(run.code()).isZero();
        await().atMost(Duration.ofSeconds(60)).until(() -> next.mails().size() == 1);
        assertThat(next.mails().get(0).text()).contains("(Postern sendmail uid=65534 user=nobody)");
      } finally {
        relay.destroy();
        assertThat(relay.waitFor(60, TimeUnit.SECONDS)).isTrue();
      }
    }
  }

  @Test
  void settingsThatAreClosedToTheUserAreNamedAndNothingElseIs() throws IOException {
    needsRoot();
    Path conf = Conf.files(folder.resolve("conf"), "postern.mail.from=app@example.com\n", "");
    mode(conf.resolve("is.properties"), "rw-r-----");

    Bundle.Run run = send(conf);

    assertThat(run.code()).isEqualTo(78);
    assertThat(run.err())
        .startsWith("sendmail: " + conf.resolve("is.properties") + " cannot be read by user nobody")
        .doesNotContain("hostname");
  }

  @Test
  void aClosedInputIsAnEmptyOne() throws IOException {
    Path conf =
        Conf.files(
            folder.resolve("conf"),
            "mksis.logging.email.server.hostname=localhost\nmksis.logging.email.from=app@example.com\n",
            "");
    Path closing =
        Files.writeString(
            folder.resolve("closing"),
            "#!/bin/sh\nexec " + bundle.sendmail() + " \"$@\" <&- >&-\n");
    mode(closing, "rwxr-xr-x");

    Bundle.Run run = bundle.start(closing, "-C", conf.toString(), "b@example.org");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(shell.run("-c", conf.toString(), "queue", "list").out()).contains("b@example.org");
  }

  private Bundle.Run send(Path conf) {
    return bundle.fed(mail).sendmailOfNobody("-C", conf.toString(), "-t");
  }

  private static void needsRoot() {
    assumeTrue("root".equals(System.getProperty("user.name")), "only root can become another");
  }

  private static void mode(Path file, String mode) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }
}
