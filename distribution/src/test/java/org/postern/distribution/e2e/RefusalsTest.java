package org.postern.distribution.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.postern.distribution.e2e.Lab.Port;

/** What an administrator sees when something is wrong: exit code and words, on real servers. */
@NeedsLab
class RefusalsTest {

  @Test
  void aWrongPasswordHoldsAndNamesTheUser() {
    ConfDir conf =
        ConfDir.basic(Port.SUBMISSION)
            .starttls()
            .is("mksis.logging.emailfrom.password", "wrong-password")
            .ready();

    Cli.on(conf, "check").exits(5).says("535").says(Lab.USER);
    send(conf, "inbox@lab.test").exits(5).says("535");
  }

  @Test
  void aWrongClientSecretHoldsAndNamesTheEndpointsError() {
    ConfDir conf =
        ConfDir.oauth(Port.SUBMISSION).starttls().security("clientSecret", "wrong-secret").ready();

    Cli.on(conf, "check").exits(5).says("unauthorized_client");
  }

  @Test
  void aTokenOfAnotherAudienceShowsTheServersChallenge() {
    ConfDir conf =
        ConfDir.oauth(Port.SUBMISSION)
            .starttls()
            .security("clientID", "postern-elsewhere")
            .security("scope", "other-audience")
            .ready();

    Cli.on(conf, "check").exits(5).says("535").says("after refusing the token with status");
  }

  @Test
  void aTokenOfAnotherMailboxIsRefused() {
    ConfDir conf =
        ConfDir.oauth(Port.SUBMISSION)
            .starttls()
            .is("mksis.logging.email.from", "other@lab.test")
            .ready();

    Cli.on(conf, "check").exits(5).says("535");
  }

  @Test
  void anUnknownCaIsNamedWithTheCommandThatImportsIt() {
    ConfDir conf = ConfDir.basic(Port.SUBMISSION).starttls().encrypted();

    Cli.on(conf, "check").exits(5).says("postern truststore import").says("Lab");
  }

  @Test
  void anUnknownCaOfTheTokenEndpointIsNamedToo() {
    ConfDir conf = ConfDir.oauth(Port.SUBMISSION).starttls().encrypted();
    Cli.on(conf, "check").exits(5).says("postern truststore import");
  }

  @Test
  void aCertificateOfAnotherHostIsRefused() {
    Cli.on(ConfDir.basic(Port.WRONG_HOST).starttls().ready(), "check")
        .exits(5)
        .says("other.example.com");
  }

  @Test
  void anExpiredCertificateIsRefused() {
    Cli.on(ConfDir.basic(Port.EXPIRED).starttls().ready(), "check").exits(5).says("expired");
  }

  @Test
  void aMissingIntermediateIsNamedAndItsImportMends() {
    ConfDir conf = ConfDir.basic(Port.LEAF_ONLY).starttls().ready();
    Cli.on(conf, "check").exits(5).says("intermediate");

    Cli.on(conf, "truststore", "import", Lab.shared().certificates().intermediateFile().toString())
        .exits(0);

    Cli.on(conf, "check").exits(0);
  }

  @Test
  void fetchShowsTheChainAndImportsAfterConfirmation() {
    ConfDir conf = ConfDir.basic(Port.SUBMISSION).starttls().encrypted();
    int port = Lab.shared().port(Port.SUBMISSION);

    Cli.on(conf, "truststore", "fetch", "localhost:" + port, "--starttls", "--yes")
        .exits(0)
        .says("SHA-256");

    Cli.on(conf, "check").exits(0);
  }

  @Test
  void aRefusedRecipientExits6AndAGreylistedOne4() {
    ConfDir conf = ConfDir.basic(Port.SUBMISSION).starttls().ready();

    send(conf, "refused@lab.test").exits(6).says("550").says("5.1.1");
    send(conf, "greylisted@lab.test").exits(4).says("451").says("4.7.1");
  }

  @Test
  void aPartlyRefusedMailReachesTheOthers() {
    ConfDir conf = ConfDir.oauth(Port.SUBMISSION).starttls().ready();
    String marker = UUID.randomUUID().toString();

    Cli.on(
            conf,
            "send",
            "--to=inbox@lab.test,refused@lab.test,second@lab.test,greylisted@lab.test",
            "--subject",
            marker,
            "--text",
            "x")
        .exits(6)
        .says("refused@lab.test")
        .says("greylisted@lab.test");

    assertThat(Lab.shared().inbox().awaitAll(marker, 2)).hasSize(2);
  }

  @Test
  void aClosedPortIsTemporaryAndNamesTheAddress() {
    ConfDir conf = ConfDir.open(Port.RELAY).is("mksis.logging.email.server.port", "1").encrypted();

    Cli.on(conf, "check").exits(4).says("127.0.0.1").says("refused");
  }

  private static Cli.Said send(ConfDir conf, String to) {
    return Cli.on(conf, "send", "--to", to, "--subject", "s", "--text", "t");
  }
}
