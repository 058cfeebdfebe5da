package org.postern.core.internal.smtp.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.core.settings.Secret;
import org.postern.core.spi.Credentials;

class MechanismsTest {

  private static final String NOTHING = "";

  @Test
  void plainIsOneMessage() throws SaslException {
    SaslClient plain = password("PLAIN", "tim", "tanstaaftanstaaf");
    assertThat(plain.hasInitialResponse()).isTrue();
    assertThat(say(plain, NOTHING)).isEqualTo("\0tim\0tanstaaftanstaaf");
    assertThat(plain.isComplete()).isTrue();
    assertThatThrownBy(() -> say(plain, "more")).isInstanceOf(SaslException.class);
  }

  @Test
  void loginAnswersTwiceWhateverItIsAsked() throws SaslException {
    SaslClient login = password("login", "tim", "secret");
    assertThat(login.hasInitialResponse()).isFalse();
    assertThat(say(login, "Username:")).isEqualTo("tim");
    assertThat(login.isComplete()).isFalse();
    assertThat(say(login, "")).isEqualTo("secret");
    assertThat(login.isComplete()).isTrue();
    assertThatThrownBy(() -> say(login, "more")).isInstanceOf(SaslException.class);
  }

  /** The example of RFC 2195 section 2. */
  @Test
  void cramMd5AnswersAsTheRfcDoes() throws SaslException {
    SaslClient cram = password("CRAM-MD5", "tim", "tanstaaftanstaaf");
    assertThat(say(cram, "<1896.697170952@postoffice.reston.mci.net>"))
        .isEqualTo("tim b913a602c7eda7a495b4e6e7334d3890");
    assertThat(cram.isComplete()).isTrue();
  }

  @Test
  void cramMd5WithoutAChallengeIsRefused() throws SaslException {
    SaslClient cram = password("CRAM-MD5", "tim", "secret");
    assertThatThrownBy(() -> say(cram, "")).isInstanceOf(SaslException.class);
  }

  /** The example of RFC 7677 section 3. */
  @Test
  void scramAnswersAsTheRfcDoes() throws SaslException {
    ScramSha256 scram = rfcScram();
    assertThat(say(scram, NOTHING)).isEqualTo("n,,n=user,r=rOprNGfwEbeRWgbNEkqO");
    assertThat(say(scram, RFC_FIRST)).isEqualTo(RFC_PROOF);
    assertThat(scram.isComplete()).isFalse();
    assertThat(say(scram, "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=")).isEmpty();
    assertThat(scram.isComplete()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "v=7rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=",
        "v=",
        "v=!!!",
        "e=invalid-proof",
        ""
      })
  void scramBelievesNoServerThatCannotProveItself(String last) throws SaslException {
    ScramSha256 scram = rfcScram();
    say(scram, NOTHING);
    say(scram, RFC_FIRST);
    assertThatThrownBy(() -> say(scram, last)).isInstanceOf(SaslException.class);
    assertThat(scram.isComplete()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "r=other,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
        "r=rOprNGfwEbeRWgbNEkqO,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
        "r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4095",
        "r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=999999999",
        "r=rOprNGfwEbeRWgbNEkqOx,s=====,i=4096",
        "m=ext,r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"
      })
  void scramRefusesAFirstMessageThatIsNotSound(String first) throws SaslException {
    ScramSha256 scram = rfcScram();
    say(scram, NOTHING);
    assertThatThrownBy(() -> say(scram, first)).isInstanceOf(SaslException.class);
  }

  @Test
  void scramEscapesTheUserAndUsesAFreshNonceEachTime() throws SaslException {
    String one = say(password("SCRAM-SHA-256", "a=b,c", "x"), NOTHING);
    String two = say(password("SCRAM-SHA-256", "a=b,c", "x"), NOTHING);
    assertThat(one).startsWith("n,,n=a=3Db=2Cc,r=").isNotEqualTo(two);
  }

  /** The example of RFC 7628 section 4.1, with its user, host, port and token. */
  @Test
  void oauthbearerSpeaksAsTheRfcDoes() throws SaslException {
    SaslClient bearer =
        Mechanisms.forToken(
            "OAUTHBEARER",
            token("user@example.com", "vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg=="),
            "server.example.com",
            143);
    assertThat(say(bearer, NOTHING))
        .isEqualTo(
            "n,a=user@example.com,\1host=server.example.com\1port=143\1"
                + "auth=Bearer vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==\1\1");
    assertThat(say(bearer, "{\"status\":\"invalid_token\"}")).isEqualTo("\1");
    assertThatThrownBy(() -> say(bearer, "{}")).isInstanceOf(SaslException.class);
  }

  @Test
  void oauthbearerEscapesTheUser() throws SaslException {
    SaslClient bearer = Mechanisms.forToken("OAUTHBEARER", token("a=b,c@d", "t"), "h", 1);
    assertThat(say(bearer, NOTHING)).startsWith("n,a=a=3Db=2Cc@d,\1host=h\1");
  }

