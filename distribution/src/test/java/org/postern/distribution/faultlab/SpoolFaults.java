package org.postern.distribution.faultlab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.postern.auth.open.OpenProvider;
import org.postern.core.settings.CoreKeys;
import org.postern.core.settings.MailSettings;
import org.postern.core.smtp.MailAddress;
import org.postern.spool.Arrival;
import org.postern.spool.Claim;
import org.postern.spool.Intake;
import org.postern.spool.Settlement;
import org.postern.spool.Spool;
import org.postern.spool.SpoolKeys;
import org.postern.spool.SpoolRecipient;
import org.postern.spool.sql.Spools;

/** What can be wrong with the place where mail waits. */
final class SpoolFaults {

  private static final Path MEMORY = Path.of("/dev/shm");

  private SpoolFaults() {}

  static List<Fault> all() {
    List<Fault> all = new ArrayList<>();
    all.add(Fault.basic("spool.unusable", site -> Files.createFile(site.conf().resolve("spool"))));
    all.add(Fault.basic("spool.open-to-others", site -> Site.mode(folder(site), "rwxr-xr-x")));
    all.add(
        Fault.basic(
            "spool.disk-full",
            site -> {
              folder(site);
              site.add("postern.spool.keep_free_mb=1000000");
            }));
    all.add(Fault.basic("spool.dead-mail", SpoolFaults::giveUpAMail));
    if (memoryIsADisk()) {
      all.add(Fault.basic("spool.does-not-last", SpoolFaults::inMemory));
    }
    return all;
  }

  /** True where there is a file system in memory to put a spool in. */
  static boolean memoryIsADisk() {
    try {
      return Files.isWritable(MEMORY) && Files.getFileStore(MEMORY).type().equals("tmpfs");
    } catch (IOException none) {
      return false;
    }
  }

  private static Path folder(Site site) throws IOException {
    Path folder = Files.createDirectory(site.conf().resolve("spool"));
    Site.mode(folder, "rwx------");
    return folder;
  }

  private static void inMemory(Site site) throws IOException {
    Path folder = Files.createTempDirectory(MEMORY, "postern-lab");
    Site.mode(folder, "rwx------");
    site.add("postern.spool.folder=" + folder);
    site.closing()
        .add(
            () -> {
              try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                  Files.delete(file);
                }
              }
            });
  }

  /** A bounce that nobody takes. */
  private static void giveUpAMail(Site site) throws IOException {
    List<OpenProvider> schemes = List.of(new OpenProvider());
    MailSettings settings =
        MailSettings.builder(schemes, List.copyOf(SpoolKeys.all()))
            .set(CoreKeys.HOST, "localhost")
            .set(SpoolKeys.FOLDER, site.conf().resolve("spool"))
            .build();
    MailAddress recipient = MailAddress.parse("nobody@example.org");
    try (Spool spool = Spools.open(settings.values());
        Intake intake = spool.receive()) {
      intake.body().write("Subject: a bounce\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      Claim claim =
          intake.commitClaimed(
              new Arrival(
                  Optional.empty(),
                  List.of(SpoolRecipient.of(recipient)),
                  Optional.empty(),
                  Optional.empty(),
                  false,
                  "",
                  "test"),
              Duration.ofMinutes(1));
      spool.settle(
          claim,
          List.of(
              new Settlement.Dead(
                  recipient, new Settlement.Trouble("nobody is there", Optional.empty()))),
          List.of());
    }
  }
}
