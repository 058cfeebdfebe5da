package org.postern.testkit.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.postern.core.settings.CoreKeys;
import org.postern.core.smtp.RecipientResult;

/** Sends one mail in a JVM of its own, that may be small or die. */
final class ChildMailer {

  /** The JVM is halted as soon as the result is known, without any clean-up. */
  static final String CRASH = "crash";

  /** Like the rest, with shorter limits, for servers that never end. */
  static final String HASTY = "hasty";

  private ChildMailer() {}

  /** The child: port, and perhaps one of the words above; prints the outcome. */
  public static void main(String[] args) {
    Postman postman = Postman.to("127.0.0.1", Integer.parseInt(args[0]));
    if (List.of(args).contains(HASTY)) {
      postman
          .set(CoreKeys.GREETING_TIMEOUT, Duration.ofMinutes(1))
          .set(CoreKeys.COMMAND_TIMEOUT, Duration.ofMinutes(1))
          .set(CoreKeys.DATA_TIMEOUT, Duration.ofMinutes(1))
          .set(CoreKeys.FINAL_DOT_TIMEOUT, Duration.ofMinutes(1));
    }
    RecipientResult result = postman.send();
    System.out.print(result.outcome());
    System.out.flush();
    if (List.of(args).contains(CRASH)) {
      Runtime.getRuntime().halt(0);
    }
  }

  static Process start(String heap, int port, String... words) throws IOException {
    List<String> command =
        Stream.concat(
                Stream.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx" + heap,
                    "-XX:+ExitOnOutOfMemoryError",
                    "-cp",
                    System.getProperty("java.class.path"),
                    ChildMailer.class.getName(),
                    Integer.toString(port)),
                Arrays.stream(words))
            .toList();
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /** What the child printed; an OutOfMemoryError is part of that. */
  static String run(String heap, int port, String... words)
      throws IOException, InterruptedException {
    Process child = start(heap, port, words);
    try {
      String printed = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!child.waitFor(60, TimeUnit.SECONDS) || child.exitValue() != 0) {
        return "exit " + (child.isAlive() ? "never" : child.exitValue()) + ": " + printed;
      }
      return printed;
    } finally {
      child.destroyForcibly();
    }
  }
}
