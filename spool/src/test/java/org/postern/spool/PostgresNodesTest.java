package org.postern.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.spool.SpoolSample.ANN;
import static org.postern.spool.SpoolSample.MINUTE;
import static org.postern.spool.SpoolSample.put;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postern.spool.Settlement.Done;

/** Several nodes on one PostgreSQL, and what a database server can do to them. */
@Tag("same-on-every-jdk")
class PostgresNodesTest {

  private final SetClock clock = new SetClock();

  @BeforeEach
  void empty() {
    PostgresServer.sql("DROP SCHEMA IF EXISTS postern_spool CASCADE");
  }

  private Spool node() {
    return PostgresServer.open(clock, true);
  }

  @Test
  void nodesShareTheWorkAndNoMailGoesToTwo() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try (Spool one = node();
        Spool two = node()) {
      Set<MailId> put = new HashSet<>();
      for (int i = 0; i < 300; i++) {
        put.add(put(i % 2 == 0 ? one : two, "mail " + i));
      }
      List<Future<List<MailId>>> workers = new ArrayList<>();
      for (Spool node : List.of(one, two, one, two)) {
        workers.add(pool.submit(() -> deliverAll(node)));
      }
      List<MailId> got = new ArrayList<>();
      for (Future<List<MailId>> worker : workers) {
        got.addAll(worker.get());
      }

      assertThat(got).containsExactlyInAnyOrderElementsOf(put);
      assertThat(one.queue().counts()).isEqualTo(two.queue().counts());
      assertThat(one.queue().counts().mails()).isZero();
      assertThat(one.queue().counts().active()).isZero();
    } finally {
      pool.shutdownNow();
    }
  }

  private static List<MailId> deliverAll(Spool node) {
    List<MailId> got = new ArrayList<>();
    while (node.queue().counts().mails() > 0) {
      for (Claim claim : node.claim(7, MINUTE)) {
        got.add(claim.id());
        node.settle(claim, List.of(new Done(ANN)), List.of());
      }
    }
    return got;
  }

  @Test
  void whatAKilledNodeWasDeliveringGoesToAnotherWhenItsLeaseEnds() throws Exception {
    try (Spool node = node();
        SpoolChild child = SpoolChild.start(PostgresServer.url(), "node")) {
      child.awaitLine("ready");
      child.kill();
      assertThat(node.claim(5, MINUTE)).isEmpty();
      assertThat(node.queue().counts().active()).isOne();

      PostgresServer.sql("UPDATE postern_spool.recipient SET due = due - 86500000");

      Claim claim = SpoolSample.claimOne(node);
      node.settle(claim, List.of(new Done(ANN)), List.of());
      assertThat(node.queue().counts().mails()).isZero();
    }
  }

  @Test
  void aNodeThatIsKilledUnderLoadLosesNothingAndLeavesNothingTwice() throws Exception {
    List<MailId> here = new ArrayList<>();
    List<String> said;
    try (Spool node = node()) {
      try (SpoolChild child = SpoolChild.start(PostgresServer.url(), "node-load")) {
        child.awaitLines(200);
        while (here.size() < 100) {
          deliver(node, here);
        }
        said = child.kill();
      }
      while (node.queue().counts().mails() > 0) {
        // the leases of the dead last a day; what it had asked for last may be committed later
        PostgresServer.sql("UPDATE postern_spool.recipient SET due = due - 86500000");
        deliver(node, here);
      }
    }
    Set<MailId> mustBeHere = said("in", said);
    mustBeHere.removeAll(said("going", said));
    assertThat(here).doesNotHaveDuplicates().containsAll(mustBeHere);
    Set<MailId> gone = said("gone", said);
    gone.retainAll(here);
    assertThat(gone).isEmpty();
  }

  private static Set<MailId> said(String word, List<String> lines) {
    return lines.stream()
        .map(line -> line.split(" "))
        .filter(words -> words[0].equals(word) && words.length > 1 && words[1].length() == 13)
        .map(words -> new MailId(words[1]))
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static void deliver(Spool node, List<MailId> delivered) {
    for (Claim claim : node.claim(20, MINUTE)) {
      delivered.add(claim.id());
      node.settle(claim, List.of(new Done(ANN)), List.of());
    }
  }

  @Test
  void aCommitAtOneNodeWakesTheOther() throws Exception {
    try (Spool one = node();
        Spool two = node()) {
      while (two.awaitWork(Duration.ofMillis(1))) {
        // what the opening left
      }
      put(one, "x");

      assertThat(two.awaitWork(Duration.ofSeconds(60))).isTrue();
      assertThat(two.claim(5, MINUTE)).hasSize(1);
    }
  }

  @Test
  void lostConnectionsAreMadeAnewAndNothingIsLost() {
    try (Spool node = node()) {
      MailId before = put(node, "before");
      PostgresServer.sql(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name ="
              + " 'postern'");

      MailId after =
          Awaitility.await().ignoreExceptions().until(() -> put(node, "after"), id -> true);

      assertThat(
              Awaitility.await()
                  .ignoreExceptions()
                  .until(() -> node.claim(5, MINUTE), claims -> !claims.isEmpty()))
          .extracting(Claim::id)
          .contains(before, after);
    }
  }

  @Test
  void theTallyOfADeadNodeIsTakenOver() {
    try (Spool dead = node()) {
      put(dead, "x");
    }
    PostgresServer.sql("UPDATE postern_spool.tally SET seen = 0");
    try (Spool next = node()) {
      Awaitility.await()
          .until(
              () ->
                  PostgresServer.number("SELECT COUNT(*) FROM postern_spool.tally WHERE seen = 0")
                      == 0);
      assertThat(next.queue().counts().mails()).isOne();
      assertThat(next.queue().counts().waiting()).isOne();
    }
  }

  @Test
  void nodesChangeAPageOneAfterTheOther() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try (Spool one = node();
        Spool two = node()) {
      List<Future<String>> all = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        Spool node = i % 2 == 0 ? one : two;
        all.add(pool.submit(() -> node.notebook().change("count", (page, now) -> page + "+")));
      }
      for (Future<String> change : all) {
        change.get();
      }

      assertThat(one.notebook().read("count")).contains("+".repeat(40));
      assertThat(one.notebook().node()).isNotEqualTo(two.notebook().node());
    } finally {
      pool.shutdownNow();
    }
  }
}
