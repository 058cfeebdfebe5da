package org.postern.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.postern.spool.SpoolSample.ANN;
import static org.postern.spool.SpoolSample.MINUTE;
import static org.postern.spool.SpoolSample.arrival;
import static org.postern.spool.SpoolSample.bytes;
import static org.postern.spool.SpoolSample.large;
import static org.postern.spool.SpoolSample.put;
import static org.postern.spool.SpoolSample.read;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("same-on-every-jdk")
class SqliteDamageTest {

  private static final int PAGE = 4096;

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("spool.db");
  }

  /** A spool of so many mails of 5 KB, closed in order. */
  private Set<MailId> filled(int mails) {
    Set<MailId> ids = ConcurrentHashMap.newKeySet();
    ExecutorService threads = Executors.newFixedThreadPool(20);
    try (Spool spool = SqliteSpools.server(folder)) {
      List<Callable<Boolean>> puts =
          Collections.nCopies(mails, () -> ids.add(put(spool, large(5000), arrival(ANN))));
      threads.invokeAll(puts);
      spool.notebook().write("pace", "17");
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    } finally {
      threads.shutdownNow();
    }
    assertThat(ids).hasSize(mails);
    return ids;
  }

  private void overwrite(long at, byte[] bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(bytes), at);
    }
  }

  private List<Path> kept() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().contains("damaged")).toList();
    }
  }

  private static List<Queue.Entry> all(Spool spool) {
    return spool.queue().list(Queue.Filter.ALL, Optional.empty(), 100_000);
  }

  /** What is there is whole, or dead with a word of why; takes and gives mail as ever. */
  private static List<MailId> sound(Spool spool) {
    List<MailId> whole = new ArrayList<>();
    for (Queue.Entry entry : all(spool)) {
      if (entry.recipients().get(0).state() == Queue.State.WAITING) {
        assertThat(read(spool.queue().body(entry.id()).orElseThrow())).isEqualTo(large(5000));
        whole.add(entry.id());
      } else {
        assertThat(entry.recipients().get(0).trouble().orElseThrow().explanation())
            .contains("damaged");
      }
    }
    Queue.Counts counts = spool.queue().counts();
    assertThat(counts.mails()).isEqualTo(all(spool).size());
    assertThat(counts.waiting()).isEqualTo(whole.size());
    MailId fresh = put(spool, "after the damage");
    assertThat(spool.queue().find(fresh)).isPresent();
    spool.queue().drop(Queue.Filter.of(fresh));
    return whole;
  }

  @Test
  void damagedPagesCostNoMoreThanTheMailsOnThem() throws IOException {
    Set<MailId> put = filled(400);
    long pages = Files.size(file()) / PAGE;
    byte[] garbage = new byte[PAGE];
    new Random(7).nextBytes(garbage);
    for (long page : new long[] {pages / 3, pages / 2, pages - 20}) {
      overwrite(page * PAGE, garbage);
    }

    try (Spool spool = SqliteSpools.server(folder)) {
      assertThat(put).containsAll(sound(spool));
      assertThat(sound(spool)).hasSizeGreaterThan(100);
    }
    assertThat(kept()).isNotEmpty();
    try (Spool again = SqliteSpools.server(folder)) {
      assertThat(sound(again)).hasSizeGreaterThan(100);
    }
    assertThat(kept()).hasSize(1);
  }

  @Test
  void aZeroedTailCostsNoMoreThanTheTail() throws IOException {
    Set<MailId> put = filled(400);
    long size = Files.size(file());
    overwrite(size * 3 / 4 / PAGE * PAGE, new byte[(int) (size / 4 / PAGE * PAGE)]);

    try (Spool spool = SqliteSpools.server(folder)) {
      List<MailId> whole = sound(spool);
      assertThat(put).containsAll(whole);
      assertThat(whole).hasSizeGreaterThan(100);
      assertThat(spool.notebook().read("pace")).isIn(Optional.of("17"), Optional.empty());
    }
  }

  @Test
  void aCutFileCostsNoMoreThanWhatWasCut() throws IOException {
    Set<MailId> put = filled(400);
    try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() * 3 / 4 / PAGE * PAGE);
    }

    try (Spool spool = SqliteSpools.server(folder)) {
      List<MailId> whole = sound(spool);
      assertThat(put).containsAll(whole);
      assertThat(whole).hasSizeGreaterThan(100);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 16, 40, 100})
  void aDamagedHeadCostsNothingAndIsKept(int at) throws IOException {
    Set<MailId> put = filled(20);
    overwrite(at, "this is no database any more, is it?".getBytes());
    byte[] damaged = Files.readAllBytes(file());

    try (Spool spool = SqliteSpools.server(folder)) {
      assertThat(sound(spool)).containsExactlyInAnyOrderElementsOf(put);
    }
    assertThat(kept()).singleElement().satisfies(old -> assertThat(old).hasBinaryContent(damaged));
  }

  @Test
  void aGuestLeavesTheDamageToTheServer() throws IOException {
    filled(20);
    overwrite(0, new byte[100]);

    assertThatThrownBy(() -> SqliteSpools.guest(folder))
        .isInstanceOfSatisfying(
            SpoolException.class,
            refusal -> assertThat(refusal.kind()).isEqualTo(SpoolException.Kind.UNUSABLE))
        .hasMessageContaining("damaged");
    assertThat(kept()).isEmpty();
  }

  @Test
  void aFlippedBitInABodyIsSeenBeforeItIsSent() throws IOException {
    byte[] marked = bytes("look for me: " + "y".repeat(3000));
    try (Spool spool = SqliteSpools.server(folder)) {
      put(spool, marked, arrival(ANN));
    }
    byte[] all = Files.readAllBytes(file());
    int at = new String(all, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("look for me");
    overwrite(at, new byte[] {'L'});

    try (Spool spool = SqliteSpools.server(folder)) {
      Claim claim = spool.claim(1, MINUTE).get(0);
      assertThatThrownBy(() -> claim.body().writeTo(java.io.OutputStream.nullOutputStream()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(claim.id() + " is damaged");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE recipient SET address = 'a' || char(7) || 'b' WHERE mail = (SELECT MIN(id) FROM mail)",
        "UPDATE recipient SET address = x'ff00fe' WHERE mail = (SELECT MIN(id) FROM mail)",
        "UPDATE mail SET sender = '@@' WHERE id = (SELECT MIN(id) FROM mail)"
      })
  void aMailWhoseAddressesAreDamagedIsADeadLetterAndKeepsNobodyBack(String damage)
      throws SQLException {
    MailId bad;
    MailId good;
    try (Spool spool = SqliteSpools.server(folder)) {
      bad = put(spool, "one");
      good = put(spool, "two");
    }
    try (Connection file = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement change = file.createStatement()) {
      assertThat(change.executeUpdate(damage)).isEqualTo(1);
    }

    try (Spool spool = SqliteSpools.server(folder)) {
      assertThat(spool.claim(10, MINUTE)).extracting(Claim::id).containsExactly(good);
      Queue.Line line = spool.queue().find(bad).orElseThrow().recipients().get(0);
      assertThat(line.state()).isEqualTo(Queue.State.DEAD);
      assertThat(line.trouble().orElseThrow().explanation()).contains("damaged", "queue export");
      assertThat(spool.queue().counts().dead()).isEqualTo(1);
      assertThat(spool.queue().counts().waiting()).isZero();
      assertThat(spool.queue().drop(Queue.Filter.of(bad)).changed()).isEqualTo(1);
    }
  }

  @Test
  void damageWhileTheServerRunsIsMendedWithoutARestart() throws IOException {
    Set<MailId> put = filled(400);
    try (Spool spool = SqliteSpools.server(folder)) {
      long size = Files.size(file());
      overwrite(size * 3 / 4 / PAGE * PAGE, new byte[(int) (size / 4 / PAGE * PAGE)]);

      List<MailId> read = new ArrayList<>();
      try {
        all(spool).forEach(entry -> read.add(entry.id()));
        all(spool).forEach(entry -> read(spool.queue().body(entry.id()).orElseThrow()));
      } catch (RuntimeException seen) {
        read.clear();
      }
      assertThat(read).isEmpty();
      Awaitility.await().ignoreExceptions().until(() -> !kept().isEmpty() && !all(spool).isEmpty());
      assertThat(put).containsAll(sound(spool));
      assertThat(sound(spool)).hasSizeGreaterThan(100);
    }
    assertThat(kept()).isNotEmpty();
  }

  @Test
  void aSalvageThatWasCutShortIsFinished() throws IOException {
    Set<MailId> put = filled(20);
    Files.move(file(), folder.resolve("spool.db.saved"));

    try (Spool spool = SqliteSpools.server(folder)) {
      assertThat(sound(spool)).containsExactlyInAnyOrderElementsOf(put);
    }
    Files.write(folder.resolve("spool.db.saved"), new byte[10]);
    overwrite(0, new byte[16]);
    try (Spool spool = SqliteSpools.server(folder)) {
      assertThat(sound(spool)).containsExactlyInAnyOrderElementsOf(put);
    }
  }
}
