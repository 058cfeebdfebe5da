package org.postern.testkit;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * The command {@code postern-testkit}: a fake provider for programs that are not written in Java,
 * and for people. Its one subcommand {@code serve} runs until it is stopped.
 */
public final class TestkitCommand {

  private static final int MISUSE = 2;
  private static final int CANNOT_START = 3;

  private final PrintStream out;
  private final PrintStream err;
  private final CountDownLatch stop;

  TestkitCommand(PrintStream out, PrintStream err, CountDownLatch stop) {
    this.out = out;
    this.err = err;
    this.stop = stop;
  }

  /** Runs the command; Ctrl-C and SIGTERM stop it in good order. */
  public static void main(String[] arguments) {
    CountDownLatch stop = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    int[] code = {0};
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  stop.countDown();
                  try {
                    stopped.await();
                  } catch (InterruptedException hurry) {
                    Thread.currentThread().interrupt();
                  }
                  System.out.flush();
                  if (code[0] != 0) {
                    // the signal would decide the exit code, and hide what --strict has found
                    Runtime.getRuntime().halt(code[0]);
                  }
                }));
    try {
      code[0] = new TestkitCommand(System.out, System.err, stop).run(List.of(arguments));
    } finally {
      stopped.countDown();
    }
    System.exit(code[0]);
  }

  /** Returns the exit code once the latch is open, or at once where nothing can be served. */
  int run(List<String> arguments) {
    try {
      if (arguments.isEmpty() || List.of("help", "--help", "-h").contains(arguments.get(0))) {
        out.print(ServeText.usage());
        return arguments.isEmpty() ? MISUSE : 0;
      }
      if (!arguments.get(0).equals("serve")) {
        throw new ServeOptions.Misuse(
            "unknown command " + arguments.get(0) + "; the one command is serve");
      }
      ServeOptions options = ServeOptions.parse(arguments.subList(1, arguments.size()));
      if (options.help) {
        out.print(ServeText.usage());
        return 0;
      }
      return serve(options);
    } catch (ServeOptions.Misuse misuse) {
      complain(misuse.getMessage());
      return MISUSE;
    } catch (NoSuchFileException missing) {
      complain(missing.getFile() + " does not exist; check the path");
    } catch (IOException | UncheckedIOException failed) {
      Throwable cause = Optional.ofNullable(failed.getCause()).orElse(failed);
      complain(failed.getMessage() + (cause == failed ? "" : ": " + cause.getMessage()));
    } catch (IllegalArgumentException badScript) {
      badScript.getMessage().lines().forEach(this::complain);
    }
    return CANNOT_START;
  }

  private void complain(String message) {
    err.println("postern-testkit: " + message);
  }

  private int serve(ServeOptions options) throws IOException {
    Optional<Script> script =
        options.script.isPresent() ? Optional.of(read(options.script.get())) : Optional.empty();
    Optional<Path> folder =
        options.ca.isPresent()
            ? Optional.empty()
            : Optional.of(Files.createTempDirectory("postern-testkit-"));
    Path pem = options.ca.orElseGet(() -> folder.orElseThrow().resolve("ca.pem")).toAbsolutePath();
    try (FakeProvider provider = options.provider().start();
        PrintStream log = log(options)) {
      provider.ca().writeRootPem(pem);
      if (options.keyFile.isPresent()) {
        options.account.orElseThrow().writeKeyFile(options.keyFile.get(), provider.tokenUri());
      }
      script.ifPresent(sentences -> sentences.applyTo(provider));
      ServeText text = new ServeText(provider, options, pem);
      provider.seen().listen(event -> log.println(options.json ? ServeText.json(event) : event));
      out.print(options.json ? text.readyAsJson() : text.ready());
      out.flush();
      stop.await();
      List<String> breaches = provider.smtp().violations();
      err.print(text.summary(breaches));
      return options.strict && !breaches.isEmpty() ? 1 : 0;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return 1;
    } finally {
      if (folder.isPresent()) {
        Files.deleteIfExists(pem);
        Files.deleteIfExists(folder.get());
      }
    }
  }

  private static Script read(Path file) throws IOException {
    try {
      return Script.read(file);
    } catch (NoSuchFileException missing) {
      throw missing;
    } catch (IOException unreadable) {
      throw new IOException(file + " cannot be read; name a text file in UTF-8", unreadable);
    }
  }

  /** Where the log goes; closing it leaves standard output open. */
  private PrintStream log(ServeOptions options) throws IOException {
    if (options.log.isEmpty()) {
      return new PrintStream(new Unclosed(out), true, "UTF-8");
    }
    return new PrintStream(
        Files.newOutputStream(
            options.log.get(), StandardOpenOption.CREATE, StandardOpenOption.APPEND),
        true,
        "UTF-8");
  }

  /** Standard output, which is not ours to close. */
  private static final class Unclosed extends FilterOutputStream {
    Unclosed(PrintStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
