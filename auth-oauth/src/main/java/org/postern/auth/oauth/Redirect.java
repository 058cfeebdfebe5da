package org.postern.auth.oauth;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.postern.core.spi.AuthException;

/** Where a browser comes back to: a page on 127.0.0.1 that answers once. */
final class Redirect implements AutoCloseable {

  private static final String PATH = "/";

  private final HttpServer server;
  private final CompletableFuture<Map<String, String>> came = new CompletableFuture<>();
  private volatile Predicate<Map<String, String>> ours = any -> false;

  private Redirect(HttpServer server) {
    this.server = server;
    server.createContext(PATH, this::answer);
    server.start();
  }

  static Redirect listen(int port) throws AuthException {
    try {
      InetAddress here = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
      return new Redirect(HttpServer.create(new InetSocketAddress(here, port), 0));
    } catch (IOException taken) {
      throw AuthException.permanent(
          "the port " + port + " on 127.0.0.1 cannot be listened on: " + taken.getMessage(), taken);
    }
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + PATH);
  }

  /** From now on takes what belongs to the login; until then nothing. */
  void takes(Predicate<Map<String, String>> belongs) {
    ours = belongs;
  }

  /** The parameters that the browser brought, or brings. */
  Map<String, String> await(Duration patience) throws AuthException, InterruptedException {
    try {
      return came.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      throw AuthException.permanent(
          "the browser did not come back within "
              + patience.toMinutes()
              + " minutes; run `postern login` again",
          late);
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    Map<String, String> parameters = parameters(exchange.getRequestURI());
    boolean known = exchange.getRequestURI().getPath().equals(PATH);
    boolean good =
        known
            && (parameters.containsKey("code") || parameters.containsKey("error"))
            && ours.test(parameters);
    String words =
        !good
            ? "This is not the login that Postern waits for. Begin anew at the terminal."
            : parameters.containsKey("error")
                ? "The login was refused. The terminal says more; this page can be closed."
                : "You are logged in. This page can be closed; the rest is at the terminal.";
    byte[] page =
        ("<!DOCTYPE html><html lang=\"en\"><meta charset=\"utf-8\"><title>Postern</title>"
                + "<body style=\"font-family:sans-serif;margin:4em\"><h1>Postern</h1><p>"
                + words
                + "</p></body></html>")
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
    exchange.sendResponseHeaders(good ? 200 : known ? 400 : 404, page.length);
    exchange.getResponseBody().write(page);
    exchange.close();
    if (good) {
      came.complete(parameters);
    }
  }

  private static Map<String, String> parameters(URI uri) {
    Map<String, String> all = new HashMap<>();
    for (String pair : Optional.ofNullable(uri.getRawQuery()).orElse("").split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        all.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
      }
    }
    return all;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      return text;
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
