package org.postern.distribution.faultlab;

import static org.postern.distribution.faultlab.Fault.oauth;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.postern.testkit.FakeTokenEndpoint;
import org.postern.testkit.TokenAnswer;

/** What goes wrong with the client itself, with proxies, and with what stands in a token. */
final class ClientFaults {

  private static final String TENANT = "11111111-2222-3333-4444-555555555555";
  private static final String EXCHANGE = "\"aud\":\"https://outlook.office365.com\"";
  private static final String RIGHT = "\"roles\":[\"SMTP.SendAsApp\"]";

  private ClientFaults() {}

  static List<Fault> all() {
    return List.of(
        oauth(
            "token.login-lost",
            site -> {
              site.addSecurity("postern.oauth.grant=refresh_token");
            }),
        oauth(
            "token.client-key",
            site -> {
              Files.writeString(site.conf().resolve("key.pem"), "no key");
              Site.mode(site.conf().resolve("key.pem"), "rw-------");
              site.addSecurity(
                  "postern.oauth.client_auth=private_key_jwt", "postern.oauth.key.file=key.pem");
            }),
        oauth(
            "token.service-account",
            site -> {
              Files.writeString(site.conf().resolve("account.json"), "{}");
              Site.mode(site.conf().resolve("account.json"), "rw-------");
              site.addSecurity(
                  "postern.oauth.grant=jwt_bearer",
                  "postern.oauth.service_account.file=account.json");
              site.encrypt();
            }),
        oauth(
            "token.assertion-file",
            site -> {
              Files.writeString(site.conf().resolve("assertion"), "");
              Site.mode(site.conf().resolve("assertion"), "rw-------");
              site.addSecurity(
                  "postern.oauth.client_auth=workload_identity",
                  "postern.oauth.assertion.file=assertion");
            }),
        oauth(
            "token.managed-identity",
            site ->
                site.addSecurity(
                    "postern.oauth.client_auth=managed_identity",
                    "postern.oauth.managed_identity=azure-app-service")),
        proxied(
            "token.proxy-authentication",
            "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n"),
        proxied("token.proxy-refuses", "HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n"),
        saying("claims.ended", EXCHANGE + "," + RIGHT + ",\"exp\":1"),
        saying("claims.wrong-audience", "\"aud\":\"https://graph.microsoft.com\"," + RIGHT),
        saying("claims.no-smtp-permission", EXCHANGE + ",\"scp\":\"IMAP.AccessAsUser.All\""),
        saying("claims.graph-permission", EXCHANGE + ",\"scp\":\"Mail.Send\""),
        saying("claims.no-roles", EXCHANGE),
        saying("claims.other-tenant", EXCHANGE + "," + RIGHT + ",\"tid\":\"" + TENANT + "0\""),
        saying("claims.other-application", EXCHANGE + "," + RIGHT + ",\"appid\":\"else\""),
        oauth(
            "claims.clock",
            site ->
                site.endpoint()
                    .always(TokenAnswer.token().header("Date", "Thu, 01 Jan 2032 00:00:00 GMT"))));
  }

  private static Fault proxied(String id, String answer) {
    return oauth(
        id,
        site -> {
          StubbornProxy proxy = new StubbornProxy(answer);
          site.closing().add(proxy);
          site.tokenUrl("https://idp.example.com/token");
          site.add("postern.http.proxy=" + proxy.url());
        });
  }

  /** A token of Microsoft whose content the doctor looks at; the lab's mail server takes any. */
  private static Fault saying(String id, String claims) {
    return oauth(
        id,
        site -> {
          FakeTokenEndpoint endpoint =
              FakeTokenEndpoint.builder()
                  .tls(Servers.CA.localhost())
                  .client("app", Servers.SECRET)
                  .path("/" + TENANT + "/token")
                  .start();
          site.endpoint(endpoint);
          endpoint.always(TokenAnswer.token().field("access_token", "\"" + jwt(claims) + "\""));
        });
  }

  private static String jwt(String claims) throws IOException {
    long now = Instant.now().getEpochSecond();
    return encoded("{\"alg\":\"RS256\"}")
        + "."
        + encoded(
            "{\"iss\":\"https://sts.windows.net/x/\",\"iat\":"
                + now
                + ","
                + claims
                + (claims.contains("exp") ? "}" : ",\"exp\":" + (now + 3600) + "}"))
        + ".c2ln";
  }

  private static String encoded(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }
}
