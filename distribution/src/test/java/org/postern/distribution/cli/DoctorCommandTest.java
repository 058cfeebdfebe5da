package org.postern.distribution.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.core.diagnosis.Diagnoses;
import org.postern.core.diagnosis.Diagnosis;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.FakeTokenEndpoint;
import org.postern.testkit.Reaction;
import org.postern.testkit.SmtpStep;
import org.postern.testkit.TestCa;
import org.postern.testkit.TokenAnswer;
import org.postern.testkit.TokenRegistry;

class DoctorCommandTest {

  private static final TestCa CA = TestCa.create();
  private static final String SECRET = "client-s3cret-0815";

  private static final Diagnosis KNOWN =
      Diagnoses.builtIn().named("m365.smtp-auth-disabled").orElseThrow();

  @TempDir Path home;
  private Shell shell;
  private Path conf;

  @BeforeEach
  void prepare() {
    shell = new Shell(home);
    conf = home.resolve("conf");
  }

  @Test
  void withNothingWrongNothingIsReportedAndNoMailIsSent() {
    try (FakeSmtpServer server = secured()) {
      ready(server);

      Shell.Run run = shell.run("doctor");

      assertThat(run.code()).as(run.all()).isZero();
      assertThat(run.out().lines()).noneMatch(line -> line.matches("[✗!–].*"));
      assertThat(run.out())
          .contains("✓ settings", "✓ key ring", "✓ secrets", "✓ name", "✓ connect", "✓ banner")
          .contains("✓ ehlo", "✓ starttls", "✓ tls", "SHA-256", "✓ login", "✓ sender")
          .contains("✓ recipient", "✓ limits", "All is well.");
      assertThat(run.err()).isEmpty();
      assertThat(server.mails()).isEmpty();
      server.requireNoViolations();
    }
  }

  @Test
  void nothingIsWiderThanATerminalButWhatMustBeCopied() {
    try (FakeSmtpServer server = secured()) {
      Conf.basic(conf, server);

      Shell.Run run = shell.run("doctor");

      assertThat(run.out().lines())
          .filteredOn(line -> !line.contains("SHA-256") && !line.matches(" *([0-9A-F]{2}:){3,}.*"))
          .allSatisfy(
              line ->
                  assertThat(line.length() <= 80 || !line.strip().contains(" ")).as(line).isTrue());
    }
  }

  @Test
  void sendReallySends() {
    try (FakeSmtpServer server = secured()) {
      ready(server);

      Shell.Run run = shell.run("doctor", "--send", "--to", "a@example.org,b@example.org");

      assertThat(run.code()).as(run.all()).isZero();
      assertThat(server.onlyMail().recipientAddresses())
          .containsExactly("a@example.org", "b@example.org");
      assertThat(run.out()).contains("✓ send: accepted for a@example.org");
    }
  }

  @Test
  void anUnknownCaIsShownWithTheCommandAndMendedByItsFingerprintAlone() {
    try (FakeSmtpServer server = secured()) {
      Conf.basic(conf, server);
      shell.run("encrypt");

      Shell.Run run = shell.run("doctor");
      Shell.Run unasked = shell.run("doctor", "--fix", "--yes");
      String sha256 = run.out().replaceAll("(?s).*its SHA-256:\\s+([0-9A-F:]{95}).*", "$1");
      Shell.Run wrong = shell.run("doctor", "--fix", "--trust", sha256.replace(":", "0"));
      Shell.Run mended = shell.run("doctor", "--fix", "--trust", sha256);

      assertThat(run.code()).as(run.all()).isEqualTo(ExitCode.TLS);
      assertThat(firstFault(run)).startsWith("✗ tls:");
      assertThat(run.unwrapped())
          .contains("missing here: CN=Test Intermediate CA")
          .contains("postern truststore fetch localhost:" + server.port() + " --starttls")
          .contains("– login: not looked at, because the way to the mail server is not open");
      assertThat(unasked.code()).isEqualTo(ExitCode.TLS);
      assertThat(unasked.unwrapped()).contains("Not done: trust CN=Test Intermediate CA");
      assertThat(wrong.code()).isEqualTo(ExitCode.TLS);
      assertThat(mended.code()).as(mended.all()).isZero();
      assertThat(mended.out()).contains("Looks again.", "All is well.");
    }
  }

