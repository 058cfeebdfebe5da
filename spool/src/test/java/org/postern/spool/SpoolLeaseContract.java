package org.postern.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.postern.spool.SpoolSample.ANN;
import static org.postern.spool.SpoolSample.BOB;
import static org.postern.spool.SpoolSample.MINUTE;
import static org.postern.spool.SpoolSample.TROUBLE;
import static org.postern.spool.SpoolSample.arrival;
import static org.postern.spool.SpoolSample.bytes;
import static org.postern.spool.SpoolSample.claimOne;
import static org.postern.spool.SpoolSample.put;
import static org.postern.spool.SpoolSample.write;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.postern.spool.Settlement.Done;
import org.postern.testkit.LogLines;

/** What every spool promises of those who share it: leases, guests, many threads. */
interface SpoolLeaseContract extends SpoolContract {

  Duration SHORT = Duration.ofMillis(1);

  @Test
  default void whatIsLeasedIsNotHandedOutTwice() {
    put(spool(), "x");
    claimOne(spool());

    assertThat(spool().claim(5, MINUTE)).isEmpty();
    assertThat(spool().nextDue().orElseThrow()).isAfter(Instant.now().plusSeconds(30));
  }

  @Test
  default void aLeaseThatEndedGoesToTheNextAndIsLostToTheFirst() {
    put(spool(), "x");
    Claim dead = spool().claim(1, SHORT).get(0);
    pass(Duration.ofSeconds(1));

    Claim next = claimOne(spool());

    assertThat(next.id()).isEqualTo(dead.id());
    assertThat(spool().renew(dead, MINUTE)).isFalse();
    assertThatThrownBy(() -> spool().settle(dead, List.of(new Done(ANN)), List.of()))
        .isInstanceOfSatisfying(
            SpoolException.class,
            lost -> assertThat(lost.kind()).isEqualTo(SpoolException.Kind.LEASE_LOST));
    spool().release(dead);
    assertThat(spool().claim(1, MINUTE)).isEmpty();
    spool().settle(next, List.of(new Done(ANN)), List.of());
  }

  @Test
  default void aRenewedLeaseLastsAsLongAsItSays() {
    put(spool(), "x");
    Claim claim = spool().claim(1, SHORT).get(0);

    assertThat(spool().renew(claim, Duration.ofHours(1))).isTrue();
    pass(Duration.ofMinutes(1));

    assertThat(spool().claim(1, MINUTE)).isEmpty();
    spool().settle(claim, List.of(new Done(ANN)), List.of());
    assertThat(spool().queue().counts().mails()).isZero();
  }

  @Test
  default void aMailWhoseLeaseEndedIsNamedWhenItIsTakenUpAgain() {
    MailId id = put(spool(), "x");
    spool().claim(1, SHORT);
    put(spool(), "y");
    pass(Duration.ofMinutes(1));

    try (LogLines log = LogLines.of("org.postern.spool.internal")) {
      assertThat(spool().claim(5, MINUTE)).hasSize(2);
      assertThat(log.all())
          .filteredOn(line -> line.contains("twice"))
          .singleElement()
          .asString()
          .startsWith(id + " may have been on its way ");
    }
  }

  @Test
  default void claimsEndWithTheirProcess() {
    put(spool(), "x");
    spool().claim(1, Duration.ofDays(1));

    assertThat(reopened().claim(1, MINUTE)).hasSize(1);
  }

  @Test
  default void theFirstClaimOfAMailThatAGuestLeftIsTheOnlyOneThatIsUnseen() {
    try (Spool guest = guest()) {
      put(guest, bytes("x"), arrival(ANN, BOB));
    }
    // what an administrator does before it is no claim
    spool().queue().hold(Queue.Filter.ALL);
    spool().queue().release(Queue.Filter.ALL);
    spool().queue().retry(Queue.Filter.ALL);
    Claim first = claimOne(spool());
    assertThat(first.unseen()).isTrue();

    spool().release(first);
    Claim released = claimOne(spool());
    assertThat(released.unseen()).isFalse();
    spool()
        .settle(
            released,
            List.of(
                new Settlement.Later(ANN, Instant.now().minusSeconds(1), false, false, TROUBLE),
                new Done(BOB)),
            List.of());
    assertThat(claimOne(spool()).unseen()).isFalse();
    assertThat(claimOne(reopened()).unseen()).isFalse();
  }

  @Test
  default void mailThatWasGivenUpIsNoNewMailWhenItIsRetried() {
    try (Spool guest = guest()) {
      put(guest, "x");
    }
    Claim first = claimOne(spool());
    spool().settle(first, List.of(new Settlement.Dead(ANN, TROUBLE)), List.of());
    spool().queue().retry(Queue.Filter.ALL);
    Claim again = claimOne(spool());
    assertThat(again.due().get(0).attempts()).isZero();
    assertThat(again.unseen()).isFalse();
  }

  @Test
  default void whatTheServerTookInOrWroteItselfIsSeen() throws Exception {
    put(spool(), "x");
    Claim own = claimOne(spool());
    assertThat(own.unseen()).isFalse();
    try (Intake intake = spool().receive()) {
      write(intake, bytes("y"));
      assertThat(intake.commitClaimed(arrival(ANN), MINUTE).unseen()).isFalse();
    }

    List<MailId> ids =
        spool().settle(own, List.of(new Done(ANN)), List.of(new Notice(arrival(BOB), bytes("n"))));

    Claim notice = claimOne(spool());
    assertThat(ids).containsExactly(notice.id());
    assertThat(notice.unseen()).isFalse();
  }

