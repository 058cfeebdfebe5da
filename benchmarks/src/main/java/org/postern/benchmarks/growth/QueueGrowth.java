package org.postern.benchmarks.growth;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.postern.auth.open.OpenProvider;
import org.postern.core.settings.CoreKeys;
import org.postern.core.settings.MailSettings;
import org.postern.core.settings.SettingValues;
import org.postern.core.smtp.MailAddress;
import org.postern.spool.Arrival;
import org.postern.spool.Claim;
import org.postern.spool.Intake;
import org.postern.spool.Settlement;
import org.postern.spool.Spool;
import org.postern.spool.SpoolKeys;
import org.postern.spool.SpoolRecipient;
import org.postern.spool.sql.Spools;

/**
 * A spool with ever more mails of 1 KB waiting: mails taken in a second (ten threads), mails
 * claimed and settled a second, the time in which a new process has it open and claims its first
 * mail, and that process's heap. Arguments: the folder, then the sizes; {@code restart FOLDER} is
 * what the new process runs.
 */
public final class QueueGrowth {

  private static final int THREADS = 10;
  private static final int MEASURED = 10_000;
  private static final Duration LEASE = Duration.ofMinutes(5);
  private static final MailAddress TO = MailAddress.parse("b@example.org");
  private static final Arrival ARRIVAL =
      new Arrival(
          Optional.of(MailAddress.parse("a@example.com")),
          List.of(SpoolRecipient.of(TO)),
          Optional.empty(),
          Optional.empty(),
          false,
          "<1@example.com>",
          "benchmark");
  private static final byte[] MAIL =
      ("Subject: x\r\n\r\n" + ("x".repeat(62) + "\r\n").repeat(16))
          .getBytes(StandardCharsets.US_ASCII);

  private QueueGrowth() {}

  /** Prints the table. */
  public static void main(String[] args) throws Exception {
    if (args[0].equals("restart")) {
      restart(Path.of(args[1]));
      return;
    }
    System.out.printf(
        "%-12s %18s %18s %16s %10s%n",
        "waiting", "accepted/s", "claimed/s", "restart, ms", "heap, MB");
    List<Double> first = new ArrayList<>();
    for (int i = 1; i < args.length; i++) {
      row(Path.of(args[0]), Integer.parseInt(args[i]), first);
    }
  }

  private static void row(Path folder, int waiting, List<Double> first) throws Exception {
    double accepted;
    double claimed;
    try (Spool spool = Spools.open(settings(folder))) {
      accept(spool, waiting - (int) spool.queue().counts().mails());
      settle(spool, accept(spool, MEASURED) > 0 ? MEASURED : 0); // warms up
      accepted = accept(spool, MEASURED);
      claimed = settle(spool, MEASURED);
    }
    String[] restarted = child(folder).split(" ");
    double restart = Double.parseDouble(restarted[0]);
    if (first.isEmpty()) {
      first.addAll(List.of(accepted, claimed, restart));
    }
    System.out.printf(
        Locale.ROOT,
        "%,-12d %10.0f (%4.2f) %10.0f (%4.2f) %8.0f (%4.2f) %10s%n",
        waiting,
        accepted,
        accepted / first.get(0),
        claimed,
        claimed / first.get(1),
        restart,
        restart / first.get(2),
        restarted[1]);
  }

  private static SettingValues settings(Path folder) {
    return MailSettings.builder(List.of(new OpenProvider()), SpoolKeys.all())
        .set(CoreKeys.HOST, "127.0.0.1")
        .set(SpoolKeys.FOLDER, folder)
        .build()
        .values();
  }

  private static double accept(Spool spool, int mails) throws InterruptedException {
    AtomicInteger left = new AtomicInteger(mails);
    long start = System.nanoTime();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      Thread thread =
          new Thread(
              () -> {
                while (left.getAndDecrement() > 0) {
                  put(spool);
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return mails * 1e9 / (System.nanoTime() - start);
  }

  private static void put(Spool spool) {
    try (Intake intake = spool.receive()) {
      intake.body().write(MAIL);
      intake.commit(ARRIVAL);
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static double settle(Spool spool, int mails) {
    long start = System.nanoTime();
    int left = mails;
    while (left > 0) {
      List<Claim> claims = spool.claim(Math.min(left, 100), LEASE);
      claims.forEach(claim -> spool.settleSoon(claim, List.of(new Settlement.Done(TO)), List.of()));
      left -= claims.size();
    }
    return mails * 1e9 / (System.nanoTime() - start);
  }

  private static String child(Path folder) throws IOException, InterruptedException {
    Process java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                QueueGrowth.class.getName(),
                "restart",
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said = new String(java.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    if (java.waitFor() != 0) {
      throw new IllegalStateException("the new process failed");
    }
    return said.strip();
  }

  /** From the start of the JVM. */
  private static void restart(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException(folder + " is no folder");
    }
    try (Spool spool = Spools.open(settings(folder))) {
      Claim claim = spool.claim(1, LEASE).get(0);
      long took = System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
      spool.release(claim);
      System.gc();
      long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
      System.out.println(took + " " + (heap >> 20));
    }
  }
}
