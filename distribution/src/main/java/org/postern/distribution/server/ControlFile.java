package org.postern.distribution.server;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/**
 * How commands reach the server of a spool: a file in the spool's folder, readable by its owner
 * alone, that exists while the server runs.
 *
 * @param pid the server's process
 * @param port where it listens for commands, on 127.0.0.1
 * @param token what it asks of them
 */
record ControlFile(long pid, int port, String token) {

  static final String NAME = "server.control";

  /** Empty where no server runs; one that was killed leaves a file, but no process. */
  static Optional<ControlFile> read(Path spool) throws IOException {
    Path file = spool.resolve(NAME);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Properties text = new Properties();
    text.load(new StringReader(Files.readString(file)));
    try {
      ControlFile found =
          new ControlFile(
              Long.parseLong(text.getProperty("pid", "")),
              Integer.parseInt(text.getProperty("port", "")),
              text.getProperty("token", ""));
      return Optional.of(found).filter(one -> ProcessHandle.of(one.pid).isPresent());
    } catch (NumberFormatException damaged) {
      throw new IOException(file + " is damaged; restart `postern run`", damaged);
    }
  }

  /** Whoever reads sees the whole file or none. */
  void write(Path spool) throws IOException {
    PrivateFile.write(
        spool.resolve(NAME), "pid=" + pid + "\nport=" + port + "\ntoken=" + token + "\n");
  }

  /** Where this is what stands there: in an exchanged folder it may be another server's. */
  void remove(Path spool) throws IOException {
    if (read(spool).filter(this::equals).isPresent()) {
      Files.delete(spool.resolve(NAME));
    }
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "process " + pid + ", port " + port;
  }
}
