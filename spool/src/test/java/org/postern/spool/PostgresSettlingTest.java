package org.postern.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.postern.spool.SpoolSample.ANN;
import static org.postern.spool.SpoolSample.BOB;
import static org.postern.spool.SpoolSample.MINUTE;
import static org.postern.spool.SpoolSample.arrival;
import static org.postern.spool.SpoolSample.bytes;
import static org.postern.spool.SpoolSample.claimOne;
import static org.postern.spool.SpoolSample.large;
import static org.postern.spool.SpoolSample.later;
import static org.postern.spool.SpoolSample.put;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postern.core.smtp.MailAddress;
import org.postern.spool.Settlement.Done;
import org.postern.spool.SpoolException.Kind;

/** How results are written in PostgreSQL: soon, together, and apart from what must be synced. */
class PostgresSettlingTest {

  private static final String WAITS_FOR_A_LOCK =
      "SELECT COUNT(*) FROM pg_stat_activity WHERE application_name = 'postern'"
          + " AND wait_event_type = 'Lock'";

  private final SetClock clock = new SetClock();
  private Spool spool;

  @BeforeEach
  void open() {
    PostgresServer.sql("DROP SCHEMA IF EXISTS postern_spool CASCADE");
    PostgresServer.sql("DROP TABLE IF EXISTS commits");
    spool = PostgresServer.open(clock, true);
  }

  @AfterEach
  void close() {
    spool.close();
  }

  /** From now on each change of a mail or recipient says how the transaction with it commits. */
  private static void watchCommits() {
    PostgresServer.sql("CREATE TABLE commits (what TEXT, synced BOOLEAN)");
    PostgresServer.sql(
        "CREATE OR REPLACE FUNCTION postern_spool.watch() RETURNS trigger LANGUAGE plpgsql AS $$"
            + " BEGIN INSERT INTO public.commits VALUES"
            + " (TG_OP || ' ' || TG_TABLE_NAME, current_setting('synchronous_commit') <> 'off');"
            + " RETURN NULL; END $$");
    for (String table : List.of("mail", "recipient")) {
      PostgresServer.sql(
          "CREATE CONSTRAINT TRIGGER watch AFTER INSERT OR UPDATE OR DELETE ON postern_spool."
              + table
              + " DEFERRABLE INITIALLY DEFERRED"
              + " FOR EACH ROW EXECUTE FUNCTION postern_spool.watch()");
    }
  }

  private static boolean synced(String what) {
    String those = "FROM commits WHERE what = '" + what + "'";
    long all = PostgresServer.number("SELECT COUNT(*) " + those);
    long synced = PostgresServer.number("SELECT COUNT(*) " + those + " AND synced");
    assertThat(all).as(what).isPositive();
    assertThat(synced).as(what + " by one and the same kind of commit").isIn(0L, all);
    PostgresServer.sql("DELETE FROM commits");
    return synced > 0;
  }

  @Test
  void whatIsTakenInOrClaimedIsSyncedAndWhatBecameOfItNeedNotBe() {
    watchCommits();

    put(spool, bytes("to two"), arrival(ANN, BOB));
    assertThat(synced("INSERT mail")).isTrue();
    Claim claim = claimOne(spool);
    assertThat(synced("UPDATE recipient")).isTrue();
    spool.renew(claim, Duration.ofMinutes(5));
    assertThat(synced("UPDATE recipient")).isTrue();
    Notice notice = new Notice(arrival(SpoolSample.SENDER), bytes("it is late"));
    Settlement late = later(BOB, Instant.now());
    spool.settle(claim, List.of(new Done(ANN), late), List.of(notice));
    assertThat(synced("INSERT mail")).isFalse();

    List<Claim> both = spool.claim(2, MINUTE);
    assertThat(synced("UPDATE recipient")).isTrue();
    assertThat(both).hasSize(2);
    for (Claim next : both) {
      spool.settle(next, List.of(new Done(next.due().get(0).recipient().address())), List.of());
      assertThat(synced("DELETE mail")).isFalse();
      put(spool, "meanwhile");
      assertThat(synced("INSERT mail")).isTrue();
    }
    spool.queue().drop(Queue.Filter.ALL);
    assertThat(synced("DELETE mail")).isTrue();
  }

  @Test
  void mailIsSyncedByAConnectionThatServedForResultsBefore() {
    watchCommits();
    for (int round = 0; round < 4; round++) {
      put(spool, "x");
      assertThat(synced("INSERT mail")).isTrue();
      spool.settle(claimOne(spool), List.of(new Done(ANN)), List.of());
      assertThat(synced("DELETE mail")).isFalse();
      // both go back to those that are lent out
      spool.close();
      spool = PostgresServer.open(clock, true);
    }
  }

