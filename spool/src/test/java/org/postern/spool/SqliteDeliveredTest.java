package org.postern.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.postern.spool.SpoolSample.ANN;
import static org.postern.spool.SpoolSample.BOB;
import static org.postern.spool.SpoolSample.MINUTE;
import static org.postern.spool.SpoolSample.arrival;
import static org.postern.spool.SpoolSample.bytes;
import static org.postern.spool.SpoolSample.claimOne;
import static org.postern.spool.SpoolSample.later;
import static org.postern.spool.SpoolSample.put;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.core.smtp.DsnRequest.Notify;
import org.postern.core.smtp.MailAddress;
import org.postern.spool.Settlement.Done;
import org.postern.testkit.LogLines;

/** What a server that is killed knew of deliveries which its database did not know yet. */
class SqliteDeliveredTest {

  @TempDir Path temp;

  private Path spool() {
    return temp.resolve("spool");
  }

  private Path database() {
    return spool().resolve("spool.db");
  }

  /** The folder as a kill at this moment leaves it, without one of its files if need be. */
  private void asKilled(String name, String without) throws IOException {
    Path copy = Files.createDirectory(temp.resolve(name));
    for (String file : List.of("spool.db", "spool.db-wal", "spool.done")) {
      if (!file.equals(without)) {
        Files.copy(spool().resolve(file), copy.resolve(file));
      }
    }
  }

  /** Kills a server whose transaction is held up after it has said what became of a mail. */
  private void settledBeforeTheKill(
      Claim claim, Spool spool, List<Settlement> what, List<Notice> notices) throws Exception {
    CompletionStage<List<MailId>> settled;
    try (Connection other = SqliteSpools.connection(spool());
        Statement hold = other.createStatement()) {
      hold.execute("BEGIN IMMEDIATE"); // no transaction of the server ends now
      spool.note(claim, what);
      settled = spool.settleSoon(claim, what, notices);
      assertThat(settled.toCompletableFuture()).isNotDone();
      asKilled("killed", "");
      asKilled("forgetful", "spool.done");
      hold.execute("ROLLBACK");
    }
    settled.toCompletableFuture().join();
  }

  @Test
  void aMailThatWasOnItsWayIsNamedOnceHoweverOftenTheNextStartFails() throws Exception {
    MailId id;
    try (Spool spool = SqliteSpools.server(spool())) {
      id = put(spool, bytes("to two"), arrival(ANN, BOB));
      claimOne(spool);
      asKilled("killed", "");
    }
    Path killed = temp.resolve("killed");
    try (LogLines log = LogLines.of("org.postern.spool.internal")) {
      change(
          killed, "CREATE TRIGGER no BEFORE UPDATE ON tally BEGIN SELECT RAISE(ABORT, 'no'); END");
      for (int starts = 0; starts < 2; starts++) {
        assertThatThrownBy(() -> SqliteSpools.server(killed)).isInstanceOf(SpoolException.class);
      }
      change(killed, "DROP TRIGGER no");
      SqliteSpools.server(killed).close();

      assertThat(log.all())
          .filteredOn(line -> line.contains("on its way"))
          .singleElement()
          .asString()
          .startsWith(id.text());
    }
  }

