package org.postern.benchmarks.relay;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Postfix's smtp-sink, which counts aloud the mails that it throws away. */
final class Sink implements AutoCloseable {

  private final Process process;
  private final AtomicLong count = new AtomicLong();

  Sink(String program, int port) throws IOException {
    List<String> command = new ArrayList<>(List.of(program, "-c"));
    if (System.getProperty("user.name").equals("root")) {
      command.addAll(List.of("-u", "nobody"));
    }
    command.addAll(List.of("127.0.0.1:" + port, "1000"));
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    Thread reader = new Thread(this::read);
    reader.setDaemon(true);
    reader.start();
  }

  /** It writes each new count over the one before. */
  private void read() {
    try (InputStream said = process.getInputStream()) {
      long number = 0;
      for (int b = said.read(); b >= 0; b = said.read()) {
        if (b >= '0' && b <= '9') {
          number = number * 10 + b - '0';
        } else {
          count.accumulateAndGet(number, Math::max);
          number = 0;
        }
      }
    } catch (IOException ended) {
      // it was closed
    }
  }

  long count() {
    return count.get();
  }

  @Override
  public void close() {
    process.destroy();
  }
}
