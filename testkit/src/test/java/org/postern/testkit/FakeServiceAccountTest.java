package org.postern.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Assertions of service accounts, signed here by the key file alone, as a client does. */
class FakeServiceAccountTest {

  private static final FakeServiceAccount ACCOUNT =
      FakeServiceAccount.create("mail@project.example.com").delegated("https://mail.google.com/");

  private final FakeProvider provider =
      FakeProvider.google().mailbox("app@example.com").serviceAccount(ACCOUNT).start();

  @AfterEach
  void stop() {
    provider.close();
  }

  @Test
  void goodAssertionOpensTheMailServerAndNoClientIsAskedFor() throws Exception {
    String assertion = signed(claims());

    assertThat(ask(assertion).statusCode()).isEqualTo(200);
    assertThat(provider.tokens().accepts(provider.tokens().latest().orElseThrow())).isTrue();
    assertThat(provider.seen().inOrder(Assertions.GRANT, "200")).isTrue();
    assertThat(provider.seen().toString()).doesNotContain(assertion);
  }

  @Test
  void keyFileLeadsTheClientToTheEndpoint(@TempDir Path folder) throws Exception {
    FakeServiceAccount account =
        FakeServiceAccount.create("mail@project.example.com").delegated("https://mail.google.com/");
    try (FakeProvider provider =
        FakeProvider.google().mailbox("app@example.com").serviceAccount(account).start()) {
      Path keyFile = account.writeKeyFile(folder.resolve("key.json"), provider.tokenUri());

      assertThat(JsonReader.object(Files.readString(keyFile)))
          .containsEntry("type", "service_account")
          .containsEntry("client_email", "mail@project.example.com")
          .containsEntry("token_uri", provider.tokenUri().toString());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          iss   | "other@project.example.com"     | invalid_grant       | account not found
          aud   | "https://oauth2.example.com/"   | invalid_grant       | Failed audience check
          scope | "https://www.example.com/other" | unauthorized_client | any of the scopes requested
          scope | ""                              | invalid_scope       | Invalid OAuth scope
          sub   | "nobody@example.com"            | invalid_grant       | Invalid email or User ID
          exp   | 1000                            | invalid_grant       | short-lived token
          exp   | "soon"                          | invalid_grant       | short-lived token
          exp   | 99999999999                     | invalid_grant       | short-lived token
          iat   | 99999999999                     | invalid_grant       | short-lived token
          """)
  void claimThatGoogleRefusesIsRefusedInItsWords(
      String claim, String value, String error, String words) throws Exception {
    Map<String, String> claims = claims();
    claims.put(claim, value);

    assertThat(ask(signed(claims)).body()).contains("\"" + error + "\"", words);
    assertThat(provider.tokens().issued()).isEmpty();
  }

  @Test
  void anAssertionMayLiveForAnHourAndNotASecondMore() throws Exception {
    long now = Instant.now().getEpochSecond();
    Map<String, String> claims = claims();
    claims.put("iat", Long.toString(now));
    claims.put("exp", Long.toString(now + 3600));
    assertThat(ask(signed(claims)).statusCode()).isEqualTo(200);

    claims.put("exp", Long.toString(now + 3601));
    assertThat(ask(signed(claims)).body()).contains("short-lived token");
  }

  @Test
  void assertionOfAnotherKeyOrAfterAChangeIsRefused() throws Exception {
    FakeServiceAccount impostor = FakeServiceAccount.create(ACCOUNT.email());
    String[] parts = signed(claims()).split("\\.");
    Map<String, String> more = claims();
    more.put("sub", "\"boss@example.com\"");

    assertThat(ask(signed(impostor, claims())).body()).contains("Invalid JWT Signature");
    assertThat(ask(parts[0] + "." + base64(TokenAnswer.json(more)) + "." + parts[2]).body())
        .contains("Invalid JWT Signature");
    String none = base64("{\"alg\":\"none\"}") + "." + parts[1] + ".";
    assertThat(ask(none).body()).contains("Invalid JWT Signature");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "a.b.c", "e30.e30.", "e30.e30.e30.e30", "ISIh.e30.e30"})
  void whatIsNoAssertionIsRefused(String text) throws Exception {
    assertThat(ask(text).body()).contains("invalid_grant");
  }

  @Test
  void anEndpointThatKnowsNoServiceAccountKnowsNoSuchGrant() throws Exception {
    try (FakeProvider other = FakeProvider.google().start()) {
      assertThat(ask(other, signed(claims())).body()).contains("unsupported_grant_type");
    }
  }

  @Test
  void nobodySeesTheKeyByAccident() {
    assertThat(ACCOUNT.toString()).isEqualTo("mail@project.example.com");
  }

  private Map<String, String> claims() {
    long now = Instant.now().getEpochSecond();
    Map<String, String> claims = new LinkedHashMap<>();
    claims.put("iss", TokenAnswer.quote(ACCOUNT.email()));
    claims.put("sub", "\"app@example.com\"");
    claims.put("scope", "\"https://mail.google.com/\"");
    claims.put("aud", TokenAnswer.quote(provider.tokenUri().toString()));
    claims.put("iat", Long.toString(now - 10));
    claims.put("exp", Long.toString(now + 300));
    return claims;
  }

  private String signed(Map<String, String> claims) throws Exception {
    return signed(ACCOUNT, claims);
  }

  private String signed(FakeServiceAccount account, Map<String, String> claims) throws Exception {
    Map<String, Object> file = JsonReader.object(account.keyFile(provider.tokenUri()));
    String pem = String.valueOf(file.get("private_key")).replaceAll("-----[A-Z ]+-----|\\s", "");
    String kid = String.valueOf(file.get("private_key_id"));
    String content =
        base64("{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":" + TokenAnswer.quote(kid) + "}")
            + "."
            + base64(TokenAnswer.json(claims));
    Signature rs256 = Signature.getInstance("SHA256withRSA");
    rs256.initSign(
        KeyFactory.getInstance("RSA")
            .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem))));
    rs256.update(content.getBytes(StandardCharsets.US_ASCII));
    return content + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(rs256.sign());
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private HttpResponse<String> ask(String assertion) throws Exception {
    return ask(provider, assertion);
  }

  private static HttpResponse<String> ask(FakeProvider provider, String assertion)
      throws Exception {
    return ProviderClient.askAsNobody(
        provider,
        "grant_type=" + ProviderClient.encode(Assertions.GRANT) + "&assertion=" + assertion);
  }
}
