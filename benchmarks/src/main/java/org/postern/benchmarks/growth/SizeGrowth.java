package org.postern.benchmarks.growth;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.postern.auth.open.OpenProvider;
import org.postern.core.AuthStrategies;
import org.postern.core.Mailer;
import org.postern.core.settings.CoreKeys;
import org.postern.core.settings.MailSettings;
import org.postern.core.smtp.DeliveryResult;
import org.postern.core.smtp.Envelope;
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
 * Mails from 1 KB to 50 MB, one after the other, through a spool and a mailer into smtp-sink: MB a
 * second, and the heap that was reached. To be run in a small heap. Arguments: the folder, the port
 * of smtp-sink, MB for each figure.
 */
public final class SizeGrowth {

  private static final int[] SIZES = {1 << 10, 10 << 10, 100 << 10, 1 << 20, 10 << 20, 50 << 20};
  private static final byte[] LINE =
      ("x".repeat(62) + "\r\n").repeat(16).getBytes(StandardCharsets.US_ASCII);
  private static final MailAddress FROM = MailAddress.parse("a@example.com");
  private static final MailAddress TO = MailAddress.parse("b@example.org");

  private SizeGrowth() {}

  /** Prints the table. */
  public static void main(String[] args) throws Exception {
    List<OpenProvider> open = List.of(new OpenProvider());
    MailSettings settings =
        MailSettings.builder(open, SpoolKeys.all())
            .set(CoreKeys.HOST, "127.0.0.1")
            .set(CoreKeys.PORT, Integer.parseInt(args[1]))
            .set(CoreKeys.POOL_MESSAGES, 1_000_000)
            .set(SpoolKeys.FOLDER, Path.of(args[0]))
            .build();
    long bytes = Long.parseLong(args[2]) << 20;
    System.out.printf("%-12s %12s %18s%n", "size", "MB/s", "largest heap, MB");
    try (Spool spool = Spools.open(settings.values());
        Mailer mailer = Mailer.open(settings, AuthStrategies.of(open))) {
      for (int size : SIZES) {
        run(spool, mailer, size, bytes / 8); // warms up
        ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
        double rate = run(spool, mailer, size, bytes);
        System.out.printf(
            Locale.ROOT, "%-12s %12.1f %18d%n", (size >> 10) + " KB", rate, heap() >> 20);
      }
    }
  }

  private static long heap() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .mapToLong(pool -> pool.getPeakUsage().getUsed())
        .sum();
  }

  private static double run(Spool spool, Mailer mailer, int size, long bytes) throws IOException {
    long mails = Math.min(Math.max(1, bytes / size), 2000);
    long start = System.nanoTime();
    for (long i = 0; i < mails; i++) {
      put(spool, size);
      deliver(spool, mailer);
    }
    return mails * (double) size / (1 << 20) * 1e9 / (System.nanoTime() - start);
  }

  private static void put(Spool spool, int size) throws IOException {
    try (Intake intake = spool.receive()) {
      OutputStream body = intake.body();
      body.write("Subject: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      for (int written = 0; written < size; written += LINE.length) {
        body.write(LINE);
      }
      intake.commit(
          new Arrival(
              Optional.of(FROM),
              List.of(SpoolRecipient.of(TO)),
              Optional.empty(),
              Optional.empty(),
              false,
              "<1@example.com>",
              "benchmark"));
    }
  }

  private static void deliver(Spool spool, Mailer mailer) {
    Claim claim = spool.claim(1, Duration.ofMinutes(5)).get(0);
    DeliveryResult result = mailer.send(Envelope.of(FROM, List.of(TO)), claim.body());
    if (!result.acceptedForAll()) {
      throw new IllegalStateException(result.toString());
    }
    spool.settle(claim, List.of(new Settlement.Done(TO)), List.of());
  }
}
