package org.postern.spool;

import static org.postern.spool.SpoolSample.ANN;
import static org.postern.spool.SpoolSample.arrival;
import static org.postern.spool.SpoolSample.large;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import org.postern.spool.Settlement.Done;

/** A server of a spool in a process of its own, to be killed. */
final class SpoolChild implements AutoCloseable {

  private static final int LARGE = 2;
  private static final byte[] MEGABYTE = large(1 << 20);

  private final Process process;
  private final BufferedReader out;
  private final List<String> heard = new ArrayList<>();

  private SpoolChild(Process process) {
    this.process = process;
    this.out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
  }

  static SpoolChild start(Path folder, String part) throws IOException {
    return start(folder.toString(), part);
  }

  /**
   * @param place a folder, or the URL of a database for parts that begin with "node"
   */
  static SpoolChild start(String place, String part) throws IOException {
    return start(place, part, List.of());
  }

  /** As above, with more options of the JVM. */
  static SpoolChild start(String place, String part, List<String> options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(
        List.of(
            "-Xmx64m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC", // starts soonest
            "-cp",
            System.getProperty("java.class.path"),
            SpoolChild.class.getName(),
            place,
            part));
    return new SpoolChild(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start());
  }

  long pid() {
    return process.pid();
  }

  void awaitLine(String line) throws IOException {
    for (String next = out.readLine(); !line.equals(next); next = out.readLine()) {
      if (next == null) {
        throw new IOException("the child ended before it said " + line);
      }
    }
  }

  /** Waits for so many lines; they are among those of {@link #kill}. */
  void awaitLines(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      String line = out.readLine();
      if (line == null) {
        throw new IOException("the child ended early; it said " + heard);
      }
      heard.add(line);
    }
  }

  /** SIGKILL, and what it had said by then; its files are closed and its locks gone. */
  List<String> kill() {
    // the process's own method would close the stream that is still to be read
    process.toHandle().destroyForcibly();
    out.lines().forEach(heard::add);
    process.onExit().join();
    return heard;
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  public static void main(String[] args) throws InterruptedException {
    Spool spool =
        args[1].startsWith("node")
            ? PostgresServer.open(args[0], new SetClock(), true)
            : SqliteSpools.server(Path.of(args[0]));
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
    if (args[1].equals("large")) {
      out.println(passLarge(spool));
      return;
    }
    if (!args[1].endsWith("load")) {
      SpoolSample.put(spool, "held");
      spool.claim(1, Duration.ofDays(1));
      out.println("ready");
    } else {
      for (int i = 0; i < 8; i++) {
        int kind = i;
        Thread thread = new Thread(() -> load(spool, kind, out));
        thread.setDaemon(true);
        thread.start();
      }
    }
    Thread.sleep(Duration.ofMinutes(10).toMillis());
  }

  /** Two mails of 50 MB at once, in and out, in a heap of 64 MB; says what came out. */
  private static String passLarge(Spool spool) throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < LARGE; i++) {
      Thread thread = new Thread(() -> putFifty(spool));
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    List<String> out = new ArrayList<>();
    for (Claim claim : spool.claim(LARGE, Duration.ofHours(1))) {
      CRC32 sum = new CRC32();
      try {
        claim.body().writeTo(new CheckedOutputStream(OutputStream.nullOutputStream(), sum));
      } catch (IOException damaged) {
        out.add(damaged.getMessage());
      }
      out.add(claim.body().size() + ":" + sum.getValue());
      spool.settle(claim, List.of(new Done(ANN)), List.of());
    }
    return out.size() + " " + Set.copyOf(out);
  }

  private static void putFifty(Spool spool) {
    try (Intake intake = spool.receive()) {
      for (int i = 0; i < 50; i++) {
        SpoolSample.write(intake, MEGABYTE);
      }
      intake.commit(arrival(ANN));
    }
  }

  /** What {@link #passLarge} should say. */
  static String largePassed() {
    CRC32 sum = new CRC32();
    for (int i = 0; i < 50; i++) {
      sum.update(MEGABYTE);
    }
    return LARGE + " [" + (50 << 20) + ":" + sum.getValue() + "]";
  }

  /** Says what is durable after it is, and what may be gone before it is. */
  private static void load(Spool spool, int kind, PrintStream out) {
    while (true) {
      int size = kind == 0 ? 700_000 : ThreadLocalRandom.current().nextInt(200, 20_000);
      try (Intake intake = spool.receive()) {
        SpoolSample.write(intake, large(size));
        if (kind < 5) {
          MailId id = intake.commit(arrival(ANN));
          out.println("in " + id + " " + size);
        } else {
          Claim claim = intake.commitClaimed(arrival(ANN), Duration.ofDays(1));
          out.println("in " + claim.id() + " " + size);
          out.println("going " + claim.id());
          spool.settle(claim, List.of(new Done(ANN)), List.of());
          out.println("gone " + claim.id());
        }
      }
    }
  }
}
