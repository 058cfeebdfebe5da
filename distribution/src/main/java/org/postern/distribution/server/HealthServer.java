package org.postern.distribution.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import org.postern.core.Background;
import org.postern.core.settings.MailSettings;
import org.postern.core.settings.Secret;
import org.postern.core.settings.SettingValues;
import org.postern.core.settings.SettingsException;
import org.postern.distribution.wiring.ServerKeys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Health and metrics by HTTP. Thread safe. */
final class HealthServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HealthServer.class);
  private static final int SHORTEST_TOKEN = 16;

  private final HttpServer server;
  private final ExecutorService workers = Background.executor();
  private final Optional<Bearer> bearer;
  private final Supplier<ServerStatus> status;
  private final Clock clock = Clock.systemUTC();

  private HealthServer(
      InetSocketAddress address, Optional<Bearer> bearer, Supplier<ServerStatus> status)
      throws IOException {
    this.bearer = bearer;
    this.status = status;
    server = bound(address);
    server.setExecutor(workers);
    server.createContext("/", exchange -> answer(exchange).to(exchange));
    server.start();
  }

  private static HttpServer bound(InetSocketAddress address) throws IOException {
    try {
      return HttpServer.create(address, 0);
    } catch (BindException taken) {
      throw new IOException(
          "health and metrics cannot be served at "
              + address
              + " ("
              + taken.getMessage()
              + "); name another "
              + ServerKeys.HEALTH_LISTEN.name()
              + ", or none",
          taken);
    }
  }

  /**
   * Refuses to show itself beyond this host to everybody.
   *
   * @throws SettingsException where the settings would do that
   */
  static void check(MailSettings settings) {
    SettingValues values = settings.values();
    Optional<Secret> token = values.find(ServerKeys.HEALTH_TOKEN);
    if (token.isPresent() && token.get().reveal().length() < SHORTEST_TOKEN) {
      throw SettingsException.of(
          settings.problem(
              ServerKeys.HEALTH_TOKEN.name(),
              "is shorter than " + SHORTEST_TOKEN + " characters",
              "make one with `openssl rand -hex 16`"));
    }
    boolean open =
        values
            .get(ServerKeys.HEALTH_LISTEN)
            .filter(address -> !address.getAddress().isLoopbackAddress())
            .isPresent();
    if (open && token.isEmpty()) {
      throw SettingsException.of(
          settings.problem(
              ServerKeys.HEALTH_LISTEN.name(),
              "is reached from beyond this host, and postern.health.token is absent",
              "set a token, or listen at 127.0.0.1"));
    }
  }

  /** Serves what {@link #check} has let through; empty where nothing is to be served. */
  static Optional<HealthServer> start(SettingValues values, Supplier<ServerStatus> status)
      throws IOException {
    Optional<InetSocketAddress> address = values.get(ServerKeys.HEALTH_LISTEN);
    Optional<Bearer> bearer = values.find(ServerKeys.HEALTH_TOKEN).map(Bearer::new);
    return address.isEmpty()
        ? Optional.empty()
        : Optional.of(new HealthServer(address.get(), bearer, status));
  }

  InetSocketAddress address() {
    return server.getAddress();
  }

  private Answer answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (!List.of("GET", "HEAD").contains(exchange.getRequestMethod())) {
      return Answer.text(405, "GET only");
    }
    if (path.equals("/livez")) {
      return Answer.text(200, "alive");
    }
    if (!List.of("/readyz", "/metrics").contains(path)) {
      return Answer.text(404, "here are /livez, /readyz and /metrics");
    }
    if (bearer.isPresent() && !bearer.get().shownBy(exchange)) {
      exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
      return Answer.text(401, "show the token of " + ServerKeys.HEALTH_TOKEN.name());
    }
    try {
      return path.equals("/readyz") ? ready(status.get()) : metrics(exchange);
    } catch (RuntimeException bug) {
      LOG.error("{} cannot be answered", path, bug);
      return Answer.text(500, "see the log");
    }
  }

  private Answer metrics(HttpExchange exchange) throws IOException {
    String accept = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Accept")).orElse("");
    return Metrics.page(status.get(), clock.instant(), accept);
  }

  private static Answer ready(ServerStatus now) {
    if (now.ready()) {
      return Answer.text(200, "ready");
    }
    return Answer.text(503, now.stopping() ? "stopping" : now.spoolFault().orElse("not ready"));
  }

  @Override
  public void close() {
    server.stop(0);
    workers.shutdownNow();
  }
}
