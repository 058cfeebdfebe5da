package org.postern.distribution.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code postern run} as a process of its own, its log in a file. */
public final class ServerProcess implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final Path log;

  private ServerProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts it and does not wait. */
  public static ServerProcess begin(Path conf, String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of("-c", conf.toString(), "run"));
    all.addAll(Arrays.asList(arguments));
    ProcessBuilder line = java("org.postern.distribution.Postern", all);
    return begin(line, conf.resolveSibling("log-" + System.nanoTime()));
  }

  /** A JVM with our class path, told what {@code bin/postern} tells it. */
  public static ProcessBuilder java(String main, List<String> arguments) {
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m"));
    if (Runtime.version().feature() >= 24) {
      line.add("--sun-misc-unsafe-memory-access=allow");
      line.add("--enable-native-access=ALL-UNNAMED");
    }
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
    line.addAll(arguments);
    return new ProcessBuilder(line);
  }

  /** Starts that line and does not wait. */
  public static ServerProcess begin(ProcessBuilder line, Path log) throws IOException {
    return new ServerProcess(
        line.redirectErrorStream(true).redirectOutput(log.toFile()).start(), log);
  }

  /** Starts it; ready when it returns. */
  public static ServerProcess start(Path conf, String... arguments) throws IOException {
    return begin(conf, arguments).awaitReady();
  }

  /** Waits until it says that it takes mail. */
  public ServerProcess awaitReady() {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> log().contains("Ready: ") || !process.isAlive());
    assertThat(process.isAlive()).as(log()).isTrue();
    return this;
  }

  /** Where it takes mail. */
  public int port() {
    return found("Ready: mail is taken at 127\\.0\\.0\\.1:(\\d+)");
  }

  /** The answer of its health server: status and body. */
  public String health(String path, String token) throws IOException {
    int port = found("metrics are at http://\\S*:(\\d+)");
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    HttpURLConnection http = (HttpURLConnection) uri.toURL().openConnection();
    if (!token.isEmpty()) {
      http.setRequestProperty("Authorization", "Bearer " + token);
    }
    int code = http.getResponseCode();
    try (var body = code < 400 ? http.getInputStream() : http.getErrorStream()) {
      return code + " " + new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private int found(String pattern) {
    Matcher found = Pattern.compile(pattern).matcher(log());
    assertThat(found.find()).as(log()).isTrue();
    return Integer.parseInt(found.group(1));
  }

  /** All that it logged. */
  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Waits until its log says this. */
  public void awaitLog(String part) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(() -> assertThat(log()).contains(part));
  }

  /** Asks it to end (SIGTERM), and waits; its exit code. */
  public int terminate() throws InterruptedException {
    process.destroy();
    return ended();
  }

  /** Ends it at once (SIGKILL). */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    ended();
  }

  /** Waits for its end; its exit code. */
  public int ended() throws InterruptedException {
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  /** Its process. */
  public long pid() {
    return process.pid();
  }

  /** Ends it where it still runs: it writes no file, and holds no lock, from then on. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
