package org.postern.benchmarks.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/**
 * How long {@code postern send} and {@code postern run} take on each JDK beside that JDK doing
 * nothing, and what memory the server holds. Arguments: the bundle, a folder of settings that lead
 * to a server, the port at which it listens, smtp-source, then the homes of JDKs.
 */
public final class StartTimes {

  private static final int RUNS = 7;
  private static final int MAILS = 20_000;

  private final Path bundle;
  private final Path conf;
  private final String port;
  private final String source;

  private StartTimes(String[] args) {
    this.bundle = Path.of(args[0]);
    this.conf = Path.of(args[1]);
    this.port = args[2];
    this.source = args[3];
  }

  /** Prints the table. */
  public static void main(String[] args) throws Exception {
    StartTimes times = new StartTimes(args);
    System.out.printf(
        "%-26s %10s %14s %14s %9s %9s%n",
        "seconds (java = 1.0)", "java", "send", "run is ready", "idle, MB", "load, MB");
    for (String home : Arrays.asList(args).subList(4, args.length)) {
      times.row(home);
    }
  }

  private void row(String home) throws Exception {
    double java = median(() -> seconds(home, List.of(home + "/bin/java", "-version")));
    List<String> send =
        List.of(
            command(),
            "-c",
            conf.toString(),
            "send",
            "--from",
            "a@example.com",
            "--to",
            "b@example.org",
            "--subject",
            "s",
            "--text",
            "t");
    double sent = median(() -> seconds(home, send));
    List<Double> ready = new ArrayList<>();
    for (int i = 0; i < RUNS; i++) {
      long start = System.nanoTime();
      Process server = server(home);
      ready.add((System.nanoTime() - start) / 1e9);
      stop(server);
    }
    ready.sort(null);
    Process server = server(home);
    Thread.sleep(5000);
    long idle = memory(server);
    load();
    long loaded = memory(server);
    stop(server);
    double run = ready.get(RUNS / 2);
    System.out.printf(
        Locale.ROOT,
        "%-26s %10.2f %7.2f (%4.1f) %7.2f (%4.1f) %9d %9d%n",
        Path.of(home).getFileName(),
        java,
        sent,
        sent / java,
        run,
        run / java,
        idle,
        loaded);
  }

  private String command() {
    return bundle.resolve("bin/postern").toString();
  }

  private static double median(Callable<Double> run) throws Exception {
    run.call(); // what it prepares at its first time is there then
    List<Double> all = new ArrayList<>();
    for (int i = 0; i < RUNS; i++) {
      all.add(run.call());
    }
    all.sort(null);
    return all.get(RUNS / 2);
  }

  private static double seconds(String home, List<String> line)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.environment().put("JAVA_HOME", home);
    Path said = Files.createTempFile("start", ".out");
    long start = System.nanoTime();
    Process process = builder.redirectErrorStream(true).redirectOutput(said.toFile()).start();
    int exit = process.waitFor();
    double took = (System.nanoTime() - start) / 1e9;
    if (exit != 0) {
      throw new IllegalStateException(line + " ended with " + exit + ": " + Files.readString(said));
    }
    Files.delete(said);
    return took;
  }

  private Process server(String home) throws IOException, InterruptedException {
    Path log = conf.resolveSibling("start.log");
    Files.deleteIfExists(log);
    ProcessBuilder builder = new ProcessBuilder(command(), "-c", conf.toString(), "run");
    builder.environment().put("JAVA_HOME", home);
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    while (!Files.exists(log) || !Files.readString(log).contains("Ready: ")) {
      if (!process.isAlive()) {
        throw new IllegalStateException(Files.readString(log));
      }
      Thread.sleep(5);
    }
    return process;
  }

  private static void stop(Process server) throws InterruptedException {
    server.destroy();
    server.waitFor();
  }

  private void load() throws IOException, InterruptedException {
    int exit =
        new ProcessBuilder(
                source,
                "-d",
                "-s",
                "20",
                "-m",
                Integer.toString(MAILS),
                "-l",
                "5120",
                "-f",
                "a@example.com",
                "-t",
                "b@example.org",
                "127.0.0.1:" + port)
            .inheritIO()
            .start()
            .waitFor();
    if (exit != 0) {
      throw new IllegalStateException("smtp-source ended with " + exit);
    }
  }

  /** Resident, in MB. */
  private static long memory(Process process) throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
        .findFirst()
        .orElseThrow();
  }
}
