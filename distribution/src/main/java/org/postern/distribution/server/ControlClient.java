package org.postern.distribution.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Tells the server of a spool what to do. */
public final class ControlClient {

  /** A reload may ask other hosts. */
  private static final Duration RELOAD = Duration.ofMinutes(2);

  private static final Duration STATUS = Duration.ofSeconds(5);

  private final ControlFile server;

  private ControlClient(ControlFile server) {
    this.server = server;
  }

  /**
   * What the server said.
   *
   * @param ok false where it could not do it
   * @param text why, or what it did
   */
  public record Said(boolean ok, String text) {}

  /**
   * The server that has this spool; empty where none runs.
   *
   * @throws IOException where the file that tells cannot be read
   */
  public static Optional<ControlClient> of(Path spool) throws IOException {
    return ControlFile.read(spool).map(ControlClient::new);
  }

  /** The server's process. */
  public long pid() {
    return server.pid();
  }

  /**
   * Applies the settings as they are now; waits until that is done. Empty where it has ended.
   *
   * @throws SocketTimeoutException where it says nothing for two minutes
   */
  public Optional<Said> reload() throws IOException {
    return post("/reload", RELOAD);
  }

  /**
   * How it stands, by name; empty where it has ended.
   *
   * @throws SocketTimeoutException where it says nothing for five seconds
   */
  public Optional<Map<String, String>> status() throws IOException {
    Optional<Said> said = post("/status", STATUS);
    return said.isEmpty() ? Optional.empty() : Optional.of(StatusText.parse(said.get().text()));
  }

  /**
   * Tries a way to the mail server that is held, without waiting for what comes of it; says nothing
   * where none is held. Empty where it has ended.
   *
   * @throws SocketTimeoutException where it says nothing for five seconds
   */
  public Optional<Said> tryNow() throws IOException {
    return post("/try", STATUS);
  }

  private Optional<Said> post(String command, Duration patience) throws IOException {
    URL url = new URL("http", "127.0.0.1", server.port(), command);
    HttpURLConnection connection = (HttpURLConnection) url.openConnection(Proxy.NO_PROXY);
    connection.setConnectTimeout((int) patience.toMillis());
    connection.setReadTimeout((int) patience.toMillis());
    connection.setRequestMethod("POST");
    connection.setRequestProperty("Authorization", "Bearer " + server.token());
    connection.setDoOutput(true);
    connection.setFixedLengthStreamingMode(0);
    try {
      connection.connect();
      connection.getOutputStream().close();
      boolean ok = connection.getResponseCode() == 200;
      try (InputStream body = ok ? connection.getInputStream() : connection.getErrorStream()) {
        return Optional.of(
            new Said(ok, new String(body.readAllBytes(), StandardCharsets.UTF_8).strip()));
      }
    } catch (ConnectException ended) {
      // it was killed, and its number went to another process
      return Optional.empty();
    } finally {
      connection.disconnect();
    }
  }
}
