package org.postern.distribution.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.postern.distribution.demo.Demo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** The whole way on loopback. */
@Command(
    name = "demo",
    description = {
      "Send a mail in each mode to servers of its own, and tell what happened.",
      "Needs nothing installed; nothing leaves this machine. Its files stay for you to play with."
    })
final class DemoCommand implements Callable<Integer> {

  @ParentCommand PosternCommand postern;

  @Option(
      names = "--dir",
      paramLabel = "D",
      description = "Where to write (default: a new folder).")
  Optional<Path> dir = Optional.empty();

  @Option(
      names = {"--stay", "--keep"},
      description = "Keep the servers until Enter is pressed.")
  boolean stay;

  @Override
  public Integer call() throws IOException {
    Terminal terminal = postern.terminal();
    Path folder = dir.isPresent() ? fresh(dir.get()) : Files.createTempDirectory("postern-demo-");
    String launcher =
        postern
            .bundle()
            .home()
            .map(home -> home.resolve("bin/postern").toString())
            .orElse("postern");
    Demo demo =
        new Demo(
            folder.toAbsolutePath(),
            arguments -> CommandLines.run(terminal, postern.bundle(), arguments),
            terminal.out(),
            launcher);
    return demo.play(this::untilEnter);
  }

  private void untilEnter() {
    if (!stay) {
      return;
    }
    postern.terminal().line("The servers stay. Press Enter to end them.");
    try {
      int read = postern.terminal().in().read();
      postern.terminal().line(read < 0 ? "End of input." : "Good-bye.");
    } catch (IOException closed) {
      throw new UncheckedIOException(closed);
    }
  }

  private static Path fresh(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> content = Files.list(folder)) {
        if (content.findAny().isPresent()) {
          throw CommandFailure.usage(folder + " is not empty; name a new folder");
        }
      }
    }
    return folder;
  }
}
