package org.postern.testkit;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;

/**
 * An OAuth 2.0 token endpoint on 127.0.0.1, over https or http, for client credentials (RFC 6749
 * section 4.4), refresh tokens (section 6) and logins by another device (RFC 8628). It really
 * checks the client and issues tokens that {@link #tokens()} knows; single requests, or all, can be
 * answered with any {@link TokenAnswer} instead. Every request is recorded. Thread safe.
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
  private final AtomicInteger connections = new AtomicInteger();
  private volatile TokenService service;
  private final LoopbackServer server;
  private final List<TokenRequest> requests = new CopyOnWriteArrayList<>();
  private final Queue<TokenAnswer> script = new ConcurrentLinkedQueue<>();
  private final Queue<TokenAnswer> deviceScript = new ConcurrentLinkedQueue<>();
  private volatile TokenAnswer standing = TokenAnswer.token();

  private FakeTokenEndpoint(Builder config) {
    this.config = config;
    this.service = new TokenService(config);
    this.server =
        new LoopbackServer("token-endpoint", List.of("127.0.0.1"), config.port, 0, this::serve);
  }

  /** Starts the description of an endpoint. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Where tokens are issued: {@code https://localhost:port/token} or as {@link Builder#path} says,
   * or http without TLS.
   */
  public URI uri() {
    return URI.create(base() + config.path);
  }

  /** Where a login by another device begins (RFC 8628 section 3.1): ends in {@code /devicecode}. */
  public URI deviceUri() {
    return URI.create(base() + "/devicecode");
  }

  private String base() {
    return (config.identity.isPresent() ? "https" : "http") + "://localhost:" + server.port();
  }

  /** The port on 127.0.0.1. */
  public int port() {
    return server.port();
  }

  /** The tokens issued here. */
  public TokenRegistry tokens() {
    return config.tokens;
  }

  /** All that was seen and said, without secrets. */
  public SeenLog seen() {
    return config.seen;
  }

  /** The refresh tokens granted here. */
  public RefreshTokens refreshTokens() {
    return service.refreshTokens();
  }

  /** The logins by another device; the test plays the user. */
  public DeviceLogins devices() {
    return service.devices();
  }

  /** Every request received but for those of the user's page, oldest first. */
  public List<TokenRequest> requests() {
    return List.copyOf(requests);
  }

  /**
   * Answers the next token request so, then further ones given by further calls, then as always.
   */
  public FakeTokenEndpoint next(TokenAnswer... answers) {
    script.addAll(List.of(answers));
    return this;
  }

  /** Answers the next device authorization requests so. */
  public FakeTokenEndpoint nextDevice(TokenAnswer... answers) {
    deviceScript.addAll(List.of(answers));
    return this;
  }

  /** Answers every token request so that {@link #next} says nothing of. */
  public FakeTokenEndpoint always(TokenAnswer answer) {
    standing = answer;
    return this;
  }

  /** Forgets what {@link #next} and the like said: good from now on. */
  public FakeTokenEndpoint recover() {
    deviceScript.clear();
    script.clear();
    standing = TokenAnswer.token();
    return this;
  }

  /** Forgets scripts, requests, tokens and grants, as if it had just been started. */
  public void forget() {
    recover();
    requests.clear();
    config.seen.clear();
    config.tokens.forget();
    service = new TokenService(config);
  }

  /** Ends all connections and stops listening. */
  @Override
  public void close() {
    server.close();
  }

  private void serve(Socket plain) throws IOException {
    int connection = connections.incrementAndGet();
    Socket socket = plain;
    if (config.identity.isPresent()) {
      SSLSocket tls = ServerTls.over(plain, config.identity.get());
      tls.startHandshake();
      socket = tls;
    }
    HttpExchange exchange = new HttpExchange(socket, plain, new TokenLog(config.seen, connection));
    Optional<TokenRequest> request = exchange.read();
    while (request.isPresent() && answer(exchange, request.get())) {
      request = exchange.read();
    }
  }

  /** False where the connection must end. */
  private boolean answer(HttpExchange exchange, TokenRequest request) throws IOException {
    String path = request.path();
    if (path.endsWith("/device")) {
      TokenAnswer page = DevicePage.answer(request, service.devices());
      return exchange.write(page, page.body().orElseThrow());
    }
    requests.add(request);
    if (path.endsWith("/devicecode")) {
      TokenAnswer scripted = deviceScript.poll();
      return service.device(
          exchange, request, base(), scripted == null ? TokenAnswer.token() : scripted);
    }
    TokenAnswer scripted = script.poll();
    return service.token(exchange, request, scripted == null ? standing : scripted);
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
    private Optional<String> clientSecret = Optional.of("postern-test-secret");
    private Optional<String> scope = Optional.empty();
    private int port;
    private SeenLog seen = new SeenLog();
    private String path = "/token";
    private Duration lifetime = Duration.ofHours(1);
    private Optional<Map<String, String>> claims = Optional.empty();
    private final List<String> refreshTokens = new ArrayList<>();
    private RefreshTokens.Rotation rotation = RefreshTokens.Rotation.NEVER;
    private Duration deviceLifetime = Duration.ofMinutes(15);
    private Duration deviceInterval = Duration.ofSeconds(5);
    private ErrorStyle errors = ErrorStyle.RFC;
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
      clientSecret = Optional.of(secret);
      return this;
    }

    /** The one client, which has no secret (RFC 6749 section 2.1). */
    public Builder publicClient(String id) {
      clientId = id;
      clientSecret = Optional.empty();
      return this;
    }

    /** A refresh token that a user has granted before. */
    public Builder refreshToken(String token) {
      refreshTokens.add(token);
      return this;
    }

    /** What becomes of a refresh token that was used; default {@code NEVER}. */
    public Builder rotation(RefreshTokens.Rotation kind) {
      rotation = kind;
      return this;
    }

    /** How long a device code is good and how far apart polls must be; default 15 min and 5 s. */
    public Builder deviceLogin(Duration codeLifetime, Duration interval) {
      deviceLifetime = codeLifetime;
      deviceInterval = interval;
      return this;
    }

    /** In whose way refusals are worded; default {@code RFC}. */
    public Builder errors(ErrorStyle style) {
      errors = style;
      return this;
    }

    /** Notes what it sees there, perhaps together with other servers; default: a log of its own. */
    public Builder seen(SeenLog log) {
      seen = log;
      return this;
    }

    /** Listens on this port; default 0: a free one. */
    public Builder port(int number) {
      port = number;
      return this;
    }

    /** The path of {@link #uri}; default {@code /token}. */
    public Builder path(String tokenPath) {
      path = tokenPath;
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
      claims = Optional.of(new LinkedHashMap<>(claims.orElse(Map.of())));
      return this;
    }

    /** A claim of tokens, which then look like signed JWTs; {@code rawJson} as it stands. */
    public Builder claim(String name, String rawJson) {
      jwt();
      claims.orElseThrow().put(name, rawJson);
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

    /** Empty for a public client. */
    Optional<String> clientSecret() {
      return clientSecret;
    }

    Optional<String> scope() {
      return scope;
    }

    Duration lifetime() {
      return lifetime;
    }

    /** Present for tokens that look like JWTs. */
    Optional<Map<String, String>> claims() {
      return claims;
    }

    TokenRegistry tokens() {
      return tokens;
    }

    List<String> refreshTokens() {
      return refreshTokens;
    }

    RefreshTokens.Rotation rotation() {
      return rotation;
    }

    Duration deviceLifetime() {
      return deviceLifetime;
    }

    Duration deviceInterval() {
      return deviceInterval;
    }

    ErrorStyle errors() {
      return errors;
    }
  }
}
