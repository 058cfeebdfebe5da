package org.postern.distribution.bundle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The packed bundle, unpacked, and its launcher as a process. Unchanging, so that the tests of a
 * class can share one; each unpacking has a cache of its own beside it.
 */
final class Bundle {

  private static final String CACHE = "POSTERN_CACHE";

  private final Path home;
  private final Map<String, String> environment;
  private final Path input;

  private Bundle(Path home, Map<String, String> environment, Path input) {
    this.home = home;
    this.environment = environment;
    this.input = input;
  }

  /** What a process left behind. */
  record Run(int code, String out, String err) {}

  /** Unpacks the tar.gz below {@code folder}. */
  static Bundle unpack(Path folder) {
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      Path archive =
          files.filter(file -> file.toString().endsWith(".tar.gz")).findFirst().orElseThrow();
      Files.createDirectories(folder);
      run(
          Path.of("/dev/null"),
          Map.of(),
          "tar",
          "xf",
          archive.toAbsolutePath().toString(),
          "-C",
          folder.toString());
      try (Stream<Path> homes = Files.list(folder)) {
        return new Bundle(
            homes.findFirst().orElseThrow(),
            Map.of(
                "JAVA_HOME",
                System.getProperty("java.home"),
                CACHE,
                folder.resolve("cache").toString(),
                "PATH",
                System.getenv("PATH")),
            Path.of("/dev/null"));
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  Path home() {
    return home;
  }

  Path launcher() {
    return home.resolve("bin/postern");
  }

  Path sendmail() {
    return home.resolve("bin/postern-sendmail");
  }

  /** The class archives and the rest that the launcher keeps. */
  Path cache() {
    return Path.of(environment.get(CACHE));
  }

  /** With a cache where there is nothing yet, or where there can be nothing. */
  Bundle withCache(Path folder) {
    return with(CACHE, folder.toString());
  }

  /** With that variable of the environment; the empty text removes it. */
  Bundle with(String name, String value) {
    Map<String, String> changed = new TreeMap<>(environment);
    changed.put(name, value);
    return new Bundle(home, changed, input);
  }

  /** Whose runs read that file. */
  Bundle fed(Path file) {
    return new Bundle(home, environment, file);
  }

  /** Runs bin/postern. */
  Run postern(String... arguments) {
    return start(launcher(), arguments);
  }

  /** Runs that launcher, a link to ours for instance. */
  Run start(Path launcher, String... arguments) {
    List<String> line = new ArrayList<>(List.of(launcher.toString()));
    line.addAll(Arrays.asList(arguments));
    Map<String, String> given = new TreeMap<>(environment);
    given.values().removeIf(String::isEmpty);
    return run(input, given, line.toArray(String[]::new));
  }

  /** Runs bin/postern as the user nobody; only root can do that. */
  Run asNobody(String... arguments) {
    return asNobody(launcher(), arguments);
  }

  /** Runs bin/postern-sendmail as the user nobody. */
  Run sendmailOfNobody(String... arguments) {
    return asNobody(sendmail(), arguments);
  }

  private Run asNobody(Path launcher, String... arguments) {
    List<String> line =
        new ArrayList<>(
            List.of(
                "setpriv",
                "--reuid=65534",
                "--regid=65534",
                "--clear-groups",
                launcher.toString()));
    line.addAll(Arrays.asList(arguments));
    return run(input, environment, line.toArray(String[]::new));
  }

  /** Starts bin/postern and does not wait for it. */
  Process begin(String... arguments) throws IOException {
    List<String> line = new ArrayList<>(List.of(launcher().toString()));
    line.addAll(Arrays.asList(arguments));
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.environment().putAll(environment);
    return builder
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** Starts bin/postern, its output into a file, and does not wait for it. */
  Process beginInto(Path output, String... arguments) throws IOException {
    return begin(launcher(), output, arguments);
  }

  /** Starts bin/postern-testkit, its output into a file, and does not wait for it. */
  Process beginTestkit(Path output, String... arguments) throws IOException {
    return begin(home.resolve("bin/postern-testkit"), output, arguments);
  }

  private Process begin(Path program, Path output, String... arguments) throws IOException {
    // a shell's background job ignores SIGINT, and so does whatever it starts
    List<String> line = new ArrayList<>(List.of("env", "--default-signal=INT", program.toString()));
    line.addAll(Arrays.asList(arguments));
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.environment().putAll(environment);
    return builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
  }

  private static Run run(Path input, Map<String, String> environment, String... line) {
    try {
      Path out = Files.createTempFile("out", "");
      Path err = Files.createTempFile("err", "");
      ProcessBuilder builder =
          new ProcessBuilder(line)
              .redirectInput(ProcessBuilder.Redirect.from(input.toFile()))
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      if (!environment.isEmpty()) {
        builder.environment().clear();
        builder.environment().putAll(environment);
      }
      Process process = builder.start();
      if (!process.waitFor(90, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException(String.join(" ", line) + " does not end");
      }
      return new Run(process.exitValue(), read(out), read(err));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  private static String read(Path file) throws IOException {
    String text = Files.readString(file, StandardCharsets.UTF_8);
    Files.delete(file);
    return text;
  }
}