  @Test
  void xoauth2AnswersARefusalWithNothing() throws SaslException {
    SaslClient bearer = Mechanisms.forToken("xoauth2", token("a@example.com", "t0ken"), "h", 1);
    assertThat(say(bearer, NOTHING)).isEqualTo("user=a@example.com\1auth=Bearer t0ken\1\1");
    assertThat(say(bearer, "{\"status\":\"401\"}")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\rb", "a\nb", "a\0b", "a\1b"})
  void whatCouldInjectAFieldIsRefusedAndNotShown(String bad) {
    assertThatThrownBy(() -> password("PLAIN", bad, "secret"))
        .isInstanceOf(SaslException.class)
        .hasMessageContaining("user name");
    assertThatThrownBy(() -> password("PLAIN", "user", bad + "geheim"))
        .satisfies(e -> assertThat(e.getMessage()).contains("password").doesNotContain("geheim"));
    assertThatThrownBy(() -> Mechanisms.forToken("XOAUTH2", token("u", bad), "h", 1))
        .hasMessageContaining("token");
    assertThatThrownBy(() -> Mechanisms.forToken("XOAUTH2", token(bad, "t"), "h", 1))
        .hasMessageContaining("user name");
    assertThatThrownBy(() -> Mechanisms.forToken("OAUTHBEARER", token("u", "t"), bad, 1))
        .hasMessageContaining("host name");
  }

  @Test
  void nothingIsSentForAnEmptySecret() {
    assertThatThrownBy(() -> password("PLAIN", "user", "")).hasMessageContaining("password");
    assertThatThrownBy(() -> password("PLAIN", "", "secret")).hasMessageContaining("user name");
    assertThatThrownBy(() -> Mechanisms.forToken("XOAUTH2", token("u", ""), "h", 1))
        .hasMessageContaining("token");
  }

  @ParameterizedTest
  @ValueSource(strings = {"geheim geheim", "tökén", "a\tb"})
  void aTokenIsVisibleAscii(String token) {
    assertThatThrownBy(() -> Mechanisms.forToken("XOAUTH2", token("u", token), "h", 1))
        .hasMessageContaining("token")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain(token));
  }

  @Test
  void noMechanismTakesAnotherKindOfSecret() {
    assertThat(Mechanisms.takesPassword("XOAUTH2")).isFalse();
    assertThat(Mechanisms.takesPassword("scram-sha-256")).isTrue();
    assertThat(Mechanisms.takesToken("LOGIN")).isFalse();
    assertThat(Mechanisms.takesToken("OAuthBearer")).isTrue();
    assertThatThrownBy(() -> password("XOAUTH2", "u", "p")).isInstanceOf(SaslException.class);
    assertThatThrownBy(() -> Mechanisms.forToken("LOGIN", token("u", "t"), "h", 1))
        .isInstanceOf(SaslException.class);
  }

  @Test
  void noMechanismShowsASecret() throws SaslException {
    assertThat(password("PLAIN", "u", "geheim").toString()).isEqualTo("PLAIN");
    assertThat(Mechanisms.forToken("XOAUTH2", token("u", "geheim"), "h", 1).toString())
        .isEqualTo("XOAUTH2");
  }

  /** The examples of RFC 4013 section 3. */
  @ParameterizedTest
  @CsvSource({
    "I\u00adX, IX",
    "user, user",
    "USER, USER",
    "\u00aa, a",
    "\u2168, IX",
    "a\u00a0b, a b"
  })
  void saslprepMapsAsTheRfcDoes(String text, String prepared) throws SaslException {
    assertThat(SaslPrep.prepare(text)).isEqualTo(prepared);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0007", "\u06271", "\ue000", "\u202e", "\ufffd", "\u0627a\u0628"})
  void saslprepRefusesWhatTheRfcProhibits(String text) {
    assertThatThrownBy(() -> SaslPrep.prepare(text)).isInstanceOf(SaslException.class);
  }

  private static final String RFC_FIRST =
      "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
  private static final String RFC_PROOF =
      "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
          + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";

  private static ScramSha256 rfcScram() {
    return new ScramSha256("user", Secret.of("pencil"), "rOprNGfwEbeRWgbNEkqO");
  }

  private static SaslClient password(String mechanism, String user, String password)
      throws SaslException {
    return Mechanisms.forPassword(
        mechanism, new Credentials.Password(user, Secret.of(password), List.of(mechanism), false));
  }

  private static Credentials.BearerToken token(String user, String token) {
    return new Credentials.BearerToken(user, Secret.of(token), Optional.empty(), List.of());
  }

  private static String say(SaslClient client, String challenge) throws SaslException {
    return new String(
        client.evaluateChallenge(challenge.getBytes(StandardCharsets.UTF_8)),
        StandardCharsets.UTF_8);
  }
}
