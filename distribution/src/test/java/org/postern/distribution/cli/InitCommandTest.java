package org.postern.distribution.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.FakeTokenEndpoint;
import org.postern.testkit.ServerIdentity;
import org.postern.testkit.TestCa;

class InitCommandTest {

  private static final String SECRET = "client-secret-4711";
  private static final TestCa CA = TestCa.create();

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
    try (FakeTokenEndpoint tokens =
            FakeTokenEndpoint.builder().tls(CA.localhost()).client("app-id", SECRET).start();
        FakeSmtpServer server =
            FakeSmtpServer.builder().startTls(CA.localhost()).tokens(tokens.tokens()).start()) {
      shell.person(
          "microsft365",
          "microsoft365",
          "client_credentials",
          "",
          "no tenant!",
          "example.com",
          "app-id",
          "not an address",
          Conf.USER,
          "",
          SECRET);

      Shell.Run made = init("--host", "localhost");
      shell.run("truststore", "import", Conf.pem(CA, home));
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
    Path key = serviceAccount();

    Shell.Run made =
        init(
            "--yes",
            "--provider=google",
            "--login=jwt_bearer",
            "--user=app@example.com",
            "--secret-file=" + key);

    assertThat(made.code()).as(made.all()).isZero();
    assertThat(Files.readString(conf.resolve("service-account.json"))).startsWith("ENC[1.");
    assertThat(modeOf("service-account.json")).isEqualTo("rw-------");
    assertThat(made.out())
        .contains("domain-wide delegation", "https://mail.google.com/", "Client ID:    104567890");
    assertThat(made.err()).contains("mail@project.example.com");
    assertThat(made.all()).doesNotContain("PRIVATE KEY");
    assertThat(shell.run("settings").out()).contains("smtp.gmail.com  (provider google)");
    assertThat(shell.run("encrypt").out()).contains("was encrypted already");
    assertThat(shell.run("settings").code()).isZero();
  }

  @Test
  void aFileThatIsNoServiceAccountsIsRefusedBeforeAnythingIsWritten() throws IOException {
    Path key = Files.writeString(home.resolve("key.json"), "{\"private_key\":\"Geheim-8\"}");

    Shell.Run made =
        init(
            "--yes",
            "--provider=google",
            "--login=jwt_bearer",
            "--user=app@example.com",
            "--secret-file=" + key);

    assertThat(made.code()).isEqualTo(ExitCode.USAGE);
    assertThat(made.unwrapped())
        .contains(key + " is no JSON key file of Google (it has no client_email); download it")
        .doesNotContain("Geheim");
    assertThat(conf).doesNotExist();
  }

  @Test
  void aCertificateThatDoesNotFitIsAskedForAgainAndItsEndIsShown() throws IOException {
    ServerIdentity own = CA.issue("app").rsa().build();
    Path key = own.writeKeyPem(home.resolve("key.pem"));
    Path certificate = own.writeChainPem(home.resolve("cert.pem"));
    Path other = CA.issue("other").rsa().build().writeChainPem(home.resolve("other.pem"));
    shell.person(
        "microsoft365",
        "client_credentials",
        "private_key_jwt",
        "example.com",
        "app-id",
        Conf.USER,
        "",
        home.resolve("none.pem").toString(),
        key.toString(),
        other.toString(),
        certificate.toString());

    Shell.Run made = init();

    assertThat(made.code()).as(made.all()).isZero();
    assertThat(made.unwrapped())
        .contains("none.pem cannot be read", "does not fit its certificate")
        .contains("ends " + own.certificate().getNotAfter().toInstant());
    assertThat(made.out()).contains("Upload certificate:\n#   " + certificate);
    assertThat(files())
        .contains("postern.oauth.client_auth=private_key_jwt", "postern.oauth.key.file=" + key)
        .contains("postern.oauth.certificate.file=" + certificate);
    assertThat(shell.run("settings").code()).isZero();
  }

  @Test
  void aStoresPasswordIsAskedForAndKeptEncrypted() throws Exception {
    ServerIdentity own = CA.issue("app").rsa().build();
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "k", own.privateKey(), SECRET.toCharArray(), own.chain().toArray(Certificate[]::new));
    Path file = home.resolve("client.p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, SECRET.toCharArray());
    }
    shell.person(
        "", "", "private_key_jwt", "example.com", "app", Conf.USER, "", "" + file, "no", SECRET);

    Shell.Run made = init();

