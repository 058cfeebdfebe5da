package org.postern.distribution.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.SmtpStep;
import org.postern.testkit.TestCa;

class CommandsTest {

  private static final TestCa CA = TestCa.create();

  @TempDir Path home;
  private Shell shell;
  private Path conf;

  @BeforeEach
  void prepare() {
    shell = new Shell(home);
    conf = home.resolve("conf");
  }

  @Test
  void aMailLeavesByBasicWithTheSecretEncryptedAndTheCaImported() throws IOException {
    try (FakeSmtpServer server = secured()) {
      Conf.basic(conf, server);

      Shell.Run imported = shell.run("truststore", "import", Conf.pem(CA, home));
      Shell.Run encrypted = shell.run("encrypt");
      Shell.Run checked = shell.run("check");
      Shell.Run sent =
          shell.run(
              "send", "--to", "a@example.org, b@example.org", "--subject", "S", "--text", "T");

      assertThat(imported.out()).contains("Made the trust store", "SHA-256");
      assertThat(encrypted.out()).contains("Made the key ring", "emailfrom.password: encrypted");
      assertThat(Files.readString(conf.resolve("is.properties"))).doesNotContain(Conf.PASSWORD);
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(conf.resolve("postern.keys"))))
          .isEqualTo("rw-------");
      assertThat(checked.code()).as(checked.all()).isZero();
      assertThat(checked.out()).contains("✓ tls", "✓ auth");
      assertThat(sent.code()).as(sent.all()).isZero();
      assertThat(server.onlyMail().recipientAddresses())
          .containsExactly("a@example.org", "b@example.org");
      assertThat(server.onlyMail().user()).contains(Conf.USER);
      assertThat(imported.all() + encrypted.all() + checked.all() + sent.all())
          .doesNotContain(Conf.PASSWORD);
    }
  }

  @Test
  void aSecretFileIsEncryptedAsAWholeAndItsNameStaysReadable() throws IOException {
    Conf.files(
        conf,
        "mksis.smtp.oauth.authentication=true\nmksis.smtp.ssl.enabled=true\n"
            + "mksis.logging.email.server.hostname=localhost\n"
            + "mksis.logging.email.server.port=1\nmksis.logging.email.from=app@example.com\n",
        "postern.oauth.grant=jwt_bearer\nmksis.security.smtp.oauth.scope=https://mail.example.com/\n"
            + "postern.oauth.service_account.file=account.json\n");
    Files.writeString(conf.resolve("account.json"), "{\"private_key\":\"Geheim-8\"}");

    Shell.Run before = shell.run("settings");
    Shell.Run encrypted = shell.run("encrypt");
    Shell.Run after = shell.run("settings");

    assertThat(before.code()).as(before.all()).isZero();
    assertThat(before.unwrapped()).contains("account.json holds its secret in plain text");
    assertThat(encrypted.out()).contains("account.json: encrypted");
    assertThat(Files.readString(conf.resolve("account.json"))).startsWith("ENC[1.");
    assertThat(after.out()).contains("postern.oauth.service_account.file=account.json");
    assertThat(after.err()).isEmpty();
    assertThat(before.all() + encrypted.all() + after.all()).doesNotContain("Geheim");
    Files.delete(conf.resolve("account.json"));
    assertThat(shell.run("settings").unwrapped())
        .contains("security.properties:3", "account.json does not exist");
  }

  @Test
  void checkSendsNoMailAndSaysWhichCaIsMissing() {
    try (FakeSmtpServer server = secured()) {
      Conf.basic(conf, server);

      Shell.Run checked = shell.run("check");

      assertThat(checked.code()).isEqualTo(ExitCode.ACT);
      assertThat(checked.unwrapped()).contains("✗ tls", "postern truststore import");
      assertThat(server.mails()).isEmpty();
    }
  }

  @Test
  void aRefusedLoginIsForTheAdministrator() {
    try (FakeSmtpServer server =
        FakeSmtpServer.builder().startTls(CA.localhost()).user(Conf.USER, "another").start()) {
      Conf.basic(conf, server);
      shell.run("truststore", "import", Conf.pem(CA, home));

      Shell.Run sent = shell.run("send", "--to", "a@example.org", "--text", "T");

      assertThat(sent.code()).as(sent.all()).isEqualTo(ExitCode.ACT);
      assertThat(sent.err()).contains("535").doesNotContain(Conf.PASSWORD);
    }
  }

  @Test
  void theHighestCodeOfAllRecipientsIsGiven() {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start()) {
      server.at(SmtpStep.RCPT).forRecipient("late@example.org").reply("451 4.7.1 try later");
      server.at(SmtpStep.RCPT).forRecipient("gone@example.org").reply("550 5.1.1 no such user");
      Conf.write(conf, server);

      Shell.Run late = shell.run("send", "--to", "a@example.org,late@example.org", "--text", "T");
      Shell.Run gone =
          shell.run("send", "--to", "late@example.org", "--cc", "gone@example.org", "--text", "T");

      assertThat(late.code()).isEqualTo(ExitCode.TRY_AGAIN);
      assertThat(late.out()).contains("accepted for a@example.org");
      assertThat(late.err()).contains("deferred for late@example.org");
      assertThat(gone.code()).isEqualTo(ExitCode.REJECTED);
      assertThat(gone.unwrapped()).contains("550 5.1.1");
    }
  }

  @Test
  void aLinkThatBreaksAfterTheDotIsUnconfirmed() {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start()) {
      server.at(SmtpStep.FINAL_DOT).close();
      Conf.write(conf, server);

      Shell.Run sent = shell.run("send", "--to", "a@example.org", "--text", "T", "--json");

      assertThat(sent.code()).isEqualTo(ExitCode.UNCONFIRMED);
      assertThat(sent.out()).contains("\"outcome\":\"unconfirmed\"");
    }
  }

  @Test
  void allProblemsOfBothFilesAreToldTogetherAndNothingStarts() {
    Conf.files(
        conf,
        "mksis.smtp.oauth.authentication=maybe\r\nmksis.logging.email.server.port=70000\r\n",
        "postern.pool.max_conections=2\r\n");

    for (String command : new String[] {"check", "settings", "send"}) {
      Shell.Run refused = shell.run(command);

      assertThat(refused.code()).as(command).isEqualTo(ExitCode.SETTINGS);
      assertThat(refused.out()).isEmpty();
      assertThat(refused.err())
          .contains("is.properties:1", "is.properties:2", "security.properties:1")
          .contains("did you mean postern.pool.max_connections");
    }
  }

  @Test
  void settingsShowWhereAValueComesFromAndMaskSecrets() {
    try (FakeSmtpServer server = secured()) {
      Conf.basic(conf, server);

      Shell.Run text = shell.run("settings");
      Shell.Run json = shell.run("settings", "--json");

      assertThat(text.out())
          .contains("mksis.logging.emailfrom.password=********")
          .contains("(is.properties:")
          .contains("(default)");
      assertThat(text.err()).contains("plain text");
      assertThat(json.out()).startsWith("[{").contains("\"key\":\"postern.tls.mode\"");
      assertThat(text.all() + json.all()).doesNotContain(Conf.PASSWORD);
    }
  }

  @Test
  void rotationKeepsMailFlowing() {
    try (FakeSmtpServer server = secured()) {
      Conf.basic(conf, server);
      shell.run("truststore", "import", Conf.pem(CA, home));
      shell.run("encrypt");

      Shell.Run rotated = shell.run("keys", "rotate");
      Shell.Run listed = shell.run("keys", "list");

      assertThat(rotated.code()).as(rotated.all()).isZero();
      assertThat(listed.out().lines()).hasSize(2);
      assertThat(shell.run("check").code()).isZero();
      assertThat(shell.run("encrypt").out()).contains("already");
    }
  }

  @Test
  void aLostKeyRingIsNamedWithTheProperty() throws IOException {
    try (FakeSmtpServer server = secured()) {
      Conf.basic(conf, server);
      shell.run("encrypt");
      Files.delete(conf.resolve("postern.keys"));

      Shell.Run refused = shell.run("settings");

      assertThat(refused.code()).isEqualTo(ExitCode.SETTINGS);
      assertThat(refused.err()).contains("mksis.logging.emailfrom.password", "postern.keys");
    }
  }

  @Test
  void aMessageOfStandardInputGoesToWhomItSaysLikeSendmail() {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start()) {
      Conf.write(conf, server);
      shell.input(
          "From: x@example.com\nTo: a@example.org\nBcc: b@example.org\nSubject: S\n\n.\nT\n");

      Shell.Run sent = shell.run("send", "-t", "-i", "-f", "bounce@example.com");

      assertThat(sent.code()).as(sent.all()).isZero();
      assertThat(server.onlyMail().sender()).isEqualTo("bounce@example.com");
      assertThat(server.onlyMail().recipientAddresses())
          .containsExactly("a@example.org", "b@example.org");
      assertThat(server.onlyMail().text()).doesNotContain("b@example.org");
    }
  }

  @Test
  void textHtmlAttachmentsImagesAndHeadersTravel() throws IOException {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start()) {
      Conf.write(conf, server);
      Path text = Files.writeString(home.resolve("t.txt"), "Grüße");
      Path html = Files.writeString(home.resolve("t.html"), "<img src=\"cid:logo\">");
      Path file = Files.writeString(home.resolve("report.csv"), "a;b");

      Shell.Run sent =
          shell.run(
              "send",
              "--to",
              "a@example.org",
              "--from",
              "x@example.com",
              "--reply-to",
              "r@example.com",
              "--subject",
              "Grüße",
              "--text-file",
              text.toString(),
              "--html-file",
              html.toString(),
              "--attach",
              file.toString(),
              "--inline",
              "logo=" + file,
              "--header",
              "X-Kind: test");

      assertThat(sent.code()).as(sent.all()).isZero();
      assertThat(server.onlyMail().text())
          .contains("X-Kind: test", "Reply-To: r@example.com", "report.csv", "<logo>", "text/html");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sendd",
        "send --no-such-option",
        "send --to not-an-address --text T",
        "send --to a@example.org --text T --text-file /t",
        "send --to a@example.org --text-file /no/such/file",
        "send --text T",
        "truststore fetch nowhere",
      })
  void wrongUseIsToldInPlainWords(String line) {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start()) {
      Conf.write(conf, server);

      Shell.Run refused = shell.run(line.split(" "));

      assertThat(refused.code()).as(refused.all()).isEqualTo(ExitCode.USAGE);
      assertThat(refused.err()).startsWith("postern: ").doesNotContain("\tat ");
      assertThat(server.mails()).isEmpty();
    }
  }

  @Test
  void aMissingFolderOfSettingsIsNamed() {
    Shell.Run refused = shell.run("-c", home.resolve("none").toString(), "check");

    assertThat(refused.code()).isEqualTo(ExitCode.SETTINGS);
    assertThat(refused.err()).contains("none", "-c CONFDIR");
  }

  @Test
  void aChainIsShownAndImportedOnlyAfterAYes() {
    try (FakeSmtpServer server = secured()) {
      Conf.basic(conf, server);
      String address = "localhost:" + server.port();

      Shell.Run unasked = shell.run("truststore", "fetch", address);
      int before = shell.run("check").code();
      Shell.Run agreed = shell.run("truststore", "fetch", address, "--starttls", "--yes");
      Shell.Run listed = shell.run("truststore", "list", "--json");

      assertThat(unasked.out()).contains("SHA-256");
      assertThat(unasked.code()).as(unasked.all()).isNotZero();
      assertThat(before).isEqualTo(ExitCode.ACT);
      assertThat(agreed.code()).as(agreed.all()).isZero();
      assertThat(listed.out()).contains("\"alias\":", "\"sha256\":");
    }
  }

  @Test
  void helpAndVersionNeedNoSettings() {
    assertThat(shell.run("--version").out()).startsWith("postern ");
    assertThat(shell.run("--help").out()).contains("Exit codes", "unconfirmed");
    assertThat(shell.run("help", "truststore", "import").out()).contains("--allow-leaf");
    assertThat(shell.run("completion").out()).contains("complete ");
    assertThat(shell.run("send", "--help").out().lines())
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
  }

  private static FakeSmtpServer secured() {
    return FakeSmtpServer.builder().startTls(CA.localhost()).user(Conf.USER, Conf.PASSWORD).start();
  }
}