  @Test
  void fixEncryptsPlainSecretsAndTakesForeignRightsAway() throws IOException {
    try (FakeSmtpServer server = secured()) {
      Conf.basic(conf, server);
      shell.run("truststore", "import", Conf.pem(CA, home));
      Path is = conf.resolve("is.properties");
      Files.setPosixFilePermissions(is, PosixFilePermissions.fromString("rw-rw-rw-"));

      Shell.Run run = shell.run("doctor");
      Shell.Run nobodyToAsk = shell.run("doctor", "--fix");
      Shell.Run mended = shell.run("doctor", "--fix", "--yes");

      assertThat(run.code()).as(run.all()).isEqualTo(ExitCode.SETTINGS);
      assertThat(firstFault(run)).contains("✗ files:");
      assertThat(run.unwrapped())
          .contains("can be written by others; run: chmod o-w " + is)
          .contains("! secrets: is.properties:", "✓ login");
      assertThat(nobodyToAsk.code()).isEqualTo(ExitCode.SETTINGS);
      assertThat(mended.code()).as(mended.all()).isZero();
      assertThat(Files.readString(is)).doesNotContain(Conf.PASSWORD).contains("ENC[");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(is)))
          .isEqualTo("rw-rw-r--");
      assertThat(run.all() + nobodyToAsk.all() + mended.all()).doesNotContain(Conf.PASSWORD);
    }
  }

  @Test
  void aLostKeyRingIsTheFirstFaultAndTheServerIsLookedAtAllTheSame() throws IOException {
    try (FakeSmtpServer server = secured()) {
      ready(server);
      Files.delete(conf.resolve("postern.keys"));

      Shell.Run run = shell.run("doctor");

      assertThat(run.code()).isEqualTo(ExitCode.SETTINGS);
      assertThat(firstFault(run)).startsWith("✗ key ring: there is no key ring");
      assertThat(run.out().lines().filter(line -> line.startsWith("✗"))).hasSize(1);
      assertThat(run.out())
          .contains("✓ settings", "✓ connect", "✓ tls", "– login: not looked at")
          .doesNotContain("✓ login");
    }
  }

  @Test
  void withoutSettingsOrWithHalfOfThemItSaysWhatIsMissing() throws IOException {
    Shell.Run none = shell.run("-c", home.resolve("none").toString(), "doctor");
    Files.createDirectories(conf);
    Shell.Run empty = shell.run("doctor");
    Conf.files(conf, "mksis.logging.email.server.hostname=none.test\n", "postern.nonsense=1\n");
    Shell.Run half = shell.run("doctor");

    assertThat(none.code()).isEqualTo(ExitCode.SETTINGS);
    assertThat(none.out()).contains("✗ files: the folder of the settings");
    assertThat(empty.unwrapped())
        .contains("is.properties the file: cannot be read: it does not exist", "– settings");
    assertThat(half.code()).isEqualTo(ExitCode.SETTINGS);
    assertThat(half.out()).contains("✗ settings: security.properties:1", "✗ name", "– login");
    assertThat(none.err() + empty.err() + half.err()).isEmpty();
  }

  @Test
  void aWrongClientSecretIsTheTokensFaultAndNobodyElses() {
    try (FakeTokenEndpoint endpoint = tokens(new TokenRegistry());
        FakeSmtpServer server = bearer(endpoint.tokens())) {
      oauth(server, endpoint, "wrong-s3cret-0815");

      Shell.Run run = shell.run("doctor");

      assertThat(run.code()).as(run.all()).isEqualTo(ExitCode.TOKEN);
      assertThat(firstFault(run)).startsWith("✗ token request: the token endpoint");
      assertThat(run.out().lines().filter(line -> line.startsWith("✗"))).hasSize(1);
      assertThat(run.out())
          .contains("✓ token endpoint connect", "✓ token endpoint tls")
          .contains("– login: not looked at, because there is nothing to log in with");
      assertThat(run.unwrapped()).contains("invalid_client");
      assertThat(server.sessions())
          .allMatch(
              session -> session.verbs().stream().noneMatch(command -> command.startsWith("AUTH")));
    }
  }

  @Test
  void anUnknownCaOfTheTokenEndpointIsNamedAndNoRequestIsMade() {
    TestCa other = TestCa.create("Other");
    try (FakeTokenEndpoint endpoint =
            FakeTokenEndpoint.builder().tls(other.localhost()).client("app", SECRET).start();
        FakeSmtpServer server = bearer(endpoint.tokens())) {
      oauth(server, endpoint, SECRET);

      Shell.Run run = shell.run("doctor");

      assertThat(run.code()).as(run.all()).isEqualTo(ExitCode.TLS);
      assertThat(firstFault(run)).startsWith("✗ token endpoint tls:");
      assertThat(run.unwrapped())
          .contains("missing here: CN=Other Intermediate CA", "--implicit", "✓ tls: TLSv1");
      assertThat(endpoint.requests()).isEmpty();
    }
  }

  @Test
  void aRefusedTokenShowsTheServersChallengeDecoded() {
    try (FakeTokenEndpoint endpoint = tokens(new TokenRegistry());
        FakeSmtpServer server = bearer(new TokenRegistry())) {
      oauth(server, endpoint, SECRET);

      Shell.Run run = shell.run("doctor");

      assertThat(run.code()).as(run.all()).isEqualTo(ExitCode.LOGIN);
      assertThat(firstFault(run)).startsWith("✗ login:");
      assertThat(run.unwrapped())
          .contains("the server's challenge: {\"status\":\"401\"", "✓ token content: opaque");
      assertThat(run.out()).contains("– sender", "– recipient");
    }
  }

  @Test
  void aClientSecretThatEndsSoonIsAHint() {
    TokenRegistry registry = new TokenRegistry();
    try (FakeTokenEndpoint endpoint = tokens(registry);
        FakeSmtpServer server = bearer(registry)) {
      LocalDate soon = LocalDate.now(ZoneOffset.UTC).plusDays(5);
      oauth(server, endpoint, SECRET, "postern.oauth.client_secret_expires=" + soon);

      Shell.Run run = shell.run("doctor");

      assertThat(run.unwrapped()).contains("! ends: the client secret ends in", soon.toString());
      assertThat(run.out()).contains("✓ login");

      oauth(server, endpoint, SECRET, "postern.oauth.client_secret_expires=2020-01-01");
      assertThat(shell.run("doctor").unwrapped())
          .contains("! ends: the client secret ended at 2020-01-01")
          .contains("✓ login");
    }
  }

  @Test
  void aSharedMailboxIsTriedByBothFormsOfTheUserName() {
    try (FakeTokenEndpoint endpoint = tokens(new TokenRegistry());
        FakeSmtpServer server =
            FakeSmtpServer.builder()
                .startTls(CA.localhost())
                .bearer((user, token) -> user.equals("shared@example.com"))
                .start()) {
      oauth(server, endpoint, SECRET, "postern.mail.from=shared@example.com");

      Shell.Run run = shell.run("doctor");

      assertThat(run.code()).as(run.all()).isEqualTo(ExitCode.LOGIN);
      assertThat(run.unwrapped())
          .contains("the same token logs in as shared@example.com")
          .contains("set mksis.logging.email.from=shared@example.com");
    }
  }

  @Test
  void whereNeitherFormOfTheUserNameWorksThatIsSaid() {
    try (FakeTokenEndpoint endpoint = tokens(new TokenRegistry());
        FakeSmtpServer server =
            FakeSmtpServer.builder()
                .startTls(CA.localhost())
                .bearer((user, token) -> false)
                .start()) {
      oauth(server, endpoint, SECRET, "postern.mail.from=shared@example.com");

      Shell.Run run = shell.run("doctor");

      assertThat(run.code()).as(run.all()).isEqualTo(ExitCode.LOGIN);
      assertThat(run.unwrapped())
          .contains("neither " + Conf.USER + " nor shared@example.com as user name was accepted")
          .contains("[auth.both-user-names-refused]");
    }
  }

  @Test
  void whereBothFormsWorkThatIsSaidAndNothingIsWrong() {
    try (FakeTokenEndpoint endpoint = tokens(new TokenRegistry());
        FakeSmtpServer server = bearer(endpoint.tokens())) {
      oauth(server, endpoint, SECRET, "postern.mail.from=shared@example.com");

      Shell.Run run = shell.run("doctor");

      assertThat(run.code()).as(run.all()).isZero();
      assertThat(run.unwrapped())
          .contains("✓ shared mailbox: the set user name works, the user name shared@example.com")
          .contains("works too");
    }
  }

  @Test
  void aRefusedSenderLeavesTheRecipientOutAndARefusedRecipientIsNamed() {
    try (FakeSmtpServer server = secured()) {
      ready(server);
      server.at(SmtpStep.RCPT).forRecipient("gone@example.org").reply("550 5.1.1 no such user");
      Shell.Run gone = shell.run("doctor", "--to", "gone@example.org");
      server.at(SmtpStep.MAIL).reply("554 5.2.252 SendAsDenied; app not allowed");
      Shell.Run denied = shell.run("doctor");

      assertThat(gone.code()).isEqualTo(ExitCode.ENVELOPE);
      assertThat(firstFault(gone)).startsWith("✗ recipient:");
      assertThat(denied.code()).isEqualTo(ExitCode.ENVELOPE);
      assertThat(firstFault(denied)).startsWith("✗ sender:");
      assertThat(denied.out())
          .contains("– recipient: not looked at, because the sender is refused");
    }
  }

  @Test
  void tooFewConnectionsAreNamedWithTheSetting() {
    try (FakeSmtpServer server =
        FakeSmtpServer.builder()
            .startTls(CA.localhost())
            .user(Conf.USER, Conf.PASSWORD)
            .maxConnections(2)
            .start()) {
      ready(server);

      Shell.Run run = shell.run("doctor");

      assertThat(run.code()).as(run.all()).isEqualTo(ExitCode.NETWORK);
      assertThat(firstFault(run)).startsWith("✗ limits: connection 3 of the 3");
      assertThat(run.unwrapped()).contains("postern.pool.max_connections", "432");
    }
  }

  @Test
  void aSilentServerEndsTheExaminationSoonAndNoSecretIsSentInClear() {
    try (FakeSmtpServer server = secured();
        FakeSmtpServer clear = FakeSmtpServer.builder().user(Conf.USER, Conf.PASSWORD).start()) {
      ready(server);
      server.at(SmtpStep.EHLO).will(Reaction.hang());
      // for the steps before it, too
      Shell.Run silent = shell.run("doctor", "--patience", "6");
      Conf.basic(conf, clear);
      Shell.Run stripped = shell.run("doctor");

      assertThat(firstFault(silent)).startsWith("✗ ehlo:").contains("6 s");
      assertThat(firstFault(stripped)).startsWith("✗ starttls:");
      assertThat(stripped.code()).isEqualTo(ExitCode.NETWORK);
      assertThat(clear.sessions())
          .allSatisfy(
              session ->
                  assertThat(session.lines().toString()).doesNotContain("AUTH", Conf.PASSWORD));
    }
  }

  @Test
  void jsonHasEachStepItsDiagnosisAndTheExitCode() {
    try (FakeSmtpServer server = secured()) {
      ready(server);
      server
          .at(SmtpStep.AUTH)
          .reply(
              "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for"
                  + " the Tenant");

      Shell.Run run = shell.run("doctor", "--json");

      assertThat(run.code()).as(run.all()).isEqualTo(ExitCode.LOGIN);
      assertThat(run.out().strip()).startsWith("{\"ok\":false,\"complete\":true,\"exit\":13");
      assertThat(run.out())
          .contains("\"stage\":\"auth\",\"name\":\"login\",\"mark\":\"fault\"")
          .contains("\"id\":\"m365.smtp-auth-disabled\"", "\"for\":\"mail administrator\"");
      assertThat(run.err()).isEmpty();
    }
  }

  @Test
  void whatTheCatalogueKnowsIsExplainedAndWhatItDoesNotIsShownAsItIs() {
    try (FakeSmtpServer server = secured()) {
      ready(server);
      server.at(SmtpStep.AUTH).reply("535 5.7.139 SmtpClientAuthentication is disabled for it");
      Shell.Run known = shell.run("doctor");
      server.recover();
      server.at(SmtpStep.MAIL).reply("599 5.9.9 zorg blaffed the quux");
      Shell.Run unknown = shell.run("doctor");

      assertThat(known.unwrapped())
          .contains("Means: " + KNOWN.meaning(), "Why: " + KNOWN.why(), "Do: " + KNOWN.remedy())
          .contains("For: mail administrator [m365.smtp-auth-disabled]");
      assertThat(unknown.unwrapped())
          .contains("zorg blaffed the quux", "The catalogue of diagnoses has no row for this");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "encrypted"})
  void theReportHasNoSecretWhateverServersEcho(String kind) throws IOException {
    TokenRegistry tokens = new TokenRegistry();
    Path file = home.resolve("report.txt");
    try (FakeTokenEndpoint endpoint = tokens(tokens);
        FakeSmtpServer server = bearer(tokens)) {
      oauth(
          server,
          endpoint,
          SECRET,
          "postern.truststore.password=changeit-not",
          "mksis.other.password=unknown-to-us");
      Files.deleteIfExists(conf.resolve("truststore.p12"));
      if (kind.equals("encrypted")) {
        shell.run("encrypt");
      }
      shell.run("truststore", "import", Conf.pem(CA, home));
      endpoint.next(
          TokenAnswer.error(401, "invalid_client", "secret " + SECRET + " of app is wrong"));

      Shell.Run refused = shell.run("doctor", "--report", file.toString());
      String first = Files.readString(file);
      server.at(SmtpStep.AUTH).will(Reaction.replyTo(line -> "535 5.7.8 you said " + line));
      Shell.Run echoed = shell.run("doctor", "--report", file.toString());
      String second = Files.readString(file);

      assertThat(first).contains("✗ token request", "localhost", Conf.USER, "Java ");
      assertThat(second).contains("✗ login", "you said");
      assertThat(first + second + refused.all() + echoed.all())
          .doesNotContain(SECRET, "changeit-not", "unknown-to-us");
      assertThat(tokens.issued())
          .isNotEmpty()
          .allSatisfy(token -> assertThat(second + echoed.all()).doesNotContain(token));
      assertThat(first).contains("clientSecret=********");
    }
  }

  @Test
  void aReportThatCannotBeWrittenIsSaidBeforeAnythingIsLookedAt() {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start()) {
      Conf.basic(conf, server);

      Shell.Run run = shell.run("doctor", "--report", home.resolve("no/report.txt").toString());

      assertThat(run.code()).isEqualTo(2);
      assertThat(run.err()).contains("the folder of", "report.txt does not exist");
      assertThat(run.out()).isEmpty();
      assertThat(server.sessions()).isEmpty();
    }
  }

  @Test
  void aReportForWhichTheDiskIsFullDoesNotHideWhatTheDoctorFound() {
    Conf.files(
        conf,
        "mksis.logging.email.server.hostname=127.0.0.1\nmksis.logging.email.server.port=1\n",
        "");

    Shell.Run run = shell.run("doctor", "--report", "/dev/full");

    assertThat(run.code()).isEqualTo(10);
    assertThat(run.out()).contains("Begin with the first ✗");
    assertThat(run.err()).contains("the report cannot be written", "No space left");
  }

  private void ready(FakeSmtpServer server) {
    Conf.basic(conf, server);
    shell.run("truststore", "import", Conf.pem(CA, home));
    shell.run("encrypt");
  }

  private void oauth(
      FakeSmtpServer server, FakeTokenEndpoint endpoint, String secret, String... more) {
    Conf.write(
        conf,
        server,
        String.join(
            "\n",
            "mksis.smtp.oauth.authentication=true",
            "mksis.smtp.ssl.enabled=true",
            String.join("\n", more)));
    try {
      Files.writeString(
          conf.resolve("security.properties"),
          "mksis.security.smtp.oauth.clientID=app\nmksis.security.smtp.oauth.clientSecret="
              + secret
              + "\nmksis.security.smtp.oauth.tokenEndpointURL="
              + endpoint.uri()
              + "\nmksis.security.smtp.oauth.scope=mail\n");
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
    shell.run("truststore", "import", Conf.pem(CA, home));
  }

  private static String firstFault(Shell.Run run) {
    return run.out().lines().filter(line -> line.startsWith("✗")).findFirst().orElse(run.all());
  }

  private static FakeTokenEndpoint tokens(TokenRegistry registry) {
    return FakeTokenEndpoint.builder()
        .tls(CA.localhost())
        .client("app", SECRET)
        .tokens(registry)
        .start();
  }

  private static FakeSmtpServer bearer(TokenRegistry tokens) {
    return FakeSmtpServer.builder().startTls(CA.localhost()).tokens(tokens).start();
  }

  private static FakeSmtpServer secured() {
    return FakeSmtpServer.builder().startTls(CA.localhost()).user(Conf.USER, Conf.PASSWORD).start();
  }
}
