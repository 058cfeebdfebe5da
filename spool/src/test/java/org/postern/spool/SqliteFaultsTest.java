package org.postern.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;
import static org.postern.spool.SpoolSample.ANN;
import static org.postern.spool.SpoolSample.MINUTE;
import static org.postern.spool.SpoolSample.arrival;
import static org.postern.spool.SpoolSample.large;
import static org.postern.spool.SpoolSample.put;
import static org.postern.spool.SpoolSample.read;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.spool.Settlement.Done;
import org.postern.spool.SpoolException.Kind;

class SqliteFaultsTest {

  private static final Duration SHORT = Duration.ofMillis(50);

  @TempDir Path temp;

  private static SpoolException fillUp(Spool spool, List<MailId> committed) {
    while (true) {
      try {
        committed.add(put(spool, large(committed.size() % 5 == 0 ? 400_000 : 9000), arrival(ANN)));
      } catch (SpoolException full) {
        return full;
      }
    }
  }

  private static void deliverAll(Spool spool, List<MailId> committed) {
    List<Claim> claims = spool.claim(100_000, MINUTE);
    assertThat(claims).extracting(Claim::id).containsExactlyInAnyOrderElementsOf(committed);
    for (Claim claim : claims) {
      assertThat(read(claim.body())).isEqualTo(large((int) claim.body().size()));
      spool.settle(claim, List.of(new Done(ANN)), List.of());
    }
    assertThat(spool.queue().counts().mails()).isZero();
  }

  @Test
  void aFullDiskLosesNothingAndWorksAgainWhenThereIsRoom() throws IOException {
    try (SmallDisk disk = SmallDisk.mounted(temp.resolve("disk"), 12)) {
      Path ballast = Files.write(disk.path().resolve("ballast"), new byte[6 << 20]);
      List<MailId> committed = new ArrayList<>();
      try (Spool spool = SqliteSpools.open(disk.path().resolve("spool"), true, 0, SHORT)) {
        SpoolException full = fillUp(spool, committed);

        assertThat(full.kind()).isEqualTo(Kind.FULL);
        assertThat(full).hasMessageContaining("make room").hasMessageContaining("spool.db");
        assertThat(committed).isNotEmpty();

        Files.delete(ballast);
        committed.add(put(spool, large(9000), arrival(ANN)));
        deliverAll(spool, committed);
      }
    }
  }

  @Test
  void whatIsKeptFreeLetsDeliveryGoOnWhileNewMailIsRefused() throws IOException {
    try (SmallDisk disk = SmallDisk.mounted(temp.resolve("disk"), 12)) {
      List<MailId> committed = new ArrayList<>();
      try (Spool spool = SqliteSpools.open(disk.path().resolve("spool"), true, 4 << 20, SHORT)) {
        SpoolException full = fillUp(spool, committed);

        assertThat(full.kind()).isEqualTo(Kind.FULL);
        assertThat(full).hasMessageContaining("MB left").hasMessageContaining("keep_free_mb");
        deliverAll(spool, committed);
      }
    }
  }

  @Test
  void aDiskWithLessThanIsKeptFreeTakesNoMail() {
    try (Spool spool = SqliteSpools.open(temp.resolve("spool"), true, Long.MAX_VALUE, SHORT)) {
      assertThatThrownBy(() -> put(spool, "x"))
          .isInstanceOfSatisfying(
              SpoolException.class, full -> assertThat(full.kind()).isEqualTo(Kind.FULL));
      assertThat(spool.queue().counts().mails()).isZero();
    }
  }

  @Test
  void aReadOnlyDiskIsNamed() throws IOException {
    try (SmallDisk disk = SmallDisk.mounted(temp.resolve("disk"), 12)) {
      Path folder = disk.path().resolve("spool");
      SqliteSpools.server(folder).close();
      disk.readOnly();

      SpoolException refusal =
          catchThrowableOfType(SpoolException.class, () -> SqliteSpools.server(folder));

      assertThat(refusal.kind()).isEqualTo(Kind.UNUSABLE);
      assertThat(refusal)
          .hasMessageContaining(folder.toString())
          .message()
          .containsIgnoringCase("read-only");
    }
  }

