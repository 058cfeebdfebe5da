package org.postern.distribution.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.security.interfaces.RSAPublicKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Stands in for the token endpoints that Keycloak has none of: Google's for service accounts, a
 * federated one, a cloud's metadata server. It really checks who asks, and hands out a token of
 * Keycloak, which the mail server believes.
 */
final class TokenStandIn {

  static final String ASSERTION = "assertion-of-the-platform";

  private final HttpServer server;
  private final Keycloak keycloak;
  private final RSAPublicKey serviceAccount;

  private TokenStandIn(HttpServer server, Keycloak keycloak, RSAPublicKey serviceAccount) {
    this.server = server;
    this.keycloak = keycloak;
    this.serviceAccount = serviceAccount;
  }

  /** Runs until the JVM ends, as the lab does. */
  static TokenStandIn start(Keycloak keycloak, RSAPublicKey serviceAccount) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    TokenStandIn all = new TokenStandIn(server, keycloak, serviceAccount);
    server.createContext("/google", exchange -> all.answer(exchange, all::byServiceAccount));
    server.createContext("/federated", exchange -> all.answer(exchange, all::byAssertion));
    server.createContext("/metadata", exchange -> all.answer(exchange, all::byMachine));
    server.start();
    return all;
  }

  String url(String path) {
    return "http://localhost:" + server.getAddress().getPort() + path;
  }

  /** True where the one who asks is known. */
  @FunctionalInterface
  private interface Check {
    boolean passes(HttpExchange exchange, Map<String, String> form) throws Exception;
  }

  private boolean byServiceAccount(HttpExchange exchange, Map<String, String> form)
      throws Exception {
    SignedJWT jwt = SignedJWT.parse(form.getOrDefault("assertion", ""));
    return jwt.verify(new RSASSAVerifier(serviceAccount))
        && Lab.USER.equals(jwt.getJWTClaimsSet().getSubject())
        && "smtp.send".equals(jwt.getJWTClaimsSet().getStringClaim("scope"));
  }

  private boolean byAssertion(HttpExchange exchange, Map<String, String> form) {
    return ASSERTION.equals(form.get("client_assertion"))
        && "postern-federated".equals(form.get("client_id"));
  }

  private boolean byMachine(HttpExchange exchange, Map<String, String> form) {
    return "true".equals(exchange.getRequestHeaders().getFirst("Metadata"));
  }

  private void answer(HttpExchange exchange, Check check) throws IOException {
    String json = "{\"error\":\"invalid_grant\"}";
    int status = 400;
    try {
      if (check.passes(exchange, form(exchange))) {
        json =
            "{\"access_token\":\""
                + keycloak.token("postern")
                + "\",\"token_type\":\"Bearer\",\"expires_in\":\"300\"}";
        status = 200;
      }
    } catch (Exception malformed) {
      json = "{\"error\":\"invalid_request\"}";
    }
    byte[] body = json.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static Map<String, String> form(HttpExchange exchange) throws IOException {
    Map<String, String> all = new HashMap<>();
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    for (String pair : Optional.of(body).filter(text -> !text.isEmpty()).orElse("x=").split("&")) {
      String[] sides = pair.split("=", 2);
      all.put(
          URLDecoder.decode(sides[0], UTF_8),
          sides.length < 2 ? "" : URLDecoder.decode(sides[1], UTF_8));
    }
    return all;
  }
}
