package org.postern.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.spool.Queue.Entry;
import org.postern.spool.Queue.Filter;

/** A copy of a spool that is in use, and what is in it when it is put back. */
class SqliteBackupTest {

  @TempDir Path home;

  @Test
  void aCopyMadeUnderLoadHoldsAllThatWasAcceptedBeforeAndNothingHalf() throws Exception {
    List<MailId> accepted = new CopyOnWriteArrayList<>();
    AtomicBoolean enough = new AtomicBoolean();
    CountDownLatch some = new CountDownLatch(20);
    ExecutorService background = Executors.newSingleThreadExecutor();
    try (Spool server = SqliteSpools.server(home.resolve("spool"));
        Spool guest = SqliteSpools.guest(home.resolve("spool"))) {
      Future<?> load =
          background.submit(
              () -> {
                for (int i = 0; !enough.get(); i++) {
                  byte[] body =
                      i % 5 == 0 ? SpoolSample.large(600_000) : SpoolSample.bytes("mail " + i);
                  accepted.add(SpoolSample.put(server, body, SpoolSample.arrival(SpoolSample.ANN)));
                  some.countDown();
                }
              });
      some.await();
      for (int i = 0; i < 3; i++) {
        List<MailId> before = List.copyOf(accepted);
        Path copy = home.resolve("copy-" + i + ".db");

        guest.queue().backup(copy);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
            .isEqualTo("rw-------");
        restored(copy, home.resolve("restored-" + i), before);
      }
      enough.set(true);
      load.get();
    } finally {
      background.shutdown();
    }
    try (var left = Files.list(home)) {
      assertThat(left.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.endsWith(".part"));
    }
  }

  private static void restored(Path copy, Path folder, List<MailId> before) throws Exception {
    Files.createDirectory(folder);
    Files.copy(copy, folder.resolve("spool.db"));
    try (Spool spool = SqliteSpools.server(folder)) {
      List<Entry> all = spool.queue().list(Filter.ALL, Optional.empty(), 100_000);
      assertThat(all).extracting(Entry::id).containsAll(before);
      assertThat(spool.queue().counts().mails()).isEqualTo(all.size());
      for (Entry mail : all) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        spool.queue().body(mail.id()).orElseThrow().writeTo(bytes);
        assertThat(bytes.size()).isEqualTo((int) mail.size());
      }
      assertThat(spool.claim(1, java.time.Duration.ofMinutes(1))).hasSize(1);
    }
  }

  @Test
  void aCopyNeverReplacesAFileAndSaysWhereItCannotBe() throws Exception {
    Path there = Files.writeString(home.resolve("there.db"), "mine");
    try (Spool spool = SqliteSpools.server(home.resolve("spool"))) {
      assertThatThrownBy(() -> spool.queue().backup(there))
          .isInstanceOf(SpoolException.class)
          .hasMessageContaining("there.db exists already");
      assertThatThrownBy(() -> spool.queue().backup(home.resolve("no/copy.db")))
          .isInstanceOf(SpoolException.class)
          .hasMessageContaining("no/copy.db");
    }
    assertThat(there).hasContent("mine");
  }
}