  private static void change(Path folder, String sql) throws SQLException {
    try (Connection other =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("spool.db"));
        Statement statement = other.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void aMailIsNotSentAgainThoughTheKillCameBeforeTheCommit() throws Exception {
    try (Spool spool = SqliteSpools.server(spool())) {
      put(spool, bytes("to two"), arrival(ANN, BOB));
      settledBeforeTheKill(
          claimOne(spool), spool, List.of(new Done(ANN), new Done(BOB)), List.of());
    }

    try (Spool next = SqliteSpools.server(temp.resolve("killed"))) {
      assertThat(next.claim(5, MINUTE)).isEmpty();
      assertThat(next.queue().counts().mails()).isZero();
      assertThat(next.queue().counts().active()).isZero();
      assertThat(next.queue().counts().waiting()).isZero();
    }
    // that this is so by what was noted, and by nothing else
    try (Spool next = SqliteSpools.server(temp.resolve("forgetful"))) {
      assertThat(next.claim(5, MINUTE)).hasSize(1);
    }
  }

  @Test
  void ofSeveralRecipientsThoseThatHaveItAreNotSentItAgain() throws Exception {
    try (Spool spool = SqliteSpools.server(spool())) {
      put(spool, bytes("to two"), arrival(ANN, BOB));
      Settlement late = later(BOB, Instant.now().plusSeconds(3600));
      settledBeforeTheKill(claimOne(spool), spool, List.of(new Done(ANN), late), List.of());
    }

    try (Spool next = SqliteSpools.server(temp.resolve("killed"))) {
      assertThat(next.queue().counts().waiting()).isOne();
      assertThat(claimOne(next).due())
          .extracting(due -> due.recipient().address())
          .containsExactly(BOB);
    }
    try (Spool next = SqliteSpools.server(temp.resolve("forgetful"))) {
      assertThat(claimOne(next).due()).hasSize(2);
    }
  }

  @Test
  void ofHundredsOfRecipientsOnlyThoseThatWerePutOffAreTriedAgain() throws Exception {
    MailAddress[] all =
        IntStream.range(0, 300)
            .mapToObj(n -> MailAddress.parse("r" + n + "@example.org"))
            .toArray(MailAddress[]::new);
    try (Spool spool = SqliteSpools.server(spool())) {
      put(spool, bytes("to many"), arrival(all));
      List<Settlement> results = new ArrayList<>();
      for (MailAddress one : all) {
        results.add(one == all[123] ? later(one, Instant.now()) : new Done(one));
      }
      settledBeforeTheKill(claimOne(spool), spool, results, List.of());
    }

    try (Spool next = SqliteSpools.server(temp.resolve("killed"))) {
      assertThat(claimOne(next).due())
          .extracting(due -> due.recipient().address())
          .containsExactly(all[123]);
    }
  }

  @Test
  void whoseSenderIsToBeToldIsTriedAgainAsNobodyElseWouldTellHim() throws Exception {
    SpoolRecipient told = new SpoolRecipient(ANN, Set.of(Notify.SUCCESS), Optional.empty());
    try (Spool spool = SqliteSpools.server(spool())) {
      put(
          spool,
          bytes("to two"),
          new Arrival(
              Optional.of(SpoolSample.SENDER),
              List.of(told, SpoolRecipient.of(BOB)),
              Optional.empty(),
              Optional.empty(),
              false,
              "<1@example.com>",
              "smtp"));
      Notice notice = new Notice(arrival(SpoolSample.SENDER), bytes("relayed"));
      settledBeforeTheKill(
          claimOne(spool), spool, List.of(new Done(ANN), new Done(BOB)), List.of(notice));
    }

    try (Spool next = SqliteSpools.server(temp.resolve("killed"))) {
      assertThat(claimOne(next).due())
          .extracting(due -> due.recipient().address())
          .containsExactly(ANN);
    }
  }

  @Test
  void aMailThatIsNotDoneWithForAllIsKept() throws Exception {
    try (Spool spool = SqliteSpools.server(spool())) {
      put(spool, bytes("to two"), arrival(ANN, BOB));
      Settlement late = later(BOB, Instant.now());
      spool.settle(claimOne(spool), List.of(new Done(ANN), late), List.of());
      put(spool, "another");
      spool.settle(claimOne(spool), List.of(new Done(BOB)), List.of());
    }

    try (Spool next = SqliteSpools.server(spool())) {
      assertThat(next.claim(5, MINUTE)).hasSize(1);
    }
  }

  @Test
  void mailOfNowIsNotTakenForThatOfBefore() throws Exception {
    for (int round = 0; round < 3; round++) {
      try (Spool spool = SqliteSpools.server(spool())) {
        for (int i = 0; i < 20; i++) {
          put(spool, "delivered");
          spool.settle(claimOne(spool), List.of(new Done(ANN)), List.of());
        }
        put(spool, "waits");
        spool.queue().hold(Queue.Filter.ALL);
      }
    }

    try (Spool next = SqliteSpools.server(spool())) {
      assertThat(next.queue().list(Queue.Filter.ALL, Optional.empty(), 9)).hasSize(3);
    }
  }

  @Test
  void whereNothingCanBeNotedMailIsDeliveredAllTheSame() throws Exception {
    Files.createDirectories(spool().resolve("spool.done"));

    try (Spool spool = SqliteSpools.server(spool())) {
      put(spool, "x");
      spool.settle(claimOne(spool), List.of(new Done(ANN)), List.of());
      assertThat(spool.queue().counts().mails()).isZero();
    }
  }
}
