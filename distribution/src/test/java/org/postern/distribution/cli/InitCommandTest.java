package org.postern.distribution.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.FakeTokenEndpoint;
import org.postern.testkit.TestCa;

class InitCommandTest {

  private static final String SECRET = "client-secret-4711";

  @TempDir Path home;
  private Shell shell;
  private Path conf;

  @BeforeEach
  void prepare() {
    shell = new Shell(home);
    conf = home.resolve("conf");
  }

  private Shell.Run init(String... more) {
    return shell.run(
        Stream.concat(Stream.of("init", "--no-doctor"), Stream.of(more)).toArray(String[]::new));
  }

  @Test
  void aPersonIsAskedAgainAfterABadAnswerAndTheFilesSendAMail() throws IOException {
    TestCa ca = TestCa.create();
    try (FakeTokenEndpoint tokens =
            FakeTokenEndpoint.builder().tls(ca.localhost()).client("app-id", SECRET).start();
        FakeSmtpServer server =
            FakeSmtpServer.builder().startTls(ca.localhost()).tokens(tokens.tokens()).start()) {
      shell.person(
          "microsft365",
          "microsoft365",
          "client_credentials",
          "no tenant!",
          "example.com",
          "app-id",
          "not an address",
          Conf.USER,
          "",
          SECRET);

      Shell.Run made = init("--host", "localhost");
      shell.run("truststore", "import", Conf.pem(ca, home));
      append("is.properties", "mksis.logging.email.server.port=" + server.port());
      append("security.properties", "mksis.security.smtp.oauth.tokenEndpointURL=" + tokens.uri());
      Shell.Run sent = shell.run("send", "--to", "a@example.org", "--text", "T");

      assertThat(made.code()).as(made.all()).isZero();
      assertThat(made.unwrapped())
          .contains("did you mean \"microsoft365\"?", "no tenant", "write it as local@domain");
      assertThat(made.out())
          .contains(
              "New-ServicePrincipal -AppId 'app-id'", "Set-CASMailbox -Identity '" + Conf.USER)
          .contains("Role 'Application SMTP.SendAsApp'");
      assertThat(sent.code()).as(sent.all()).isZero();
      assertThat(server.mails()).hasSize(1);
      assertThat(made.all() + sent.all() + files()).doesNotContain(SECRET);
      assertThat(modeOf("is.properties")).isEqualTo("rw-r-----");
      assertThat(modeOf("postern.keys")).isEqualTo("rw-------");
    }
  }

  @Test
  void optionsAnswerAllAndTheSecretComesByStandardInput() throws IOException {
    shell.input(SECRET + "\n");

    Shell.Run made =
        init(
            "--yes",
            "--provider=zoho",
            "--user=app@example.com",
            "--from=noreply@example.com",
            "--secret-file=-");

    assertThat(made.code()).as(made.all()).isZero();
    assertThat(shell.run("settings").out())
        .contains("postern.auth.scheme=basic", "smtp.zoho.com  (provider zoho)")
        .contains("postern.mail.from=noreply@example.com");
    assertThat(files()).doesNotContain(SECRET).contains("emailfrom.password=ENC[");
  }

  @Test
  void aServiceAccountsKeyFileIsKeptEncryptedAndTheDelegationIsExplained() throws IOException {
    Path key = Files.writeString(home.resolve("key.json"), "{\"private_key\":\"Geheim-8\"}");

    Shell.Run made =
        init(
            "--yes",
            "--provider=google",
            "--login=jwt_bearer",
            "--user=app@example.com",
            "--secret-file=" + key);

    assertThat(made.code()).as(made.all()).isZero();
    assertThat(Files.readString(conf.resolve("service-account.json"))).startsWith("ENC[1.");
    assertThat(made.out()).contains("domain-wide delegation", "https://mail.google.com/");
    assertThat(shell.run("settings").out()).contains("smtp.gmail.com  (provider google)");
  }

  @Test
  void withoutATerminalTheMissingOptionIsNamedAndNothingIsWritten() {
    Shell.Run made = init("--provider=microsoft365", "--login=client_credentials");

    assertThat(made.code()).isEqualTo(ExitCode.USAGE);
    assertThat(made.err()).contains("--tenant is missing");
    assertThat(conf).doesNotExist();
  }

  @Test
  void anInputThatEndsLeavesNothing() {
    shell.person("microsoft365", "client_credentials", "example.com");

    Shell.Run made = init();

    assertThat(made.code()).isEqualTo(ExitCode.USAGE);
    assertThat(made.err()).contains("nothing was written");
    assertThat(conf).doesNotExist();
  }

  @Test
  void existingFilesAreReplacedOnlyWhenAgreedAndABackupIsKept() throws IOException {
    Conf.files(conf, "old=1\n", "");
    String[] all = {"--provider=zoho", "--user=app@example.com", "--secret-file=-"};
    shell.input(SECRET);

    Shell.Run refused = init(all);
    Shell.Run agreed =
        init(Stream.concat(Stream.of("--yes"), Stream.of(all)).toArray(String[]::new));

    assertThat(refused.code()).isEqualTo(ExitCode.USAGE);
    assertThat(refused.err()).contains("--yes");
    assertThat(agreed.code()).as(agreed.all()).isZero();
    try (Stream<Path> there = Files.list(conf)) {
      List<Path> backups = there.filter(f -> f.toString().endsWith(".bak")).sorted().toList();
      assertThat(backups).hasSize(2);
      assertThat(backups.get(0)).hasContent("old=1");
    }
  }

  @Test
  void theDoctorLooksAtWhatWasMade() {
    shell.input(SECRET);

    Shell.Run made =
        shell.run(
            "init",
            "--yes",
            "--provider=exchange-onprem",
            "--host=127.0.0.1",
            "--user=app@example.com",
            "--secret-file=-");

    assertThat(made.code()).as(made.all()).isZero();
    assertThat(made.out()).contains("✓ files", "✓ settings", "✗ connect");
  }

  private void append(String name, String line) throws IOException {
    Files.writeString(conf.resolve(name), line + "\n", StandardOpenOption.APPEND);
  }

  private String modeOf(String name) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(conf.resolve(name)));
  }

  private String files() throws IOException {
    return Files.readString(conf.resolve("is.properties"))
        + Files.readString(conf.resolve("security.properties"));
  }
}
