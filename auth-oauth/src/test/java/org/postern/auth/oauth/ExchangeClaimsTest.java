package org.postern.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.core.diagnosis.Diagnoses;
import org.postern.core.examination.Finding;
import org.postern.core.examination.Mark;

class ExchangeClaimsTest {

  private static final String TENANT = "11111111-2222-3333-4444-555555555555";
  private static final String GOOD =
      "'iss':'https://sts.windows.net/"
          + TENANT
          + "/','aud':'https://outlook.office365.com',"
          + "'tid':'"
          + TENANT
          + "','appid':'app'";

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "'roles':['SMTP.SendAsApp']",
        "'scp':'SMTP.Send'",
        "'scp':'User.Read SMTP.Send'",
        "'aud':'https://outlook.office.com','scp':'SMTP.Send'",
        "'aud':'https://outlook.office365.us','roles':['SMTP.SendAsApp']",
        "'aud':'https://partner.outlook.cn','roles':['SMTP.SendAsApp']",
        "'aud':'00000002-0000-0ff1-ce00-000000000000','roles':['SMTP.SendAsApp']",
      })
  void nothingIsOddAboutAGoodToken(String more) {
    assertThat(judged(GOOD + "," + more)).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "'aud':'https://graph.microsoft.com'; FAULT; claims.wrong-audience",
        "'tid':'99999999-2222-3333-4444-555555555555'; FAULT; claims.other-tenant",
        "'appid':'another'; FAULT; claims.other-application",
        "'scp':'IMAP.AccessAsUser.All'; FAULT; claims.no-smtp-permission",
        "'roles':['IMAP.AccessAsApp']; HINT; claims.no-smtp-permission",
        "'x':'y'; HINT; claims.no-roles",
      })
  void whatIsOddIsNamedAndKnownToTheCatalogue(String more, Mark mark, String diagnosis) {
    Finding odd = judged(GOOD + "," + more).orElseThrow();

    assertThat(odd.mark()).isEqualTo(mark);
    assertThat(Diagnoses.builtIn().find(odd.evidence().orElseThrow()).orElseThrow().id())
        .isEqualTo(diagnosis);
  }

  @Test
  void tokensOfOthersAreNotJudged() {
    assertThat(judged("'iss':'https://idp.example.com/','aud':'smtp'")).isEmpty();
  }

  @Test
  void whatAPersonComparesIsShownOnLinesOfItsOwnAndNothingMovesTheCursor() {
    TokenClaims claims =
        claims(GOOD + ",'upn':'pat@example.com','sub':'a\\u001b[2Jb\\u202e','roles':'r1 r2'");

    assertThat(claims.lines())
        .contains(
            "audience: https://outlook.office365.com",
            "roles: r1 r2",
            "tenant: " + TENANT,
            "application: app",
            "subject: a\\u001b[2Jb\\u202e",
            "mailbox: pat@example.com");
  }

  @ParameterizedTest
  @CsvSource({"opaque-token", "a.b.c", "e30.e30", "''", "eyJhbGciOiJub25lIn0"})
  void whatIsNoJwtIsOpaque(String token) {
    assertThat(TokenClaims.of(token)).isEmpty();
  }

  private static Optional<Finding> judged(String claims) {
    return ExchangeClaims.judge(
        claims(claims),
        Optional.of(
            URI.create("https://login.microsoftonline.com/" + TENANT + "/oauth2/v2.0/token")),
        Optional.of("app"));
  }

  /** Of two members of one name the later counts. */
  private static TokenClaims claims(String members) {
    return TokenClaims.of(jwt(members)).orElseThrow();
  }

  private static String jwt(String members) {
    StringBuilder last = new StringBuilder();
    for (String member : members.split(",(?=')")) {
      String name = member.substring(0, member.indexOf(':'));
      int earlier = last.indexOf("," + name + ":");
      if (earlier >= 0) {
        int end = last.indexOf(",'", earlier + 1);
        last.delete(earlier, end < 0 ? last.length() : end);
      }
      last.append(',').append(member);
    }
    String json = "{" + last.substring(1).replace('\'', '"') + "}";
    return base64("{\"alg\":\"RS256\"}") + "." + base64(json) + ".c2lnbmF0dXJl";
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
