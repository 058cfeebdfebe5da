package org.postern.distribution.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.distribution.e2e.Lab.Port;

/** The doctor before real servers: silent where nothing is wrong, and right where something is. */
@NeedsLab
class DoctorTest {

  static Stream<Arguments> waysThatWork() {
    return Stream.of(
        way("open, no TLS", () -> ConfDir.open(Port.RELAY)),
        way("open, implicit", () -> ConfDir.open(Port.RELAY_IMPLICIT).implicitTls()),
        way("basic, STARTTLS", () -> ConfDir.basic(Port.SUBMISSION).starttls()),
        way("OAuth, STARTTLS", () -> ConfDir.oauth(Port.SUBMISSION).starttls()),
        way("OAuth, implicit", () -> ConfDir.oauth(Port.IMPLICIT).implicitTls()),
        way(
            "OAuth, private_key_jwt",
            () ->
                ConfDir.oauthByKey(Port.SUBMISSION)
                    .starttls()
                    // the lab's certificates last 30 days, of which one is told otherwise
                    .is("postern.alert.ending_days", "7")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("waysThatWork")
  void withNothingWrongNothingIsReported(Supplier<ConfDir> way) {
    Cli.Said said = Cli.on(way.get().ready(), "doctor", "--to", "inbox@lab.test").exits(0);

    assertThat(said.text().lines()).noneMatch(line -> line.matches("[✗!–] .*"));
    said.says("✓ recipient: RCPT TO:<inbox@lab.test>").says("All is well.");
  }

  @Test
  void aMailIsSentWhereThatIsWished() {
    ConfDir conf = ConfDir.oauth(Port.SUBMISSION).starttls().ready();

    Cli.on(conf, "doctor", "--send", "--to", "inbox@lab.test").exits(0).says("✓ send: accepted");

    assertThat(Inbox.text(Lab.shared().inbox().await("Test of Postern"))).contains("ESMTPSA");
  }

  @Test
  void aWrongClientSecretIsTheFirstAndOnlyFault() {
    ConfDir conf =
        ConfDir.oauth(Port.SUBMISSION).starttls().security("clientSecret", "wrong-secret").ready();

    Cli.Said said = Cli.on(conf, "doctor").exits(12);

    assertThat(faults(said)).singleElement().asString().startsWith("✗ token request");
    said.says("unauthorized_client").says("– login: not looked at");
  }

  @Test
  void aWrongScopeIsTheFirstAndOnlyFault() {
    ConfDir conf =
        ConfDir.oauth(Port.SUBMISSION).starttls().security("scope", "no-such-scope").ready();

    Cli.Said said = Cli.on(conf, "doctor").exits(12);

    assertThat(faults(said)).singleElement().asString().startsWith("✗ token request");
    said.says("invalid_scope");
  }

  @Test
  void aTokenOfAnotherAudienceIsShownWithItsContentWhereTheServerRefusesIt() {
    ConfDir conf =
        ConfDir.oauth(Port.SUBMISSION)
            .starttls()
            .security("clientID", "postern-elsewhere")
            .security("scope", "other-audience")
            .ready();

    Cli.Said said = Cli.on(conf, "doctor").exits(13);

    assertThat(faults(said)).singleElement().asString().startsWith("✗ login");
    said.says("https://other.example.com").says("the server's challenge: {");
  }

  @Test
  void anUnknownCaIsNamedAndMendedByItsFingerprint() {
    ConfDir conf = ConfDir.oauth(Port.SUBMISSION).starttls().encrypted();

    Cli.Said said = Cli.on(conf, "doctor").exits(11);

    assertThat(faults(said)).first().asString().startsWith("✗ tls");
    said.says("missing here: CN=Lab Intermediate CA").says("--starttls");
    String sha256 = said.text().replaceAll("(?s).*its SHA-256:\\s+([0-9A-F:]{95}).*", "$1");
    Cli.on(conf, "doctor", "--to", "inbox@lab.test", "--fix", "--trust", sha256)
        .exits(0)
        .says("Looks again.")
        .says("All is well.");
  }

  @Test
  void aRefusedRecipientIsNamed() {
    ConfDir conf = ConfDir.basic(Port.SUBMISSION).starttls().ready();

    Cli.Said said = Cli.on(conf, "doctor", "--to", "refused@lab.test").exits(14);

    assertThat(faults(said)).singleElement().asString().startsWith("✗ recipient");
  }

  private static List<String> faults(Cli.Said said) {
    return said.text().lines().filter(line -> line.startsWith("✗")).toList();
  }

  private static Arguments way(String name, Supplier<ConfDir> conf) {
    return Arguments.arguments(Named.of(name, conf));
  }
}
