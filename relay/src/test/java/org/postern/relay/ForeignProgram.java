package org.postern.relay;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A mail client that is not ours; left out, with a word, where it is not installed. */
final class ForeignProgram {

  private final List<String> command = new ArrayList<>();

  private ForeignProgram(Path program) {
    command.add(program.toString());
  }

  /** With {@code -Dpostern.e2e=required} its absence is an error. */
  static ForeignProgram named(String name) {
    return new ForeignProgram(
        Stream.of("/usr/bin/", "/usr/sbin/", "/usr/local/bin/", "/bin/")
            .map(folder -> Path.of(folder + name))
            .filter(Files::isExecutable)
            .findFirst()
            .orElseGet(() -> absent(name)));
  }

  private static Path absent(String name) {
    if ("required".equals(System.getProperty("postern.e2e"))) {
      throw new AssertionError(name + " is not installed");
    }
    return Assumptions.abort(name + " is not installed");
  }

  /** Starts it; its errors are seen in the test's own. */
  Process start(String... arguments) throws IOException {
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** Runs it to its end; what it printed, both streams. */
  String run(String input, String... arguments) throws IOException, InterruptedException {
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile("program", ".out");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().close();
      if (!process.waitFor(2, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new AssertionError(command + " does not end: " + Files.readString(output));
      }
      String printed = Files.readString(output);
      if (process.exitValue() != 0) {
        throw new AssertionError(command + " ends with " + process.exitValue() + ": " + printed);
      }
      return printed;
    } finally {
      Files.delete(output);
    }
  }
}
