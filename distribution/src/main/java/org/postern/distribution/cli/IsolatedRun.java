package org.postern.distribution.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.postern.distribution.wiring.BundleFolders;

/**
 * The same command in a JVM of its own: what a script does to its memory and its processor stays
 * there. Secrets are not handed over: that JVM reads the settings itself.
 */
final class IsolatedRun {

  /** For the start of the JVM and for mail that is under way. */
  private static final Duration GRACE = Duration.ofMinutes(2);

  /**
   * Goes before the arguments, which are handed on as they are: taking --isolated out of them would
   * miss --isolated=true and @-files, and then each JVM would start another.
   */
  static final String INSIDE = "--inside-isolated-run";

  /** By its name: the command line does not know who starts it. */
  private static final String MAIN = "org.postern.distribution.Postern";

  private final Terminal terminal;
  private final String heap;
  private final Duration limit;

  /**
   * @param heap as of {@code -Xmx}
   * @param limit of the script
   */
  IsolatedRun(Terminal terminal, String heap, Duration limit) {
    if (!heap.matches("[1-9]\\d{0,6}[kKmMgG]")) {
      throw new CommandFailure(
          ExitCode.USAGE, "--heap " + heap + ": write a number and its unit, such as 128m");
    }
    this.terminal = terminal;
    this.heap = heap;
    this.limit = limit;
  }

  /**
   * @param arguments all of this command line, as they were given
   */
  int run(BundleFolders bundle, List<String> arguments) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command(bundle, arguments)).start();
    Thread hook = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      Thread out = copying(process.getInputStream(), terminal::line);
      Thread err = copying(process.getErrorStream(), terminal::note);
      if (!process.waitFor(limit.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
        terminal.note(
            "postern: the isolated run was ended: it took longer than "
                + limit.toSeconds()
                + " s and two minutes for its mail");
        return ExitCode.SCRIPT_FAILED;
      }
      out.join();
      err.join();
      return process.exitValue();
    } finally {
      process.destroyForcibly();
      Runtime.getRuntime().removeShutdownHook(hook);
    }
  }

  /**
   * Inside that JVM: ends it when the one that started it is gone, however it ended. The standard
   * input that leads there has nothing to read until then.
   */
  static void endWithStarter(InputStream fromStarter) {
    Thread thread =
        new Thread(
            () -> {
              try {
                fromStarter.transferTo(OutputStream.nullOutputStream());
              } catch (IOException broken) {
                // as good as its end
              }
              Runtime.getRuntime().halt(ExitCode.UNEXPECTED);
            },
            "starter");
    thread.setDaemon(true);
    thread.start();
  }

  private List<String> command(BundleFolders bundle, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx" + heap, "-Xss1m"));
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.add("-Dguice_custom_class_loading=CHILD");
    command.add("-Djdk.http.auth.tunneling.disabledSchemes=");
    bundle.home().ifPresent(home -> command.add("-Dpostern.home=" + home));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(MAIN, INSIDE));
    command.addAll(arguments);
    return command;
  }

  private static Thread copying(InputStream from, Consumer<String> to) {
    Thread thread =
        new Thread(
            () -> {
              try (BufferedReader lines =
                  new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))) {
                lines.lines().forEach(to);
              } catch (IOException ended) {
                // the process is gone; its exit code says the rest
              }
            },
            "isolated run");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
