package org.postern.distribution.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.core.diagnosis.Diagnosis;
import org.postern.core.examination.Mark;
import org.postern.crypto.KeyRing;
import org.postern.distribution.cli.Conf;
import org.postern.distribution.cli.Shell;
import org.postern.distribution.wiring.BundleFolders;
import org.postern.distribution.wiring.Configuration;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.FakeTokenEndpoint;
import org.postern.testkit.SmtpStep;
import org.postern.testkit.TestCa;
import org.postern.testkit.TokenAnswer;

/** The first trouble that the doctor finds is the one that was made, and the catalogue knows it. */
class DoctorTest {

  private static final TestCa CA = TestCa.create();
  private static final String SECRET = "client-s3cret-0815";

  @TempDir Path home;
  private Path conf;

  /** Makes a trouble in a good installation of basic authentication, its secret encrypted. */
  @FunctionalInterface
  interface Trouble {
    void in(Path conf) throws IOException;
  }

  @BeforeEach
  void prepare() {
    conf = home.resolve("conf");
  }

  static Stream<Arguments> troublesOfThisHost() {
    return Stream.of(
        trouble("files.no-folder", conf -> Files.move(conf, conf.resolveSibling("elsewhere"))),
        trouble("files.settings-unreadable", conf -> Files.delete(is(conf))),
        trouble(
            "files.settings-unreadable",
            conf -> {
              Files.delete(is(conf));
              Files.createDirectory(is(conf));
            }),
        trouble("files.writable-by-others", conf -> mode(is(conf), "rw-rw-rw-")),
        trouble("files.writable-by-others", conf -> mode(conf, "rwxrwxrwx")),
        trouble("files.secret-missing", conf -> add(conf, "postern.oauth.key.file=none.pem")),
        trouble(
            "files.secret-readable-by-others",
            conf -> {
              Files.writeString(conf.resolve("key.pem"), "-----BEGIN PRIVATE KEY-----\n");
              mode(conf.resolve("key.pem"), "rw-r--r--");
              add(conf, "postern.oauth.key.file=key.pem");
            }),
        trouble(
            "files.plugin-unusable",
            conf -> Files.createDirectories(conf.resolve("../plugins/knock"))),
        trouble("files.trust-store-missing", conf -> add(conf, "postern.truststore.file=no.p12")),
        trouble(
            "files.trust-store-unusable",
            conf -> Files.writeString(conf.resolve("truststore.p12"), "no store")),
        trouble("secrets.key-ring-missing", conf -> Files.delete(ring(conf))),
        trouble("secrets.key-ring-open", conf -> mode(ring(conf), "rw-r--r--")),
        trouble("secrets.key-ring-damaged", conf -> Files.writeString(ring(conf), "")),
        trouble(
            "secrets.key-ring-link",
            conf -> {
              Files.move(ring(conf), conf.resolve("ring"));
              Files.createSymbolicLink(ring(conf), conf.resolve("ring"));
            }),
        trouble(
            "secrets.key-unknown",
            conf -> {
              Files.delete(ring(conf));
              KeyRing.create(ring(conf));
            }),
        trouble(
            "secrets.not-whole",
            conf -> replace(conf, "(?m)(emailfrom.password=ENC.{20}).*$", "$1")),
        trouble("secrets.plain", conf -> password(conf, Conf.PASSWORD)),
        trouble("secrets.in-quotes", conf -> encrypted(conf, "\"plain-0815\"")),
        trouble("secrets.blank-at-its-ends", conf -> encrypted(conf, "plain-0815 ")),
        trouble("settings.unknown", conf -> add(conf, "postern.smtp.timout=1s")),
        trouble("settings.blank", conf -> add(conf, "postern.smtp.ehlo_name=")),
        trouble("settings.twice", conf -> add(conf, "mksis.smtp.authentication=true")),
        trouble(
            "settings.missing",
            conf -> replace(conf, "(?m)^mksis.logging.email.server.hostname.*$", "")),
        trouble(
            "settings.not-a-number",
            conf -> replace(conf, "(?m)^(mksis.logging.email.server.port=).*$", "$1x")),
        trouble(
            "settings.password-without-tls",
            conf -> replace(conf, "(?m)^mksis.smtp.ssl.enabled.*$", "")),
        trouble("settings.scheme-contradicts", conf -> add(conf, "postern.auth.scheme=oauth")),
        trouble(
            "settings.no-such-scheme",
            conf -> replace(conf, "mksis.smtp.authentication=true", "postern.auth.scheme=knock")),
        trouble(
            "files.settings-unreadable",
            conf -> {
              Files.delete(conf.resolve("security.properties"));
              Files.createDirectory(conf.resolve("security.properties"));
            }));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("troublesOfThisHost")
  void aTroubleOfThisHostIsTheFirstThatIsNamed(String diagnosis, Trouble trouble)
      throws IOException {
    try (FakeSmtpServer server = secured()) {
      ready(server);
      trouble.in(conf);

      DoctorReport report = examined();

      assertThat(report.trouble().flatMap(DoctorFinding::diagnosis).map(Diagnosis::id))
          .as("%s", report.trouble())
          .contains(diagnosis);
      assertThat(server.mails()).isEmpty();
      assertThat(report.toString()).doesNotContain(Conf.PASSWORD, "plain-0815");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postern.provider",
        "mksis.logging.email.server.hostname",
        "mksis.logging.email.server.port",
        "mksis.smtp.ssl.enabled",
        "postern.tls.mode"
      })
  void aWayThatCannotBeReadIsTheOnlyFaultAndNoOtherWayIsTriedInItsPlace(String key)
      throws IOException {
    try (FakeSmtpServer server = secured()) {
      ready(server);
      replace(conf, "(?m)^" + key + "=.*\n", "");
      add(conf, key + "=no such, 4711 x");

      DoctorReport report = examined();

      assertThat(report.findings())
          .filteredOn(one -> one.finding().mark() == Mark.FAULT)
          .singleElement()
          .satisfies(one -> assertThat(one.finding().seen()).contains(key));
      assertThat(server.sessions()).isEmpty();
    }
  }

  @Test
  void patienceBoundsTheTokenRequestToo() {
    try (FakeTokenEndpoint endpoint = tokens();
        FakeSmtpServer server = bearer(endpoint)) {
      oauth(server, endpoint.uri().toString());
      endpoint.always(TokenAnswer.hang());

      // for all that comes before it, too
      DoctorReport report = examined(Duration.ofSeconds(6));

      assertThat(diagnoses(report)).containsExactly("token.slow");
      assertThat(report.fault().orElseThrow().finding().seen()).contains("within 6000 ms");
    }
  }

  static Stream<Arguments> answersOfTheTokenEndpoint() {
    return Stream.of(
        arguments("token.html-page", TokenAnswer.html(200)),
        arguments("token.redirected", TokenAnswer.redirect(302, "https://other.example.com/")),
        arguments("token.throttled", TokenAnswer.error(429, "", "")),
        arguments("token.server-error", TokenAnswer.html(502)),
        arguments("token.not-found", TokenAnswer.html(404)),
        arguments("token.none-in-answer", TokenAnswer.json("{\"token_type\":\"Bearer\"}")),
        arguments("entra.wrong-secret", entra("invalid_client", "7000215")),
        arguments("entra.app-unknown", entra("unauthorized_client", "700016")),
        arguments("entra.tenant-unknown", entra("invalid_request", "90002")),
        arguments("entra.consent-missing", entra("invalid_grant", "65001")),
        arguments(
            "google.clock-wrong",
            TokenAnswer.error(
                400, "invalid_grant", "Invalid JWT: Token must be a short-lived token")),
        arguments("token.invalid-scope", TokenAnswer.error(400, "invalid_scope", "no such scope")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("answersOfTheTokenEndpoint")
  void anAnswerOfTheTokenEndpointIsTheOnlyFault(String diagnosis, TokenAnswer answer) {
    try (FakeTokenEndpoint endpoint = tokens();
        FakeSmtpServer server = bearer(endpoint)) {
      oauth(server, endpoint.uri().toString());
      endpoint.always(answer);

      DoctorReport report = examined();

      assertThat(diagnoses(report)).containsExactly(diagnosis);
      assertThat(report.fault().orElseThrow().finding().name()).isEqualTo("token request");
      assertThat(report.findings())
          .extracting(one -> one.finding().name() + " " + one.finding().mark())
          .contains("tls GOOD", "token endpoint tls GOOD", "login NOT_LOOKED_AT");
    }
  }

  @Test
  void aClosedPortOfTheTokenEndpointIsItsOwnFault() {
    try (FakeTokenEndpoint endpoint = tokens();
        FakeSmtpServer server = bearer(endpoint)) {
      oauth(server, "https://localhost:1/token");

      assertThat(diagnoses(examined())).containsExactly("token.refused");
    }
  }

  @ParameterizedTest
  @CsvSource({"expired,tls.expired", "host,tls.wrong-host", "stranger,tls.unknown-root"})
  void aCertificateOfTheTokenEndpointIsNamedAndNothingIsSentToIt(String kind, String diagnosis) {
    var identity =
        switch (kind) {
          case "expired" -> CA.issue("localhost").expired().build();
          case "host" -> CA.issue("other.example.com").build();
          default -> TestCa.create("Stranger").localhost();
        };
    try (FakeTokenEndpoint endpoint =
            FakeTokenEndpoint.builder().tls(identity).client("app", SECRET).start();
        FakeSmtpServer server = bearer(endpoint)) {
      oauth(server, endpoint.uri().toString());

      DoctorReport report = examined();

      assertThat(diagnoses(report)).containsExactly(diagnosis);
      assertThat(report.fault().orElseThrow().finding().name()).isEqualTo("token endpoint tls");
      assertThat(endpoint.requests()).isEmpty();
    }
  }

  @Test
  void theServerOfAKnownProviderIsJudgedByItsOwnRows() {
    try (FakeSmtpServer server = secured()) {
      ready(server);
      add(conf, "postern.provider=google");
      server.at(SmtpStep.AUTH).reply("535 5.7.3 Authentication unsuccessful");

      assertThat(diagnoses(examined())).containsExactly("auth.credentials-refused");
      replace(conf, "postern.provider=google", "postern.provider=microsoft365");
      assertThat(diagnoses(examined())).containsExactly("m365.login-refused");
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  @Test
  void clocksThatDifferAreAHintWhereTheTokenCameAllTheSame() {
    try (FakeTokenEndpoint endpoint = tokens();
        FakeSmtpServer server = bearer(endpoint)) {
      oauth(server, endpoint.uri().toString());
      endpoint.always(TokenAnswer.token().header("Date", "Sun, 06 Nov 1994 08:49:37 GMT"));

      DoctorReport report = examined();

      assertThat(report.fault()).isEmpty();
      assertThat(hints(report)).contains("claims.clock");
      endpoint.always(
          TokenAnswer.error(400, "invalid_grant", "no")
              .header("Date", "Sun, 06 Nov 1994 08:49:37 GMT"));
      assertThat(examined().fault().orElseThrow().finding().seen())
          .contains("invalid_grant", "the clocks differ by");
    }
  }

  @Test
  void everyFindingOfAGoodInstallationIsGood() {
    try (FakeTokenEndpoint endpoint = tokens();
        FakeSmtpServer server = bearer(endpoint)) {
      oauth(server, endpoint.uri().toString());

      assertThat(examined().findings())
          .extracting(one -> one.finding().mark())
          .containsOnly(Mark.GOOD);
    }
  }

  private DoctorReport examined() {
    return examined(Duration.ofMinutes(1));
  }

  private DoctorReport examined(Duration patience) {
    return Doctor.examine(
        Configuration.of(conf, new BundleFolders(Optional.of(home))),
        Map.of(),
        new Doctor.Wishes(List.of(), false, patience),
        finding -> {});
  }

  private static List<String> diagnoses(DoctorReport report) {
    return ids(report, Mark.FAULT);
  }

  private static List<String> hints(DoctorReport report) {
    return ids(report, Mark.HINT);
  }

  private static List<String> ids(DoctorReport report, Mark mark) {
    return report.findings().stream()
        .filter(one -> one.finding().mark() == mark)
        .map(one -> one.diagnosis().map(Diagnosis::id).orElse("unknown: " + one.finding().seen()))
        .toList();
  }

  private void ready(FakeSmtpServer server) {
    Conf.basic(conf, server);
    Shell shell = new Shell(home);
    shell.run("truststore", "import", Conf.pem(CA, home));
    shell.run("encrypt");
  }

  private void oauth(FakeSmtpServer server, String tokenUrl) {
    Conf.write(conf, server, "mksis.smtp.oauth.authentication=true", "mksis.smtp.ssl.enabled=true");
    try {
      Files.writeString(
          conf.resolve("security.properties"),
          "mksis.security.smtp.oauth.clientID=app\nmksis.security.smtp.oauth.clientSecret="
              + SECRET
              + "\nmksis.security.smtp.oauth.tokenEndpointURL="
              + tokenUrl
              + "\nmksis.security.smtp.oauth.scope=mail\n");
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
    Shell shell = new Shell(home);
    shell.run("truststore", "import", Conf.pem(CA, home));
    shell.run("encrypt");
  }

  private static Arguments trouble(String diagnosis, Trouble trouble) {
    return arguments(diagnosis, trouble);
  }

  private static TokenAnswer entra(String error, String number) {
    return TokenAnswer.error(400, error, "AADSTS" + number + ": as Microsoft says it");
  }

  private static FakeTokenEndpoint tokens() {
    return FakeTokenEndpoint.builder().tls(CA.localhost()).client("app", SECRET).start();
  }

  private static FakeSmtpServer bearer(FakeTokenEndpoint endpoint) {
    return FakeSmtpServer.builder().startTls(CA.localhost()).tokens(endpoint.tokens()).start();
  }

  private static FakeSmtpServer secured() {
    return FakeSmtpServer.builder().startTls(CA.localhost()).user(Conf.USER, Conf.PASSWORD).start();
  }

  private static Path is(Path conf) {
    return conf.resolve("is.properties");
  }

  private static Path ring(Path conf) {
    return conf.resolve("postern.keys");
  }

  private static void mode(Path file, String mode) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  private static void add(Path conf, String line) throws IOException {
    Files.writeString(is(conf), Files.readString(is(conf)) + line + "\n");
  }

  private static void replace(Path conf, String pattern, String by) throws IOException {
    Files.writeString(is(conf), Files.readString(is(conf)).replaceAll(pattern, by));
  }

  private static void password(Path conf, String value) throws IOException {
    replace(conf, "(?m)^(mksis.logging.emailfrom.password=).*$", "$1" + value);
  }

  private static void encrypted(Path conf, String value) throws IOException {
    password(conf, value);
    new Shell(conf.resolve("..").normalize()).run("encrypt");
  }
}
