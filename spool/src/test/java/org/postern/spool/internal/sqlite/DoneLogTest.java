package org.postern.spool.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoneLogTest {

  private static final long MAIL = 0x1234_5678_9ABC_DEF0L;

  @TempDir Path temp;

  private SpoolFolder folder() {
    return SpoolFolder.of(temp.resolve("spool"), true);
  }

  private Path written(SpoolFolder folder, long first, long count) {
    DoneLog log = DoneLog.begin(folder).orElseThrow();
    for (long i = 0; i < count; i++) {
      log.note(first + i, Set.of());
    }
    log.close();
    return folder.doneLog();
  }

  @Test
  void whatIsNotedIsRead() {
    Set<Long> read = DoneLog.read(written(folder(), MAIL, 300)).keySet();

    assertThat(read).hasSize(300).contains(MAIL, MAIL + 299);
  }

  @Test
  void someRecipientsAreNamedByTheirNumbersAndNoneStandsForAll() {
    SpoolFolder folder = folder();
    DoneLog log = DoneLog.begin(folder).orElseThrow();
    log.note(MAIL, Set.of(0, 7));
    log.note(MAIL + 1, Set.of(3));
    log.note(MAIL + 1, Set.of());
    log.note(MAIL, Set.of(9));
    log.note(MAIL + 1, Set.of(4));
    log.close();

    assertThat(DoneLog.read(folder.doneLog()))
        .isEqualTo(Map.of(MAIL, Set.of(0, 7, 9), MAIL + 1, Set.of()));
  }

  @Test
  void aThreadThatIsInterruptedWritesLikeAllOthersAndKeepsItsInterrupt() {
    SpoolFolder folder = folder();
    DoneLog log = DoneLog.begin(folder).orElseThrow();
    Thread.currentThread().interrupt();
    log.note(MAIL, Set.of());
    boolean kept = Thread.interrupted();
    log.note(MAIL + 1, Set.of());
    log.close();

    assertThat(kept).isTrue();
    assertThat(DoneLog.read(folder.doneLog())).containsOnlyKeys(MAIL, MAIL + 1);
  }

  @Test
  void aThousandRecipientsOfWhomSomeAreLeftOutTakeFewPlaces() {
    SpoolFolder folder = folder();
    Set<Integer> most = new HashSet<>();
    for (int n = 0; n < 1000; n++) {
      if (n % 50 != 7) {
        most.add(n);
      }
    }
    DoneLog log = DoneLog.begin(folder).orElseThrow();
    log.note(MAIL, Set.of());
    for (int i = 1; i <= 500; i++) {
      log.note(MAIL + i, most);
    }
    log.close();

    Map<Long, Set<Integer>> read = DoneLog.read(folder.doneLog());
    assertThat(read).hasSize(501).containsEntry(MAIL, Set.of()).containsEntry(MAIL + 500, most);
  }

  @Test
  void aMailOfWhichEveryOtherHasItLeavesPlaceForOthers() {
    SpoolFolder folder = folder();
    Set<Integer> halves = new HashSet<>();
    for (int n = 0; n < 1000; n += 2) {
      halves.add(n);
    }
    halves.add(100_000); // beyond what a place holds
    DoneLog log = DoneLog.begin(folder).orElseThrow();
    log.note(MAIL, halves);
    log.note(MAIL + 1, Set.of(99_999));
    log.close();

    assertThat(DoneLog.read(folder.doneLog())).containsOnlyKeys(MAIL);
    assertThat(DoneLog.read(folder.doneLog()).get(MAIL)).hasSize(100).isSubsetOf(halves);
  }

  @Test
  void theLastOnesStayWhenTheRingIsFull() {
    long many = 3L * DoneLog.SLOTS + 5;
    Set<Long> last = new HashSet<>();
    for (long i = many - DoneLog.SLOTS; i < many; i++) {
      last.add(MAIL + i);
    }

    Path file = written(folder(), MAIL, many);

    assertThat(DoneLog.read(file).keySet()).isEqualTo(last);
    assertThat(file).hasSize(DoneLog.SLOTS * 16L);
  }

  @Test
  void anyChangedByteMakesANumberNone() throws IOException {
    Path file = written(folder(), MAIL, 1);
    byte[] good = Files.readAllBytes(file);
    for (int at = 0; at < 16; at++) {
      byte[] torn = good.clone();
      torn[at] ^= 1;
      Files.write(file, torn);
      assertThat(DoneLog.read(file)).as("byte %s", at).isEmpty();
    }
    Files.write(file, good);
    assertThat(DoneLog.read(file)).containsOnlyKeys(MAIL);
  }

  @Test
  void aFileThatWasCutGivesWhatIsWhole() throws IOException {
    Path file = written(folder(), MAIL, 3);
    byte[] good = Files.readAllBytes(file);

    Files.write(file, java.util.Arrays.copyOf(good, 40));
    assertThat(DoneLog.read(file)).containsOnlyKeys(MAIL, MAIL + 1);
    Files.write(file, new byte[0]);
    assertThat(DoneLog.read(file)).isEmpty();
    Files.delete(file);
    assertThat(DoneLog.read(file)).isEmpty();
  }

  @Test
  void aNewRingIsEmpty() {
    SpoolFolder folder = folder();
    written(folder, MAIL, 9);

    assertThat(DoneLog.read(written(folder, MAIL, 0))).isEmpty();
  }
}
