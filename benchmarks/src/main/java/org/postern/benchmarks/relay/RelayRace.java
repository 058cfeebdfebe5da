package org.postern.benchmarks.relay;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Mails of 5 KB a second, from smtp-source through a relay into smtp-sink, counted where they
 * arrive: straight, through Postern, through Postfix, and the ratio of each to Postfix. Arguments:
 * smtp-source, smtp-sink, the port of the sink, that of Postern, that of Postfix, mails for each
 * figure of Postern (a tenth of it for Postfix).
 */
public final class RelayRace {

  private static final int[] SESSIONS = {1, 10, 50, 200};
  private static final int BYTES = 5120;
  private static final int WARM_UP = 20_000;

  private final String source;
  private final Sink sink;

  private RelayRace(String source, Sink sink) {
    this.source = source;
    this.sink = sink;
  }

  /** Prints the table. */
  public static void main(String[] args) throws Exception {
    int port = Integer.parseInt(args[2]);
    int mails = Integer.parseInt(args[5]);
    Map<String, Integer> ports = new LinkedHashMap<>();
    ports.put("Postfix", Integer.parseInt(args[4]));
    ports.put("Postern", Integer.parseInt(args[3]));
    ports.put("straight to the sink", port);
    try (Sink sink = new Sink(args[1], port)) {
      RelayRace race = new RelayRace(args[0], sink);
      race.warmUp(ports.get("Postern"));
      race.table("one connection for each mail", List.of(), ports, mails);
      race.table("connections reused", List.of("-d"), ports, mails);
    }
  }

  /** A server runs for weeks: what its JVM has not compiled yet is no figure of it. */
  private void warmUp(int port) throws IOException, InterruptedException {
    for (List<String> options : List.of(List.of("-d"), List.<String>of())) {
      for (int i = 0; i < 3; i++) {
        run(options, 50, port, WARM_UP);
      }
    }
  }

  private void table(String title, List<String> options, Map<String, Integer> ports, int mails)
      throws Exception {
    System.out.printf(
        "%nmails/s, %s (Postfix = 1.0)%n%-22s %13s %13s %13s %13s%n",
        title, "sessions:", SESSIONS[0], SESSIONS[1], SESSIONS[2], SESSIONS[3]);
    List<Double> peer = new ArrayList<>();
    for (Map.Entry<String, Integer> way : ports.entrySet()) {
      int most = way.getKey().equals("Postfix") ? mails / 10 : mails;
      StringBuilder line = new StringBuilder(String.format("%-22s", way.getKey()));
      for (int i = 0; i < SESSIONS.length; i++) {
        run(options, SESSIONS[i], way.getValue(), most / 4); // warms up
        double figure = run(options, SESSIONS[i], way.getValue(), most);
        if (way.getKey().equals("Postfix")) {
          peer.add(figure);
        }
        line.append(String.format(Locale.ROOT, " %6.0f (%4.1f)", figure, figure / peer.get(i)));
      }
      System.out.println(line);
    }
  }

  private double run(List<String> options, int sessions, int port, int mails)
      throws IOException, InterruptedException {
    long before = sink.count();
    long start = System.nanoTime();
    List<String> command = new ArrayList<>(List.of(source));
    command.addAll(options);
    command.addAll(
        List.of(
            "-s",
            Integer.toString(sessions),
            "-m",
            Integer.toString(mails),
            "-l",
            Integer.toString(BYTES),
            "-f",
            "bench@example.com",
            "-t",
            "inbox@example.com",
            "127.0.0.1:" + port));
    Process sending = new ProcessBuilder(command).inheritIO().start();
    int exit = sending.waitFor();
    if (exit != 0) {
      throw new IllegalStateException("smtp-source ended with " + exit);
    }
    while (sink.count() - before < mails) {
      if (System.nanoTime() - start > 300_000_000_000L) {
        throw new IllegalStateException(
            "only " + (sink.count() - before) + " of " + mails + " mails arrived");
      }
      Thread.sleep(1);
    }
    return mails * 1e9 / (System.nanoTime() - start);
  }
}
