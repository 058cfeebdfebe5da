package org.postern.auth.oauth;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server on loopback that keeps what it is asked, and hands out tokens and pages. */
final class RecordingEndpoint implements AutoCloseable {

  /** One request: {@code fields} of its form or, for a GET, of its query. */
  record Asked(String path, Map<String, String> fields, Map<String, String> headers) {}

  private final HttpServer server;
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final Map<String, String> pages = new ConcurrentHashMap<>();

  RecordingEndpoint() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  /** Serves this body at this path, in place of a token. */
  RecordingEndpoint page(String path, String body) {
    pages.put(path, body);
    return this;
  }

  URI uri(String path) {
    return URI.create("http://localhost:" + server.getAddress().getPort() + path);
  }

  List<Asked> asked() {
    return asked;
  }

  Asked last() {
    return asked.get(asked.size() - 1);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String query = Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
    Map<String, String> headers = new LinkedHashMap<>();
    exchange.getRequestHeaders().forEach((name, all) -> headers.put(name, all.get(0)));
    String path = exchange.getRequestURI().getPath();
    asked.add(new Asked(path, fields(body.isEmpty() ? query : body), headers));
    boolean known = pages.containsKey(path) || !path.contains("well-known");
    byte[] answer =
        pages
            .getOrDefault(path, "{\"access_token\":\"t-" + asked.size() + "\",\"expires_in\":3600}")
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(known ? 200 : 404, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  private static Map<String, String> fields(String form) {
    Map<String, String> all = new LinkedHashMap<>();
    for (String pair : form.split("&")) {
      String[] parts = pair.split("=", 2);
      if (parts.length == 2) {
        all.put(decoded(parts[0]), decoded(parts[1]));
      }
    }
    return all;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