  @Test
  void resultsThatWaitAreWrittenTogetherAndOneThatIsLateIsToldSo() throws Exception {
    put(spool, "goes elsewhere");
    Claim late = claimOne(spool);
    PostgresServer.sql("UPDATE postern_spool.recipient SET due = 0");
    clock.pass(Duration.ofDays(1));
    Claim anew = claimOne(spool);
    List<Claim> claims = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      put(spool, large(i % 4 * 200_000 + 1000), arrival(ANN, BOB));
      claims.add(claimOne(spool));
    }

    List<CompletableFuture<List<MailId>>> told = new ArrayList<>();
    CompletableFuture<List<MailId>> tooLate;
    try (Connection other = DriverManager.getConnection(PostgresServer.url(), "postgres", "");
        Statement hold = other.createStatement()) {
      other.setAutoCommit(false);
      hold.execute("LOCK TABLE postern_spool.recipient IN SHARE MODE");
      for (Claim claim : claims) {
        told.add(done(spool, claim, ANN, BOB));
      }
      tooLate = done(spool, late, ANN);
      Awaitility.await().until(() -> PostgresServer.number(WAITS_FOR_A_LOCK) >= 1);
      assertThat(told).noneMatch(CompletableFuture::isDone);
    }

    for (CompletableFuture<List<MailId>> one : told) {
      assertThat(one.join()).isEmpty();
    }
    assertThatThrownBy(tooLate::join)
        .cause()
        .isInstanceOfSatisfying(
            SpoolException.class, why -> assertThat(why.kind()).isEqualTo(Kind.LEASE_LOST));
    assertThat(spool.queue().counts().mails()).isOne();
    assertThat(spool.queue().counts().active()).isOne();
    done(spool, anew, ANN).join();
    assertThat(spool.queue().counts().mails()).isZero();
    assertThat(spool.queue().counts().active()).isZero();
    assertThat(PostgresServer.number("SELECT COUNT(*) FROM postern_spool.part")).isZero();
    assertThat(PostgresServer.number("SELECT COUNT(*) FROM postern_spool.recipient")).isZero();
  }

  @Test
  void aResultThatTakesLongHoldsUpNoOther() throws Exception {
    put(spool, "takes long");
    Claim held = claimOne(spool);
    try (Connection other = DriverManager.getConnection(PostgresServer.url(), "postgres", "");
        Statement hold = other.createStatement()) {
      other.setAutoCommit(false);
      hold.execute("SELECT 1 FROM postern_spool.recipient FOR UPDATE");
      CompletableFuture<List<MailId>> waits = done(spool, held, ANN);
      put(spool, "passes by");

      assertThat(done(spool, claimOne(spool), ANN).get(1, TimeUnit.MINUTES)).isEmpty();
      assertThat(waits).isNotDone();
      other.rollback();
      assertThat(waits.get(1, TimeUnit.MINUTES)).isEmpty();
    }
    assertThat(spool.queue().counts().mails()).isZero();
  }

  private static CompletableFuture<List<MailId>> done(
      Spool node, Claim claim, MailAddress... recipients) {
    List<Settlement> done = new ArrayList<>();
    for (MailAddress recipient : recipients) {
      done.add(new Done(recipient));
    }
    return node.settleSoon(claim, done, List.of()).toCompletableFuture();
  }

  @Test
  void aNodeWhoseCountIsGoneMakesItAnewRatherThanLosingCount() {
    put(spool, "x");
    Claim claim = claimOne(spool);
    PostgresServer.sql(
        "WITH gone AS (DELETE FROM postern_spool.tally RETURNING *) INSERT INTO"
            + " postern_spool.tally SELECT 1, SUM(mails), SUM(waiting), SUM(active), SUM(held),"
            + " SUM(dead), MAX(seen) FROM gone");

    Awaitility.await()
        .ignoreExceptions()
        .until(() -> spool.settle(claim, List.of(new Done(ANN)), List.of()).isEmpty());

    assertThat(spool.queue().counts().mails()).isZero();
    assertThat(spool.queue().counts().active()).isZero();
  }

  @Test
  void aResultThatWasSentIsKeptThoughItsNodeIsCutOffInThatMoment() throws Exception {
    int server = java.net.URI.create(PostgresServer.url().substring("jdbc:".length())).getPort();
    try (CutProxy proxy = new CutProxy(server, "DELETE FROM recipient");
        Spool doomed =
            PostgresServer.open(
                PostgresServer.url().replace(":" + server, ":" + proxy.port()), clock, true)) {
      put(doomed, large(600_000), arrival(ANN, BOB));
      CompletableFuture<List<MailId>> answer = done(doomed, claimOne(doomed), ANN, BOB);

      Awaitility.await().until(answer::isDone);

      assertThat(proxy.cuts()).isOne();
      assertThat(answer).isCompletedExceptionally();
      Awaitility.await().until(() -> spool.queue().counts().mails() == 0);
      assertThat(spool.queue().counts().active()).isZero();
    }
  }
}