    assertThat(made.code()).as(made.all()).isZero();
    assertThat(made.unwrapped()).contains("or its password is wrong");
    assertThat(made.out()).contains("openssl pkcs12 -in '" + file + "' -nokeys -clcerts");
    assertThat(files()).contains("postern.oauth.key.password=ENC[").doesNotContain(SECRET);
    assertThat(shell.run("settings").code()).isZero();
  }

  @Test
  void theFederatedCredentialIsDescribedByThePlatformsOwnAssertion() throws IOException {
    String claims =
        "{\"iss\":\"https://issuer.example.com\",\"sub\":\"system:serviceaccount:mail:app\","
            + "\"aud\":[\"api://AzureADTokenExchange\"]}";
    Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
    Path file =
        Files.writeString(
            home.resolve("token"),
            encoder.encodeToString("{\"alg\":\"RS256\"}".getBytes(UTF_8))
                + "."
                + encoder.encodeToString(claims.getBytes(UTF_8))
                + ".c2ln");

    Shell.Run made =
        init(
            "--yes",
            "--provider=microsoft365",
            "--tenant=example.com",
            "--client-id=app",
            "--user=app@example.com",
            "--assertion-file=" + file);

    assertThat(made.code()).as(made.all()).isZero();
    assertThat(made.out())
        .contains("Issuer:   https://issuer.example.com")
        .contains("Subject:  system:serviceaccount:mail:app")
        .contains("Audience: api://AzureADTokenExchange");
    assertThat(files()).contains("client_auth=workload_identity", "assertion.file=" + file);
    assertThat(shell.run("settings").code()).isZero();
  }

  @Test
  void aMachineOfAzureNeedsNeitherTenantNorSecret() throws IOException {
    Shell.Run made =
        init(
            "--yes",
            "--provider=microsoft365",
            "--managed-identity=azure-app-service",
            "--user=app@example.com");

    assertThat(made.code()).as(made.all()).isZero();
    assertThat(made.out()).contains("New-MgServicePrincipalAppRoleAssignment", "APPLICATION_ID");
    assertThat(files()).contains("postern.oauth.managed_identity=azure-app-service");
    assertThat(conf.resolve("postern.keys")).doesNotExist();
    assertThat(shell.run("settings").code()).isZero();
  }

  @Test
  void aPublicClientIsAskedForNoSecret() throws IOException {
    shell.person("outlook.com", "app-id", "me@outlook.com", "");

    Shell.Run made = init();

    assertThat(made.code()).as(made.all()).isZero();
    assertThat(made.out()).contains("Allow public client flows", "postern login");
    assertThat(files()).contains("postern.oauth.client_auth=none");
    assertThat(shell.run("settings").code()).isZero();
  }

  @Test
  void theOtherProductsSettingsStayAsTheyWere() throws IOException {
    String others = "# of the product\r\nmksis.clients=40\r\n\r\nmksis.path=C:\\\\data\r\n";
    Conf.files(
        conf,
        others + "mksis.logging.email.server.hostname=old.example.com\r\n",
        "mksis.security.realm=ldap\nmksis.security.smtp.oauth.scope=old\n");
    shell.input(SECRET);
    String[] all = {"--yes", "--provider=zoho", "--user=app@example.com", "--secret-file=-"};

    Shell.Run first = init(all);
    String once = Files.readString(conf.resolve("is.properties"));
    Shell.Run second =
        init(
            "--yes",
            "--provider=microsoft365",
            "--managed-identity=azure-imds",
            "--user=app@example.com");

    assertThat(first.code()).as(first.all()).isZero();
    assertThat(second.code()).as(second.all()).isZero();
    assertThat(once).startsWith(others).contains("postern.provider=zoho\r\n");
    String is = Files.readString(conf.resolve("is.properties"));
    assertThat(is).startsWith(others).contains("postern.provider=microsoft365");
    assertThat(is).doesNotContain("zoho", "old.example.com", "emailfrom.password");
    assertThat(is).containsOnlyOnce("# Made by");
    assertThat(files()).contains("mksis.security.realm=ldap").doesNotContain("scope=old");
    assertThat(shell.run("settings").code()).isZero();
  }

  @Test
  void linesThatSomebodyAddedAmongThoseOfTheSetUpStay() throws IOException {
    shell.input(SECRET);
    String[] all = {"--yes", "--provider=zoho", "--user=app@example.com", "--secret-file=-"};
    init(all);
    Path is = conf.resolve("is.properties");
    Files.writeString(
        is,
        Files.readString(is)
            .replace("\n# The mailbox", "postern.pool.max_connections=2\n\n# The mailbox"));

    init(all);

    assertThat(Files.readString(is)).containsOnlyOnce("postern.pool.max_connections=2");
    assertThat(shell.run("settings").out()).contains("postern.pool.max_connections=2");
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
    assertThat(conf.resolve("is.properties")).content().startsWith("old=1\n");
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

  private Path serviceAccount() throws IOException {
    String key =
        Base64.getEncoder().encodeToString(CA.issue("k").rsa().build().privateKey().getEncoded());
    return Files.writeString(
        home.resolve("key.json"),
        "{\"type\":\"service_account\",\"private_key_id\":\"abc\",\"client_id\":\"104567890\","
            + "\"client_email\":\"mail@project.example.com\","
            + "\"token_uri\":\"https://oauth2.example.com/token\","
            + "\"private_key\":\"-----BEGIN PRIVATE KEY-----\\n"
            + key
            + "\\n-----END PRIVATE KEY-----\\n\"}");
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
