package org.postern.distribution.faultlab;

import static org.postern.distribution.faultlab.Fault.oauth;

import java.util.List;
import org.postern.testkit.FakeTokenEndpoint;
import org.postern.testkit.TokenAnswer;

/** What goes wrong on the way to a token other than by an error of the endpoint. */
final class TokenFaults {

  private TokenFaults() {}

  static List<Fault> all() {
    return List.of(
        answering("token.redirected", TokenAnswer.redirect(302, "https://other.example.com/")),
        answering("token.html-page", TokenAnswer.html(200)),
        answering(
            "token.unpackable", TokenAnswer.json("no gzip").header("Content-Encoding", "gzip")),
        answering("token.too-large", TokenAnswer.json("{}").giant(2_000_000)),
        answering("token.none-in-answer", TokenAnswer.token().without("access_token")),
        answering("token.not-bearer", TokenAnswer.token().field("token_type", "\"mac\"")),
        answering("token.malformed", TokenAnswer.token().field("access_token", "\"a b\"")),
        oauth(
            "token.slow",
            site -> {
              site.set("postern.oauth.timeout.total", "500ms");
              site.endpoint().always(TokenAnswer.hang());
            }),
        answering("token.broken-connection", TokenAnswer.reset()),
        oauth("token.dns", site -> site.tokenUrl("https://idp.example.invalid/token")),
        oauth("token.refused", site -> site.tokenUrl("https://localhost:1/token")),
        oauth(
            "token.tls",
            site -> {
              FakeTokenEndpoint clear = FakeTokenEndpoint.builder().start();
              site.endpoint(clear);
              site.tokenUrl("https://localhost:" + clear.port() + "/token");
            }),
        oauth(
            "token.no-metadata",
            site -> {
              issuer(site);
              site.endpoint().metadata(TokenAnswer.html(404));
            }),
        oauth(
            "token.other-issuer",
            site -> {
              issuer(site);
              site.endpoint()
                  .metadata(
                      TokenAnswer.json(
                          "{\"issuer\":\"https://login.example.com\","
                              + "\"token_endpoint\":\"https://login.example.com/token\"}"));
            }),
        oauth(
            "token.metadata-malformed",
            site -> {
              issuer(site);
              site.endpoint()
                  .metadata(
                      TokenAnswer.json(
                          "{\"issuer\":\"https://localhost:" + site.endpoint().port() + "\"}"));
            }));
  }

  private static Fault answering(String id, TokenAnswer answer) {
    return oauth(id, site -> site.endpoint().always(answer));
  }

  private static void issuer(Site site) throws java.io.IOException {
    site.remove("mksis.security.smtp.oauth.tokenEndpointURL");
    site.add("postern.oauth.issuer=https://localhost:" + site.endpoint().port());
  }
}
