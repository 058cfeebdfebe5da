package org.postern.distribution.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;

/** What the tests ask of the running Keycloak, beside Postern's own token requests. */
final class Keycloak {

  private static final Duration START_LIMIT = Duration.ofMinutes(4);
  private static final Pattern ACCESS_TOKEN = Pattern.compile("\"access_token\":\"([^\"]+)\"");

  private final int port;
  private final HttpClient http;
  private final Path log;

  Keycloak(int port, SSLContext trust, Path log) {
    this.port = port;
    this.http = HttpClient.newBuilder().sslContext(trust).build();
    this.log = log;
  }

  /** Where the build has unpacked the distribution. */
  static Path home() {
    Path unpacked = Path.of(System.getProperty("postern.keycloak.home", "target/keycloak"));
    try (Stream<Path> children = Files.list(unpacked)) {
      return children.filter(Files::isDirectory).findFirst().orElseThrow().toAbsolutePath();
    } catch (IOException e) {
      throw new IllegalStateException("Keycloak is not unpacked below " + unpacked, e);
    }
  }

  static String issuer(int port) {
    return "https://localhost:" + port + "/realms/lab";
  }

  String tokenUrl() {
    return issuer(port) + "/protocol/openid-connect/token";
  }

  /** A token fetched by the test itself. */
  String token(String client) throws IOException, InterruptedException {
    return accessToken(
        tokenUrl(),
        "grant_type=client_credentials&client_id="
            + client
            + "&client_secret="
            + encoded(Lab.CLIENT_SECRET));
  }

  /** From now on no token issued before is good. */
  void revokeAllTokens() throws IOException, InterruptedException {
    String admin =
        accessToken(
            "https://localhost:" + port + "/realms/master/protocol/openid-connect/token",
            "grant_type=password&client_id=admin-cli&username=admin&password="
                + encoded(Lab.ADMIN_PASSWORD));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/admin/realms/lab"))
            .header("Authorization", "Bearer " + admin)
            .header("Content-Type", "application/json")
            .PUT(
                BodyPublishers.ofString(
                    "{\"notBefore\":" + System.currentTimeMillis() / 1000 + "}"))
            .build();
    HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
    if (response.statusCode() != 204) {
      throw new IOException("Keycloak refused: " + response.statusCode() + " " + response.body());
    }
  }

  /** How many requests the token endpoint of the realm has had. */
  long tokenRequests() throws IOException, InterruptedException {
    // a line is logged a moment after its answer: once that of a later request is there, all are
    String marker = "/realms/" + UUID.randomUUID();
    URI uri = URI.create("https://localhost:" + port + marker);
    http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding());
    Awaitility.await(marker).until(() -> Files.readString(log).contains(marker));
    try (Stream<String> lines = Files.lines(log)) {
      return lines
          .filter(line -> line.contains("POST /realms/lab/protocol/openid-connect/token "))
          .count();
    }
  }

  void awaitReady(Process process) throws IOException, InterruptedException {
    long end = System.nanoTime() + START_LIMIT.toNanos();
    while (System.nanoTime() < end) {
      if (!process.isAlive()) {
        break;
      }
      try {
        HttpRequest request = HttpRequest.newBuilder(URI.create(issuer(port))).build();
        if (http.send(request, BodyHandlers.discarding()).statusCode() == 200) {
          return;
        }
      } catch (IOException notYet) {
        // not listening yet
      }
      LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
    }
    throw new IOException("Keycloak did not start:\n" + Files.readString(log));
  }

  private String accessToken(String url, String form) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form))
            .build();
    HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
    Matcher token = ACCESS_TOKEN.matcher(response.body());
    if (!token.find()) {
      throw new IOException("no token: " + response.statusCode() + " " + response.body());
    }
    return token.group(1);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }
}
