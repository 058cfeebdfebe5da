package org.postern.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.spool.SpoolSample.ANN;
import static org.postern.spool.SpoolSample.BOB;
import static org.postern.spool.SpoolSample.MINUTE;
import static org.postern.spool.SpoolSample.SENDER;
import static org.postern.spool.SpoolSample.TROUBLE;
import static org.postern.spool.SpoolSample.arrival;
import static org.postern.spool.SpoolSample.bytes;
import static org.postern.spool.SpoolSample.claimOne;
import static org.postern.spool.SpoolSample.large;
import static org.postern.spool.SpoolSample.later;
import static org.postern.spool.SpoolSample.put;
import static org.postern.spool.SpoolSample.read;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.postern.core.smtp.MailAddress;
import org.postern.spool.Queue.Change;
import org.postern.spool.Queue.Filter;
import org.postern.spool.Queue.State;
import org.postern.spool.Settlement.Dead;
import org.postern.spool.Settlement.Done;

/** What every spool promises its administrators. */
interface SpoolQueueContract extends SpoolContract {

  Instant LATE = Instant.parse("2100-01-01T00:00:00Z");

  private Queue queue() {
    return spool().queue();
  }

  private static Filter in(State state) {
    return new Filter(Set.of(), Set.of(state), Optional.empty(), Optional.empty());
  }

  private List<MailId> ids(Filter filter) {
    return queue().list(filter, Optional.empty(), 100).stream().map(Queue.Entry::id).toList();
  }

  @Test
  default void theOldestMailAfterAMomentIsFoundAmongThoseThatWait() {
    put(spool(), "x");
    Instant between = queue().counts().oldest().orElseThrow().plusSeconds(30);
    pass(MINUTE);
    MailId next = put(spool(), "y");
    put(spool(), "z");

    assertThat(queue().oldestAfter(Instant.EPOCH)).isEqualTo(queue().counts().oldest());
    assertThat(queue().oldestAfter(between)).hasValue(queue().find(next).orElseThrow().arrived());
    assertThat(queue().oldestAfter(between.plus(MINUTE))).isEmpty();
    queue().hold(Filter.ALL);
    assertThat(queue().oldestAfter(Instant.EPOCH)).isEmpty();
  }

  @Test
  default void theListShowsWhatIsLeftInOrderOfArrival() {
    MailId first = put(spool(), bytes("x"), arrival(ANN, BOB));
    MailId second = put(spool(), "y");
    spool().settle(claimOne(spool()), List.of(new Done(ANN), later(BOB, LATE)), List.of());

    List<Queue.Entry> all = queue().list(Filter.ALL, Optional.empty(), 10);

    assertThat(all).extracting(Queue.Entry::id).containsExactly(first, second);
    Queue.Entry entry = all.get(0);
    assertThat(entry.sender()).contains(SENDER);
    assertThat(entry.size()).isEqualTo(bytes("x").length);
    assertThat(entry.messageId()).isEqualTo("<1@example.com>");
    assertThat(entry.origin()).startsWith("smtp");
    assertThat(entry.recipients())
        .containsExactly(new Queue.Line(BOB, State.WAITING, 1, LATE, Optional.of(TROUBLE)));
    assertThat(first).isLessThan(second);
  }

  @Test
  default void theListComesInPages() {
    List<MailId> all = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      all.add(put(spool(), "mail " + i));
    }
    List<MailId> seen = new ArrayList<>();
    Optional<MailId> after = Optional.empty();
    do {
      List<Queue.Entry> page = queue().list(Filter.ALL, after, 3);
      page.forEach(entry -> seen.add(entry.id()));
      after = page.stream().map(Queue.Entry::id).reduce((first, second) -> second);
    } while (after.isPresent());

