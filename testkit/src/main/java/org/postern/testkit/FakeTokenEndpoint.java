package org.postern.testkit;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLSocket;

/**
 * An OAuth 2.0 token endpoint for the client-credentials grant (RFC 6749 section 4.4) on 127.0.0.1,
 * over https or http. It really checks the client and issues tokens that {@link #tokens()} knows;
 * single requests, or all, can be answered with any {@link TokenAnswer} instead. Every request is
 * recorded. Thread safe.
 *
 * <pre>{@code
 * try (FakeTokenEndpoint endpoint =
 *     FakeTokenEndpoint.builder().tls(ca.localhost()).client("app", "secret").start()) {
 *   endpoint.next(TokenAnswer.error(503, "temporarily_unavailable", "busy"));
 *   ... endpoint.uri() ...
 *   assertThat(endpoint.requests()).hasSize(2);
 * }
 * }</pre>
 */
public final class FakeTokenEndpoint implements AutoCloseable {

  private final Builder config;
  private final LoopbackServer server;
  private final List<TokenRequest> requests = new CopyOnWriteArrayList<>();
  private final Queue<TokenAnswer> script = new ConcurrentLinkedQueue<>();
  private volatile TokenAnswer standing = TokenAnswer.token();

  private FakeTokenEndpoint(Builder config) {
    this.config = config;
    this.server = new LoopbackServer("token-endpoint", List.of("127.0.0.1"), this::serve);
  }

  /** Starts the description of an endpoint. */
  public static Builder builder() {
    return new Builder();
  }

  /** Where tokens are issued: {@code https://localhost:port/token}, or http without TLS. */
  public URI uri() {
    String scheme = config.identity.isPresent() ? "https" : "http";
    return URI.create(scheme + "://localhost:" + server.port() + "/token");
  }

  /** The port on 127.0.0.1. */
  public int port() {
    return server.port();
  }

  /** The tokens issued here. */
  public TokenRegistry tokens() {
    return config.tokens;
  }

  /** Every request received, oldest first. */
  public List<TokenRequest> requests() {
    return List.copyOf(requests);
  }

  /** Answers the next request so, then further ones given by further calls, then as always. */
  public FakeTokenEndpoint next(TokenAnswer... answers) {
    script.addAll(List.of(answers));
    return this;
  }

  /** Answers every request so that {@link #next} says nothing of. */
  public FakeTokenEndpoint always(TokenAnswer answer) {
    standing = answer;
    return this;
  }

  /** Forgets what {@link #next} and {@link #always} said: good from now on. */
  public FakeTokenEndpoint recover() {
    script.clear();
    standing = TokenAnswer.token();
    return this;
  }

  /** Ends all connections and stops listening. */
  @Override
  public void close() {
    server.close();
  }

  private void serve(Socket plain) throws IOException {
    Socket socket = plain;
    if (config.identity.isPresent()) {
      SSLSocket tls = ServerTls.over(plain, config.identity.get());
      tls.startHandshake();
      socket = tls;
    }
    HttpExchange exchange = new HttpExchange(socket, plain);
    for (Optional<TokenRequest> request = exchange.read();
        request.isPresent();
        request = exchange.read()) {
      requests.add(request.get());
      TokenAnswer scripted = script.poll();
      if (!answer(exchange, request.get(), scripted == null ? standing : scripted)) {
        return;
      }
    }
  }

  /** False where the connection must end. */
  private boolean answer(HttpExchange exchange, TokenRequest request, TokenAnswer answer)
      throws IOException {
    if (answer.gate().isPresent()) {
      ServerThreads.await(answer.gate().get());
    }
    Optional<TokenAnswer> refusal =
        answer.body().isPresent() ? Optional.empty() : ClientCheck.refuse(request, config);
    if (refusal.isPresent() && answer.fault() == TokenAnswer.Fault.NONE) {
      return exchange.write(refusal.get(), refusal.get().body().orElseThrow());
    }
    return exchange.write(answer, answer.body().orElseGet(() -> issue(answer)));
  }

  private String issue(TokenAnswer answer) {
    String token = FakeTokens.make(config.jwt, answer.tokenLength(), config.lifetime);
    config.tokens.add(token, config.lifetime);
    Map<String, String> members = new LinkedHashMap<>();
    members.put("access_token", TokenAnswer.quote(token));
    members.put("token_type", "\"Bearer\"");
    members.put("expires_in", Long.toString(config.lifetime.toSeconds()));
    config.scope.ifPresent(scope -> members.put("scope", TokenAnswer.quote(scope)));
    return answer.object(members);
  }

  /** Port and number of requests. */
  @Override
  public String toString() {
    return uri() + ", " + requests.size() + " requests";
  }

  /** Describes an endpoint. Not thread safe. */
  public static final class Builder {

    private Optional<ServerIdentity> identity = Optional.empty();
    private String clientId = "postern-test";
    private String clientSecret = "postern-test-secret";
    private Optional<String> scope = Optional.empty();
    private Duration lifetime = Duration.ofHours(1);
    private boolean jwt;
    private TokenRegistry tokens = new TokenRegistry();

    private Builder() {}

    /** Serves https with this identity; default: http. */
    public Builder tls(ServerIdentity serverIdentity) {
      identity = Optional.of(serverIdentity);
      return this;
    }

    /** The one client; default {@code postern-test} with {@code postern-test-secret}. */
    public Builder client(String id, String secret) {
      clientId = id;
      clientSecret = secret;
      return this;
    }

    /** The one scope that may be asked for; default: any or none. */
    public Builder scope(String onlyScope) {
      scope = Optional.of(onlyScope);
      return this;
    }

    /** How long tokens are good, and said to be (in whole seconds); default one hour. */
    public Builder lifetime(Duration tokenLifetime) {
      lifetime = tokenLifetime;
      return this;
    }

    /** Tokens look like signed JWTs; default: opaque. */
    public Builder jwt() {
      jwt = true;
      return this;
    }

    /** Where issued tokens are noted, to be shared with an SMTP server; default: a new one. */
    public Builder tokens(TokenRegistry registry) {
      tokens = registry;
      return this;
    }

    /** Listens on a free port. */
    public FakeTokenEndpoint start() {
      return new FakeTokenEndpoint(this);
    }

    String clientId() {
      return clientId;
    }

    String clientSecret() {
      return clientSecret;
    }

    Optional<String> scope() {
      return scope;
    }
  }
}
