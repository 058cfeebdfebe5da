package org.postern.testkit;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;

/**
 * An OAuth 2.0 token endpoint on 127.0.0.1, over https or http, for client credentials (RFC 6749
 * section 4.4), refresh tokens (section 6), logins by another device (RFC 8628), logins in a
 * browser (RFC 6749 section 4.1, with PKCE) and service accounts (RFC 7523). It really checks the
 * client and issues tokens that {@link #tokens()} knows; single requests, or all, can be answered
 * with any {@link TokenAnswer} instead. Every request is recorded. Thread safe.
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

  private final FakeTokenEndpointBuilder config;
  private final AtomicInteger connections = new AtomicInteger();
  private volatile TokenService service;
  private final LoopbackServer server;
  private final List<TokenRequest> requests = new CopyOnWriteArrayList<>();
  private final Queue<TokenAnswer> script = new ConcurrentLinkedQueue<>();
  private final Queue<TokenAnswer> deviceScript = new ConcurrentLinkedQueue<>();
  private volatile TokenAnswer standing = TokenAnswer.token();
  private volatile Optional<TokenAnswer> metadata = Optional.empty();

  FakeTokenEndpoint(FakeTokenEndpointBuilder config) {
    this.config = config;
    this.service = new TokenService(config);
    this.server =
        new LoopbackServer("token-endpoint", List.of("127.0.0.1"), config.port(), 0, this::serve);
  }

  /** Starts the description of an endpoint. */
  public static FakeTokenEndpointBuilder builder() {
    return new FakeTokenEndpointBuilder();
  }

  /**
   * Where tokens are issued: {@code https://localhost:port/token} or as {@link
   * FakeTokenEndpointBuilder#path} says, or http without TLS.
   */
  public URI uri() {
    return URI.create(base() + config.path());
  }

  /** Where a login by another device begins (RFC 8628 section 3.1): ends in {@code /devicecode}. */
  public URI deviceUri() {
    return URI.create(base() + TokenService.DEVICE_CODE);
  }

  /** Where a browser is sent to log in (RFC 6749 section 3.1): ends in {@code /authorize}. */
  public URI authorizationUri() {
    return URI.create(base() + TokenService.AUTHORIZE);
  }

  /**
   * Its name for itself. Metadata are where RFC 8414 section 3 and OpenID Connect Discovery put
   * them.
   */
  public URI issuer() {
    return URI.create(base());
  }

  private String base() {
    return (config.identity().isPresent() ? "https" : "http") + "://localhost:" + server.port();
  }

  /** The port on 127.0.0.1. */
  public int port() {
    return server.port();
  }

  /** The tokens issued here. */
  public TokenRegistry tokens() {
    return config.tokens();
  }

  /** All that was seen and said, without secrets. */
  public SeenLog seen() {
    return config.seen();
  }

  /** The refresh tokens granted here. */
  public RefreshTokens refreshTokens() {
    return service.refreshTokens();
  }

  /** The logins by another device; the test plays the user. */
  public DeviceLogins devices() {
    return service.devices();
  }

  /** The logins in a browser; the user agrees at once, unless the test says otherwise. */
  public BrowserLogins browsers() {
    return service.browsers();
  }

  /** Every request received but for those of the page for device codes, oldest first. */
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

  /** Answers every request for the metadata of the issuer so. */
  public FakeTokenEndpoint metadata(TokenAnswer answer) {
    metadata = Optional.of(answer);
    return this;
  }

  /** Forgets what {@link #next} and the like said: good from now on. */
  public FakeTokenEndpoint recover() {
    deviceScript.clear();
    service.browsers().recover();
    script.clear();
    standing = TokenAnswer.token();
    metadata = Optional.empty();
    return this;
  }

  /** Forgets scripts, requests, tokens and grants, as if it had just been started. */
  public void forget() {
    recover();
    requests.clear();
    config.seen().clear();
    config.tokens().forget();
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
    if (config.tlsFault().isPresent()) {
      config.tlsFault().get().play(plain);
      return;
    }
    if (config.identity().isPresent()) {
      SSLSocket tls = ServerTls.over(plain, config.identity().get());
      tls.startHandshake();
      socket = tls;
    }
    HttpExchange exchange =
        new HttpExchange(socket, plain, new TokenLog(config.seen(), connection));
    Optional<TokenRequest> request = exchange.read();
    while (request.isPresent() && answer(exchange, request.get())) {
      request = exchange.read();
    }
  }

  /** False where the connection must end. */
  private boolean answer(HttpExchange exchange, TokenRequest request) throws IOException {
    String path = request.path();
    if (path.endsWith(TokenService.DEVICE_PAGE)) {
      return write(exchange, DevicePage.answer(request, service.devices()));
    }
    requests.add(request);
    if (path.endsWith(TokenService.DEVICE_CODE)) {
      TokenAnswer scripted = deviceScript.poll();
      return service.device(
          exchange, request, base(), scripted == null ? TokenAnswer.token() : scripted);
    }
    if (path.endsWith(TokenService.AUTHORIZE)) {
      return write(exchange, service.browsers().answer(request, base()));
    }
    if (path.startsWith(TokenService.METADATA)) {
      return write(exchange, metadata.orElseGet(() -> service.metadata(base())));
    }
    TokenAnswer scripted = script.poll();
    return service.token(exchange, request, base(), scripted == null ? standing : scripted);
  }

  private static boolean write(HttpExchange exchange, TokenAnswer answer) throws IOException {
    return exchange.write(answer, answer.body().orElseThrow());
  }

  /** Port and number of requests. */
  @Override
  public String toString() {
    return uri() + ", " + requests.size() + " requests";
  }
}