    assertThat(seen).isEqualTo(all);
  }

  @Test
  default void filtersChooseBySenderRecipientStateAndId() {
    MailId active = put(spool(), "active");
    claimOne(spool());
    MailId both = put(spool(), bytes("x"), arrival(ANN, BOB));
    MailId bob = put(spool(), bytes("x"), arrival(MailAddress.parse("bob@EXAMPLE.org")));
    queue().hold(Filter.of(bob));

    assertThat(ids(in(State.ACTIVE))).containsExactly(active);
    assertThat(ids(in(State.WAITING))).containsExactly(both);
    assertThat(ids(in(State.HELD))).containsExactly(bob);
    assertThat(ids(in(State.DEAD))).isEmpty();
    assertThat(ids(new Filter(Set.of(), Set.of(), Optional.empty(), Optional.of(BOB))))
        .containsExactly(both, bob);
    assertThat(ids(new Filter(Set.of(), Set.of(), Optional.of(SENDER), Optional.empty())))
        .containsExactly(active, both, bob);
    assertThat(ids(new Filter(Set.of(), Set.of(), Optional.of(ANN), Optional.empty()))).isEmpty();
    assertThat(ids(new Filter(Set.of(bob, both), Set.of(), Optional.empty(), Optional.empty())))
        .containsExactly(both, bob);
    assertThat(queue().find(new MailId("0000000000000"))).isEmpty();
    assertThat(queue().find(new MailId("UUUUUUUUUUUUU"))).isEmpty();
  }

  @Test
  default void heldMailStaysUntilItIsReleased() {
    MailId id = put(spool(), "x");

    assertThat(queue().hold(Filter.ALL)).isEqualTo(new Change(1, 0));
    assertThat(spool().claim(1, MINUTE)).isEmpty();
    assertThat(spool().nextDue()).isEmpty();
    assertThat(queue().retry(Filter.ALL)).isEqualTo(new Change(0, 0));
    assertThat(queue().release(Filter.of(id))).isEqualTo(new Change(1, 0));

    assertThat(claimOne(spool()).id()).isEqualTo(id);
  }

  @Test
  default void retryMakesWaitingAndDeadMailDueNow() {
    put(spool(), bytes("x"), arrival(ANN, BOB));
    spool().settle(claimOne(spool()), List.of(later(ANN, LATE), new Dead(BOB, TROUBLE)), List.of());

    assertThat(queue().retry(Filter.ALL)).isEqualTo(new Change(2, 0));

    assertThat(claimOne(spool()).due())
        .containsExactly(
            new Claim.Due(SpoolRecipient.of(ANN), 1, false),
            new Claim.Due(SpoolRecipient.of(BOB), 0, false));
  }

  @Test
  default void aChangeWakesTheServer() throws Exception {
    put(spool(), "x");
    spool().settle(claimOne(spool()), List.of(later(ANN, LATE)), List.of());
    spool().awaitWork(java.time.Duration.ZERO);

    queue().retry(Filter.ALL);

    assertThat(spool().awaitWork(java.time.Duration.ofSeconds(60))).isTrue();
  }

  @Test
  default void droppedMailIsGoneWithItsBytes() {
    MailId large = put(spool(), large(600_000), arrival(ANN, BOB));
    MailId other = put(spool(), "x");
    Filter ann = new Filter(Set.of(large), Set.of(), Optional.empty(), Optional.of(ANN));

    assertThat(queue().drop(ann)).isEqualTo(new Change(1, 0));
    assertThat(queue().find(large).orElseThrow().recipients())
        .extracting(Queue.Line::address)
        .containsExactly(BOB);
    assertThat(queue().drop(Filter.of(large))).isEqualTo(new Change(1, 0));

    assertThat(queue().body(large)).isEmpty();
    assertThat(leftParts()).isZero();
    assertThat(ids(Filter.ALL)).containsExactly(other);
  }

  @Test
  default void whatIsBeingDeliveredIsCountedNotTouched() {
    MailId id = put(spool(), "x");
    Claim claim = claimOne(spool());

    assertThat(queue().drop(Filter.ALL)).isEqualTo(new Change(0, 1));
    assertThat(queue().hold(Filter.ALL)).isEqualTo(new Change(0, 1));
    assertThat(queue().retry(Filter.of(id))).isEqualTo(new Change(0, 1));

    spool().settle(claim, List.of(new Done(ANN)), List.of());
    assertThat(queue().counts().mails()).isZero();
  }

  @Test
  default void aChangeTellsHowManyMailsItHasLookedAt() {
    put(spool(), "x");
    put(spool(), "y");
    List<Long> looked = new ArrayList<>();

    Change change = queue().watchedBy(looked::add).hold(Filter.ALL);

    assertThat(change).isEqualTo(new Change(2, 0));
    assertThat(looked).endsWith(2L);
  }

  private List<Queue.Trace> told() {
    List<Queue.Trace> told = new ArrayList<>();
    queue().tellTraces(told::add);
    return told;
  }

  @Test
  default void whatAPersonDoesToAMailIsToldOnceWhoeverTellsIt() {
    MailId both = put(spool(), bytes("x"), arrival(ANN, BOB));
    MailId one = put(spool(), "y");
    Queue root = queue().by("root\n(uid 0)");

    root.hold(Filter.of(both));
    root.release(Filter.ALL);
    queue().hold(Filter.ALL);
    root.drop(Filter.ALL);
    root.drop(Filter.ALL);

    List<Queue.Trace> told = told();
    assertThat(told)
        .extracting(Queue.Trace::id, Queue.Trace::deed, Queue.Trace::count)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(both, Queue.Deed.HOLD, 2),
            org.assertj.core.groups.Tuple.tuple(both, Queue.Deed.RELEASE, 2),
            org.assertj.core.groups.Tuple.tuple(both, Queue.Deed.DROP, 2),
            org.assertj.core.groups.Tuple.tuple(one, Queue.Deed.DROP, 1));
    assertThat(told).extracting(Queue.Trace::by).containsOnly("root\\x0a(uid 0)");
    assertThat(told.get(0).recipients()).containsExactly(ANN.toString(), BOB.toString());
    assertThat(told()).isEmpty();
  }

  @Test
  default void aMailToVeryManyLeavesOneShortTrace() {
    MailAddress[] many = new MailAddress[10_000];
    java.util.Arrays.setAll(many, i -> MailAddress.parse("u" + i + "@example.org"));
    put(spool(), bytes("x"), arrival(many));

    assertThat(queue().by("root").drop(Filter.ALL)).isEqualTo(new Change(many.length, 0));

    Queue.Trace trace = told().get(0);
    assertThat(trace.count()).isEqualTo(many.length);
    assertThat(trace.recipients()).hasSize(10).startsWith("u0@example.org");
  }

  @Test
  default void theNumbersAgreeWithTheList() {
    put(spool(), bytes("x"), arrival(ANN, BOB));
    spool().settle(claimOne(spool()), List.of(later(ANN, LATE), new Dead(BOB, TROUBLE)), List.of());
    MailId held = put(spool(), "held");
    queue().hold(Filter.of(held));
    put(spool(), "active");
    claimOne(spool());
    put(spool(), large(600_000), arrival(ANN));

    Queue.Counts counts = queue().counts();

    List<Queue.Entry> all = queue().list(Filter.ALL, Optional.empty(), 10);
    assertThat(counts)
        .isEqualTo(new Queue.Counts(4, 2, 1, 1, 1, Optional.of(all.get(0).arrived())));
    queue().drop(Filter.ALL);
    assertThat(queue().counts().mails()).isOne();
    assertThat(queue().counts().active()).isOne();
  }

  @Test
  default void theBytesOfAMailCanBeLookedAt() {
    MailId id = put(spool(), "look");

    assertThat(read(queue().body(id).orElseThrow())).isEqualTo(bytes("look"));
    assertThat(queue().body(new MailId("0000000000000"))).isEmpty();
  }
}