  @Test
  void aProgramThatLocksTheFileDelaysAndIsNamedWhenItGoesOn() throws Exception {
    Path folder = temp.resolve("spool");
    try (Spool spool = SqliteSpools.open(folder, true, 0, SHORT)) {
      try (var other = SqliteSpools.connection(folder);
          var statement = other.createStatement()) {
        statement.execute("BEGIN IMMEDIATE");
        assertThatThrownBy(() -> put(spool, "x"))
            .isInstanceOfSatisfying(
                SpoolException.class, busy -> assertThat(busy.kind()).isEqualTo(Kind.BUSY))
            .hasMessageContaining("locked by another program");
        statement.execute("ROLLBACK");
      }
      MailId id = put(spool, "y");
      assertThat(spool.claim(5, MINUTE)).extracting(Claim::id).containsExactly(id);
    }
  }

  @Test
  void whatWasNotWrittenIsToldUntilWritingWorksAgainWithoutAnyMail() throws Exception {
    Path folder = temp.resolve("spool");
    try (Spool spool = SqliteSpools.open(folder, true, 0, SHORT)) {
      assertThat(spool.refusal()).isEmpty();
      try (var other = SqliteSpools.connection(folder);
          var statement = other.createStatement()) {
        statement.execute("BEGIN IMMEDIATE");
        assertThatThrownBy(() -> put(spool, "x")).isInstanceOf(SpoolException.class);
        assertThat(spool.refusal()).get().extracting(SpoolException::kind).isEqualTo(Kind.BUSY);
        assertThat(spool.refusal()).isPresent();
        statement.execute("ROLLBACK");
      }
      await().until(() -> spool.refusal().isEmpty());
      assertThat(spool.queue().counts().mails()).isZero();
    }
  }

  @Test
  void aMailThatIsWrittenShowsThatWritingWorks() throws Exception {
    Path folder = temp.resolve("spool");
    try (Spool spool = SqliteSpools.open(folder, true, 0, SHORT)) {
      try (var other = SqliteSpools.connection(folder);
          var statement = other.createStatement()) {
        statement.execute("BEGIN IMMEDIATE");
        assertThatThrownBy(() -> put(spool, "x")).isInstanceOf(SpoolException.class);
        statement.execute("ROLLBACK");
      }
      put(spool, "y");
      assertThat(spool.refusal()).isEmpty();
    }
  }

  @Test
  void aDiskWithoutRoomRefusesBeforeTheMailComes() {
    try (Spool spool = SqliteSpools.open(temp.resolve("spool"), true, Long.MAX_VALUE, SHORT)) {
      assertThatThrownBy(() -> spool.admit(0))
          .isInstanceOfSatisfying(
              SpoolException.class, full -> assertThat(full.kind()).isEqualTo(Kind.FULL));
      assertThat(spool.refusal()).get().extracting(SpoolException::kind).isEqualTo(Kind.FULL);
    }
  }

  @Test
  void whereTemporaryFilesMayNotBeProgramsTheSpoolWorksAllTheSame() throws IOException {
    try (SmallDisk disk = SmallDisk.mounted(temp.resolve("disk"), 12)) {
      disk.noExec();
      List<String> options = List.of("-Djava.io.tmpdir=" + disk.path());
      String spool = temp.resolve("spool").toString();
      try (SpoolChild child = SpoolChild.start(spool, "large", options)) {
        child.awaitLine(SpoolChild.largePassed());
      }
    }
  }

  @Test
  void aFileThatIsTakenAwayIsMadeAnewAndSaid() throws IOException {
    Path folder = temp.resolve("spool");
    try (Spool spool = SqliteSpools.unattended(folder)) {
      put(spool, "lost with its file");
      for (String name : List.of("spool.db", "spool.db-wal", "spool.db-shm")) {
        Files.delete(folder.resolve(name));
      }
      assertThatThrownBy(() -> put(spool, "refused, since it would go to a file without a name"))
          .hasMessageContaining("exchanged");

      MailId id = put(spool, "in the new file");
      assertThat(spool.claim(5, MINUTE)).extracting(Claim::id).containsExactly(id);
    }
  }
}
