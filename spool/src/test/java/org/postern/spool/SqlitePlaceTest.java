package org.postern.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.postern.spool.SpoolSample.MINUTE;
import static org.postern.spool.SpoolSample.put;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.spool.SpoolException.Kind;
import org.postern.spool.internal.sqlite.SpoolHolder;
import org.postern.testkit.LogLines;

/** The folder of a spool is not where it was, or was never there. */
@Tag("same-on-every-jdk")
class SqlitePlaceTest {

  @TempDir Path temp;

  private Path folder() {
    return temp.resolve("deep/spool");
  }

  private static void refused(ThrowingCallable opening, Kind kind, String word) {
    assertThatThrownBy(opening)
        .isInstanceOfSatisfying(
            SpoolException.class,
            refusal -> {
              assertThat(refusal.kind()).isEqualTo(kind);
              assertThat(refusal).hasMessageContaining(word);
            });
  }

  private Path away() throws IOException {
    return Files.move(folder(), temp.resolve("away"));
  }

  private static void awaitRefusal(Spool spool, String word) {
    await()
        .untilAsserted(
            () ->
                assertThat(spool.refusal())
                    .get()
                    .extracting(SpoolException::getMessage)
                    .asString()
                    .contains(word));
  }

  @Test
  void aLookMakesNoFolder() {
    refused(() -> SqliteSpools.existing(folder()), Kind.ABSENT, "no such folder");

    assertThat(temp).isEmptyDirectory();
  }

  @Test
  void aLookMakesNoFile() throws IOException {
    Files.createDirectories(folder());

    refused(() -> SqliteSpools.existing(folder()), Kind.ABSENT, "no spool.db");

    assertThat(folder()).isEmptyDirectory();
  }

  @Test
  void aLookAtASpoolThatIsThereMayChangeIt() {
    SqliteSpools.server(folder()).close();

    try (Spool guest = SqliteSpools.existing(folder())) {
      assertThat(guest.queue().drop(Queue.Filter.ALL).changed()).isZero();
    }
  }

  @Test
  void aFolderThatIsGoneIsToldOfAndWorksAgainWhenItIsBack() throws IOException {
    try (LogLines log = LogLines.of("org.postern.spool.internal");
        Spool spool = SqliteSpools.server(folder())) {
      MailId before = put(spool, "before");
      Path away = away();

      refused(() -> put(spool, "x"), Kind.UNUSABLE, "is gone; mount its disk");
      awaitRefusal(spool, "is gone");
      assertThat(folder()).doesNotExist();

      Files.move(away, folder());
      await().until(() -> spool.refusal().isEmpty());
      MailId after = put(spool, "after");
      assertThat(spool.claim(5, MINUTE)).extracting(Claim::id).containsExactly(before, after);
      assertThat(log.all())
          .filteredOn(line -> line.contains("No mail is taken in"))
          .singleElement()
          .asString()
          .contains(folder().toString(), "is gone");
      assertThat(log.all()).filteredOn(line -> line.contains("is back")).hasSize(1);
    }
  }

  @Test
  void anotherFolderInItsPlaceIsNotTouchedAndToldOfWithoutAnyMail() throws IOException {
    try (Spool spool = SqliteSpools.server(folder())) {
      MailId before = put(spool, "before");
      Path away = away();
      Files.createDirectory(folder());

      awaitRefusal(spool, "was exchanged");
      refused(() -> spool.admit(0), Kind.UNUSABLE, "was exchanged");
      refused(() -> put(spool, "x"), Kind.UNUSABLE, "put the old folder back");
      assertThat(folder()).isEmptyDirectory();

      Files.delete(folder());
      Files.move(away, folder());
      await().until(() -> spool.refusal().isEmpty());
      assertThat(spool.claim(5, MINUTE)).extracting(Claim::id).containsExactly(before);
    }
  }

  @Test
  void aSpoolOfAnotherServerInItsPlaceIsLeftToThatOne() throws Exception {
    try (Spool spool = SqliteSpools.server(folder())) {
      put(spool, "before");
      away();
      try (SpoolChild other = SpoolChild.start(folder(), "hold")) {
        other.awaitLine("ready");

        refused(() -> put(spool, "x"), Kind.UNUSABLE, "was exchanged");
        try (Spool guest = SqliteSpools.existing(folder())) {
          assertThat(guest.queue().counts().mails()).isOne();
        }
      }
    }
  }

  @Test
  void aLockThatIsDeletedIsTakenAnew() throws IOException {
    try (LogLines log = LogLines.of("org.postern.spool.internal");
        Spool spool = SqliteSpools.server(folder())) {
      Files.delete(folder().resolve("spool.lock"));

      await().until(() -> Files.exists(folder().resolve("spool.lock")));
      put(spool, "x");
      assertThat(log.all()).anySatisfy(line -> assertThat(line).contains("spool.lock was deleted"));
    }
  }

  @Test
  void aDatabaseThatIsTakenAwayIsAnErrorInTheLog() throws IOException {
    try (LogLines log = LogLines.of("org.postern.spool.internal");
        Spool spool = SqliteSpools.unattended(folder())) {
      put(spool, "lost");
      for (String name : List.of("spool.db", "spool.db-wal", "spool.db-shm")) {
        Files.delete(folder().resolve(name));
      }
      refused(() -> put(spool, "x"), Kind.BUSY, "deleted or exchanged");
      assertThat(log.all()).anySatisfy(line -> assertThat(line).contains("is not in it"));
    }
  }

  @Test
  void theProcessThatHasASpoolIsKnownWithoutAskingIt() throws Exception {
    assertThat(SpoolHolder.of(folder())).isEmpty();
    try (SpoolChild child = SpoolChild.start(folder(), "hold")) {
      child.awaitLine("ready");
      assertThat(SpoolHolder.of(folder())).isEqualTo(OptionalLong.of(child.pid()));
      child.kill();
    }
    assertThat(SpoolHolder.of(folder())).isEmpty();
    try (Spool here = SqliteSpools.server(folder())) {
      assertThat(SpoolHolder.of(folder())).hasValue(ProcessHandle.current().pid());
      put(here, "x");
      assertThat(SpoolHolder.of(folder())).hasValue(ProcessHandle.current().pid());
    }
    assertThat(SpoolHolder.of(folder())).isEmpty();
  }
}
