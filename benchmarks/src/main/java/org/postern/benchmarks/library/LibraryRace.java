package org.postern.benchmarks.library;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/**
 * Mails a second that libraries hand to Postfix's smtp-sink, from 1, 10 and 50 threads with as many
 * connections, and the ratio of each to Postern's. Arguments: the port of smtp-sink, seconds for
 * each figure, the folder with Nodemailer (or - to leave it out).
 */
public final class LibraryRace {

  private static final int[] THREADS = {1, 10, 50};

  private final int port;
  private final int seconds;
  private final Map<Integer, Double> ours = new TreeMap<>();

  private LibraryRace(int port, int seconds) {
    this.port = port;
    this.seconds = seconds;
  }

  /** Opens a contender for so many threads. */
  private interface Opening {
    Contender open(int threads) throws Exception;
  }

  /** Prints the table. */
  public static void main(String[] args) throws Exception {
    LibraryRace race = new LibraryRace(Integer.parseInt(args[0]), Integer.parseInt(args[1]));
    System.out.printf("%-34s %14s %14s %14s%n", "mails/s (Postern = 1.00)", "1 thread", "10", "50");
    race.row("Postern, composed", n -> PosternSend.composing(race.port, n), true);
    race.row("simple-java-mail + batch", n -> new SimpleJavaMailSend(race.port, n), false);
    if (!args[2].equals("-")) {
      race.nodemailer(Path.of(args[2]));
    }
    race.row("Postern, ready-made bytes", n -> PosternSend.ready(race.port, n), true);
    race.row("Angus by hand, ready-made bytes", n -> new AngusSend(race.port), false);
    System.exit(0); // peers leave threads behind that are no daemons
  }

  private void row(String name, Opening opening, boolean measure) throws Exception {
    List<Double> figures = new ArrayList<>();
    for (int threads : THREADS) {
      try (Contender contender = opening.open(threads)) {
        run(contender, threads, seconds); // warms up
        figures.add(run(contender, threads, seconds));
      }
      if (measure) {
        ours.put(threads, figures.get(figures.size() - 1));
      }
    }
    print(name, figures);
  }

  private void print(String name, List<Double> figures) {
    StringBuilder line = new StringBuilder(String.format("%-34s", name));
    for (int i = 0; i < THREADS.length; i++) {
      double ratio = figures.get(i) / ours.get(THREADS[i]);
      line.append(String.format(Locale.ROOT, " %7.0f (%.2f)", figures.get(i), ratio));
    }
    System.out.println(line);
  }

  private static double run(Contender contender, int threads, int seconds) throws Exception {
    LongAdder sent = new LongAdder();
    AtomicBoolean over = new AtomicBoolean();
    AtomicReference<Exception> failed = new AtomicReference<>();
    List<Thread> workers = new ArrayList<>();
    long start = System.nanoTime();
    for (int i = 0; i < threads; i++) {
      Thread worker =
          new Thread(
              () -> {
                try {
                  while (!over.get()) {
                    contender.send();
                    sent.increment();
                  }
                } catch (Exception broken) {
                  failed.set(broken);
                }
              });
      workers.add(worker);
      worker.start();
    }
    Thread.sleep(seconds * 1000L);
    over.set(true);
    for (Thread worker : workers) {
      worker.join();
    }
    if (failed.get() != null) {
      throw failed.get();
    }
    return sent.sum() * 1e9 / (System.nanoTime() - start);
  }

  /** One process for each number of connections; it prints its figure. */
  private void nodemailer(Path folder) throws IOException, InterruptedException {
    List<Double> figures = new ArrayList<>();
    for (int threads : THREADS) {
      Process node =
          new ProcessBuilder(
                  "node",
                  "send.js",
                  Integer.toString(port),
                  Integer.toString(threads),
                  Integer.toString(seconds))
              .directory(new File(folder.toString()))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      figures.add(Double.parseDouble(new String(node.getInputStream().readAllBytes()).strip()));
      node.waitFor();
    }
    print("Nodemailer, pool", figures);
  }
}
