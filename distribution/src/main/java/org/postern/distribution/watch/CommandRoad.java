package org.postern.distribution.watch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.postern.core.settings.SettingValues;
import org.postern.core.smtp.Visible;
import org.postern.distribution.output.Json;
import org.postern.distribution.wiring.AlertKeys;

/**
 * By a program of the administrator. It gets an environment of its own: what ours holds may be
 * secret.
 */
final class CommandRoad implements Road {

  private static final int SHOWN = 200;
  private static final int KEPT = 4 * SHOWN;
  private static final int BLOCK = 8192;

  /** For a busy host: they are there when it ends, but somebody must have read them. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(10);

  private static final List<String> INHERITED =
      List.of("PATH", "HOME", "USER", "LOGNAME", "LANG", "TZ", "TMPDIR", "SYSTEMROOT", "TEMP");

  private final List<String> line;
  private final Duration limit;
  private final String host;

  private CommandRoad(List<String> line, Duration limit, String host) {
    this.line = line;
    this.limit = limit;
    this.host = host;
  }

  /** The one that the settings name, if any. */
  static Optional<Road> of(SettingValues values, String host) {
    return values
        .find(AlertKeys.COMMAND)
        .map(line -> new CommandRoad(line, values.get(AlertKeys.COMMAND_TIMEOUT), host));
  }

  @Override
  public String name() {
    return "command";
  }

  @Override
  public String carry(Notice notice) throws RoadException, InterruptedException {
    Map<String, String> fields = notice.fields(host);
    Process process = started(fields);
    try {
      // beside us: a program that neither reads nor ends must not keep us
      FutureTask<String> talk = new FutureTask<>(() -> talk(process, Json.of(fields)));
      Thread talker = new Thread(talk, "postern-alert-command");
      talker.setDaemon(true);
      talker.start();
      if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new RoadException(
            line.get(0)
                + " did not end within "
                + limit.toMillis()
                + " ms ("
                + AlertKeys.COMMAND_TIMEOUT
                + ") and was killed",
            true);
      }
      if (process.exitValue() != 0) {
        throw new RoadException(
            line.get(0) + " ended with exit code " + process.exitValue() + said(talk), true);
      }
      return line.get(0) + " ended with exit code 0";
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private Process started(Map<String, String> fields) throws RoadException {
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> !INHERITED.contains(name.toUpperCase(Locale.ROOT)));
    fields.forEach(
        (name, value) -> environment.put("POSTERN_ALERT_" + name.toUpperCase(Locale.ROOT), value));
    try {
      return builder.start();
    } catch (IOException absent) {
      throw new RoadException(
          "the program of "
              + AlertKeys.COMMAND
              + " cannot be started: "
              + Visible.text(String.valueOf(absent.getMessage())),
          true);
    }
  }

  /** Its last lines, where programs say why; all is read, so that it never waits for us. */
  private static String talk(Process process, String json) throws IOException {
    try (OutputStream in = process.getOutputStream()) {
      in.write(json.getBytes(StandardCharsets.UTF_8));
    } catch (IOException notRead) {
      // it need not
    }
    try (InputStream out = process.getInputStream()) {
      byte[] last = {};
      byte[] more;
      while ((more = out.readNBytes(BLOCK)).length > 0) {
        byte[] both = Arrays.copyOf(last, last.length + more.length);
        System.arraycopy(more, 0, both, last.length, more.length);
        last = Arrays.copyOfRange(both, Math.max(0, both.length - KEPT), both.length);
      }
      return lastLines(new String(last, StandardCharsets.UTF_8));
    }
  }

  private static String lastLines(String text) {
    String lines =
        text.lines()
            .map(line -> Visible.text(line.strip()))
            .filter(line -> !line.isEmpty())
            .collect(Collectors.joining(" / "));
    return lines.length() <= SHOWN ? lines : "\u2026" + lines.substring(lines.length() - SHOWN);
  }

  /** Nothing where one that it began keeps its output open. */
  private static String said(FutureTask<String> talk) throws InterruptedException {
    try {
      String words = talk.get(LAST_WORDS.toNanos(), TimeUnit.NANOSECONDS);
      return words.isEmpty() ? "" : ": " + words;
    } catch (ExecutionException | TimeoutException silent) {
      return "";
    }
  }
}
