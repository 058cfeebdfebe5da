package org.postern.distribution.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.distribution.e2e.Lab.Port;

/** Three modes by three kinds of TLS, by the commands that an administrator types. */
@NeedsLab
class ModesTest {

  static Stream<Arguments> waysThatWork() {
    return Stream.of(
        way("open, no TLS", () -> ConfDir.open(Port.RELAY), "ESMTP"),
        way("open, STARTTLS", () -> ConfDir.open(Port.RELAY_STARTTLS).starttls(), "ESMTPS"),
        way("open, implicit", () -> ConfDir.open(Port.RELAY_IMPLICIT).implicitTls(), "ESMTPS"),
        way(
            "basic, no TLS, by the insecure switch",
            () -> ConfDir.basic(Port.CLEAR).is("postern.insecure.password_without_tls", "true"),
            "ESMTPA"),
        way("basic, STARTTLS", () -> ConfDir.basic(Port.SUBMISSION).starttls(), "ESMTPSA"),
        way("basic, implicit", () -> ConfDir.basic(Port.IMPLICIT).implicitTls(), "ESMTPSA"),
        way("basic, only LOGIN offered", () -> ConfDir.basic(Port.LOGIN).starttls(), "ESMTPSA"),
        way("basic, PLAIN", () -> basicBy("PLAIN"), "ESMTPSA"),
        way("basic, CRAM-MD5", () -> basicBy("CRAM-MD5"), "ESMTPSA"),
        way("basic, SCRAM-SHA-256", () -> basicBy("SCRAM-SHA-256"), "ESMTPSA"),
        way("OAuth, STARTTLS", () -> ConfDir.oauth(Port.SUBMISSION).starttls(), "ESMTPSA"),
        way("OAuth, implicit", () -> ConfDir.oauth(Port.IMPLICIT).implicitTls(), "ESMTPSA"),
        way("OAuth, only XOAUTH2", () -> ConfDir.oauth(Port.XOAUTH2).starttls(), "ESMTPSA"),
        way("OAuth, only OAUTHBEARER", () -> ConfDir.oauth(Port.BEARER).starttls(), "ESMTPSA"),
        way("OAuth, XOAUTH2 by setting", () -> oauthBy("XOAUTH2"), "ESMTPSA"),
        way("OAuth, OAUTHBEARER by setting", () -> oauthBy("OAUTHBEARER"), "ESMTPSA"),
        way("OAuth, client_secret_post", () -> oauthClient("client_secret_post"), "ESMTPSA"),
        way("OAuth, client_secret_basic", () -> oauthClient("client_secret_basic"), "ESMTPSA"),
        way("OAuth, private_key_jwt, PS256", () -> byKey("auto"), "ESMTPSA"),
        way("OAuth, private_key_jwt, RS256", () -> byKey("RS256"), "ESMTPSA"),
        way(
            "OAuth, private_key_jwt, ES256",
            () -> ConfDir.oauthByEcKey(Port.SUBMISSION).starttls(),
            "ESMTPSA"),
        way(
            "OAuth, tls_client_auth",
            () -> ConfDir.oauthByCertificate(Port.SUBMISSION).starttls(),
            "ESMTPSA"),
        way("OAuth, token endpoint of the issuer", ModesTest::byIssuer, "ESMTPSA"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("waysThatWork")
  void checkSucceedsAndTheMailArrives(Supplier<ConfDir> way, String protocol) {
    ConfDir conf = way.get().ready();
    String marker = UUID.randomUUID().toString();

    Cli.on(conf, "check").exits(0);
    Cli.on(conf, "send", "--to", "inbox@lab.test", "--subject", "Grüße " + marker, "--text", "你好 ")
        .exits(0);

    String mail = Inbox.text(Lab.shared().inbox().await(marker));
    assertThat(mail).contains("with " + protocol + " id");
    if (protocol.endsWith("A")) {
      assertThat(mail).contains("Authenticated sender: " + Lab.USER);
    }
  }

  @Test
  void aPasswordWithoutTlsIsRefusedBeforeAnythingIsSent() {
    Cli.on(ConfDir.basic(Port.CLEAR).encrypted(), "check")
        .exits(3)
        .says("postern.insecure.password_without_tls");
  }

  @Test
  void aTokenWithoutTlsIsRefusedWhateverTheSwitchesSay() {
    ConfDir conf =
        ConfDir.oauth(Port.CLEAR)
            .is("postern.insecure.password_without_tls", "true")
            .is("postern.insecure.token_url_without_tls", "true")
            .encrypted();

    Cli.on(conf, "check").exits(3).says("mksis.smtp.ssl.enabled");
  }

  @Test
  void starttlsIsNeverSkippedWhereTheServerDoesNotOfferIt() {
    Cli.on(ConfDir.basic(Port.CLEAR).starttls().ready(), "check").exits(4).says("STARTTLS");
  }

  private static ConfDir basicBy(String mechanism) {
    return ConfDir.basic(Port.SUBMISSION).starttls().is("postern.basic.mechanisms", mechanism);
  }

  private static ConfDir byKey(String algorithm) {
    return ConfDir.oauthByKey(Port.SUBMISSION)
        .starttls()
        .is("postern.oauth.key.algorithm", algorithm);
  }

  private static ConfDir byIssuer() {
    String issuer = Lab.shared().keycloak().tokenUrl().replaceAll("/protocol/.*", "");
    return ConfDir.oauth(Port.SUBMISSION)
        .starttls()
        .without("tokenEndpointURL")
        .is("postern.oauth.issuer", issuer);
  }

  private static ConfDir oauthBy(String mechanism) {
    return ConfDir.oauth(Port.SUBMISSION).starttls().is("postern.oauth.mechanism", mechanism);
  }

  private static ConfDir oauthClient(String auth) {
    return ConfDir.oauth(Port.SUBMISSION).starttls().is("postern.oauth.client_auth", auth);
  }

  private static Arguments way(String name, Supplier<ConfDir> conf, String protocol) {
    return arguments(Named.of(name, conf), protocol);
  }
}