  @Test
  default void aClaimWhoseLeaseEndedWasTheFirst() {
    try (Spool guest = guest()) {
      put(guest, "x");
    }
    assertThat(spool().claim(1, SHORT).get(0).unseen()).isTrue();
    pass(Duration.ofSeconds(1));
    assertThat(claimOne(spool()).unseen()).isFalse();
  }

  @Test
  default void aCommitWakesTheOneWhoWaits() throws Exception {
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try {
      Future<Boolean> woken = threads.submit(() -> spool().awaitWork(Duration.ofSeconds(60)));
      put(spool(), "x");
      assertThat(woken.get()).isTrue();
    } finally {
      threads.shutdownNow();
    }
    assertThat(spool().awaitWork(Duration.ZERO)).isFalse();
  }

  @Test
  default void aCommitBeforeTheWaitIsNotMissed() throws Exception {
    put(spool(), "x");

    assertThat(spool().awaitWork(Duration.ofSeconds(60))).isTrue();
  }

  @Test
  default void aGuestsMailWakesTheServer() throws Exception {
    while (spool().awaitWork(Duration.ofMillis(1))) {
      // what the opening left
    }
    MailId id;
    try (Spool guest = guest()) {
      id = put(guest, "from a guest");
      assertThatThrownBy(() -> guest.claim(1, MINUTE)).isInstanceOf(IllegalStateException.class);
    }

    assertThat(spool().awaitWork(Duration.ofSeconds(60))).isTrue();
    assertThat(claimOne(spool()).id()).isEqualTo(id);
  }

  @Test
  default void aGuestSeesAndChangesTheQueueOfTheServer() {
    MailId id = put(spool(), bytes("x"), arrival(ANN, BOB));
    spool().notebook().write("told", "yes");
    try (Spool guest = guest()) {
      assertThat(guest.queue().find(id).orElseThrow().recipients()).hasSize(2);
      assertThat(guest.notebook().read("told")).contains("yes");
      assertThat(guest.queue().hold(Queue.Filter.of(id))).isEqualTo(new Queue.Change(2, 0));
      assertThat(guest.queue().counts().held()).isEqualTo(2);
    }

    assertThat(spool().claim(1, MINUTE)).isEmpty();
    assertThat(spool().queue().counts().held()).isEqualTo(2);
  }

  @Test
  default void manyThreadsLoseNothingAndGetNothingTwice() throws Exception {
    int threads = 16;
    int each = 50;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    Set<MailId> put = new HashSet<>();
    List<MailId> got = new ArrayList<>();
    try {
      List<Future<List<MailId>>> puts = new ArrayList<>();
      List<Future<List<MailId>>> gets = new ArrayList<>();
      for (int i = 0; i < threads / 2; i++) {
        puts.add(pool.submit(() -> putMany(each)));
        gets.add(pool.submit(() -> deliver(each)));
      }
      for (Future<List<MailId>> one : puts) {
        put.addAll(one.get());
      }
      for (Future<List<MailId>> one : gets) {
        got.addAll(one.get());
      }
    } finally {
      pool.shutdownNow();
    }

    assertThat(put).hasSize(each * threads / 2);
    assertThat(got).containsExactlyInAnyOrderElementsOf(put);
    assertThat(spool().queue().counts())
        .isEqualTo(new Queue.Counts(0, 0, 0, 0, 0, java.util.Optional.empty()));
  }

  private List<MailId> putMany(int count) {
    List<MailId> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(put(spool(), "mail " + i));
    }
    return ids;
  }

  private List<MailId> deliver(int count) throws InterruptedException {
    List<MailId> ids = new ArrayList<>();
    while (ids.size() < count) {
      List<Claim> claims = spool().claim(Math.min(3, count - ids.size()), MINUTE);
      if (claims.isEmpty()) {
        spool().awaitWork(Duration.ofMillis(50));
      }
      for (Claim claim : claims) {
        ids.add(claim.id());
        spool().settle(claim, List.of(new Done(ANN)), List.of());
      }
    }
    return ids;
  }

  @Test
  default void aRefusedOperationDoesNoHarmToOthersOfItsGroup() throws Exception {
    put(spool(), "claimed");
    Claim claim = claimOne(spool());
    spool().settle(claim, List.of(new Done(ANN)), List.of());
    ExecutorService pool = Executors.newFixedThreadPool(20);
    try {
      List<Future<?>> good = new ArrayList<>();
      List<Future<?>> bad = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        good.add(pool.submit(() -> put(spool(), "good")));
        bad.add(pool.submit(() -> spool().settle(claim, List.of(new Done(ANN)), List.of())));
      }
      for (Future<?> one : bad) {
        assertThatThrownBy(one::get).hasMessageContaining("lease of mail");
      }
      for (Future<?> one : good) {
        one.get();
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(spool().queue().counts().waiting()).isEqualTo(200);
  }

  @Test
  default void aCloseFinishesWhatWaits() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(8);
    Set<MailId> committed = java.util.concurrent.ConcurrentHashMap.newKeySet();
    Spool before = spool();
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        all.add(
            pool.submit(
                () -> {
                  try {
                    while (true) {
                      try (Intake intake = before.receive()) {
                        write(intake, bytes("x"));
                        committed.add(intake.commit(arrival(ANN)));
                      }
                    }
                  } catch (SpoolException closed) {
                    return closed;
                  }
                }));
      }
      org.awaitility.Awaitility.await().until(() -> committed.size() > 50);
      Spool again = reopened();
      for (Future<?> one : all) {
        one.get();
      }
      Set<MailId> there = new HashSet<>();
      again.claim(100_000, MINUTE).forEach(claim -> there.add(claim.id()));
      assertThat(there).isEqualTo(committed);
    } finally {
      pool.shutdownNow();
    }
  }
}
