package org.postern.distribution.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
    Path folder = dir.isPresent() ? fresh(dir.get()) : newFolder();
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

  /** Short, so that the commands of the story fit; ours alone, since making it fails otherwise. */
  private static Path newFolder() throws IOException {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    for (int number = 1; number < 1000; number++) {
      Path folder = temporary.resolve("postern-demo-" + number);
      try {
        return Files.getFileStore(temporary).supportsFileAttributeView("posix")
            ? Files.createDirectory(
                folder,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")))
            : Files.createDirectory(folder);
      } catch (FileAlreadyExistsException taken) {
        continue;
      }
    }
    throw CommandFailure.usage(temporary + " is full of demos; remove them, or name a folder");
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
