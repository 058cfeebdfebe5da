package org.postern.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;
import static org.postern.spool.SpoolSample.ANN;
import static org.postern.spool.SpoolSample.MINUTE;
import static org.postern.spool.SpoolSample.arrival;
import static org.postern.spool.SpoolSample.large;
import static org.postern.spool.SpoolSample.put;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.spool.Settlement.Done;
import org.postern.spool.SpoolException.Kind;

/** A disk that another program fills to its last byte. */
class SqliteReserveTest {

  private static final long KEPT = 16 << 20;
  private static final Duration SHORT = Duration.ofMillis(50);

  @TempDir Path temp;

  private static Spool open(Path folder, long kept) {
    return SqliteSpools.open(folder, true, kept, SHORT);
  }

  private static void awaitReserve(Path folder) {
    await().ignoreExceptions().until(() -> Files.size(folder.resolve("spool.reserve")) == KEPT / 2);
  }

  private static void fill(SmallDisk disk) throws IOException {
    byte[] block = new byte[4096];
    try (OutputStream out = Files.newOutputStream(disk.path().resolve("ballast"))) {
      while (true) {
        out.write(block);
      }
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("No space left");
    }
  }

  /** As after a kill, log and all. */
  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectory(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  /** Whatever the disk refuses meanwhile: what is claimed is kept in mind until it is settled. */
  private static void deliverAll(Spool spool, int mails) {
    Deque<Claim> claims = new ArrayDeque<>();
    await()
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              claims.addAll(spool.claim(mails, MINUTE));
              while (!claims.isEmpty()) {
                spool.settle(claims.element(), List.of(new Done(ANN)), List.of());
                claims.remove();
              }
              assertThat(spool.queue().counts().mails()).isZero();
            });
  }

  @Test
  void deliveryGoesOnInWhatIsSetAsideAndItIsSetAsideAgain() throws IOException {
    try (SmallDisk disk = SmallDisk.mounted(temp.resolve("disk"), 64)) {
      Path folder = disk.path().resolve("spool");
      try (Spool spool = open(folder, KEPT)) {
        awaitReserve(folder);
        for (int i = 0; i < 30; i++) {
          put(spool, large(100_000), arrival(ANN));
        }
        fill(disk);
        await().until(() -> spool.refusal().map(why -> why.kind() == Kind.FULL).orElse(false));

        deliverAll(spool, 30);

        Files.delete(disk.path().resolve("ballast"));
        awaitReserve(folder);
        put(spool, "taken again");
      }
    }
  }

  @Test
  void aServerThatWasKilledStartsOnAFullDisk() throws IOException {
    try (SmallDisk disk = SmallDisk.mounted(temp.resolve("disk"), 64)) {
      Path killed = disk.path().resolve("killed");
      Path folder = disk.path().resolve("spool");
      try (Spool spool = open(folder, KEPT)) {
        awaitReserve(folder);
        for (int i = 0; i < 10; i++) {
          put(spool, large(100_000), arrival(ANN));
        }
        spool.claim(10, MINUTE);
        copy(folder, killed);
      }
      fill(disk);

      try (Spool spool = open(killed, KEPT)) {
        deliverAll(spool, 10);
      }
    }
  }

  @Test
  void withoutAReserveAFullDiskIsNamedAsWhatItIs() throws IOException {
    try (SmallDisk disk = SmallDisk.mounted(temp.resolve("disk"), 64)) {
      Path killed = disk.path().resolve("killed");
      Path folder = disk.path().resolve("spool");
      try (Spool spool = open(folder, 0)) {
        put(spool, large(100_000), arrival(ANN));
        spool.claim(1, MINUTE);
        copy(folder, killed);
      }
      fill(disk);

      for (Path place : List.of(killed, disk.path().resolve("new"))) {
        SpoolException full =
            catchThrowableOfType(SpoolException.class, () -> open(place, 0).close());
        assertThat(full).as("%s", place).hasMessageContaining("full").hasMessageContaining("room");
        assertThat(full.kind()).isEqualTo(Kind.FULL);
      }
    }
  }
}
