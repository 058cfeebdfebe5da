package org.postern.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
import static org.postern.spool.SpoolSample.write;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.core.smtp.DsnRequest.Notify;
import org.postern.core.smtp.DsnRequest.Returned;
import org.postern.core.smtp.MailAddress;
import org.postern.core.smtp.MessageBody;
import org.postern.spool.Settlement.Dead;
import org.postern.spool.Settlement.Done;

/** What every spool promises of mails that come and go. */
interface SpoolContract {

  /** A spool of its own for each test, empty; the same one each time it is asked. */
  Spool spool();

  /** The same spool as another process sees it. */
  Spool guest();

  /** Sets the spool's clock ahead; the time of its leases goes on by as much. */
  void pass(Duration time);

  /** Closes it and opens it again. */
  Spool reopened();

  @Test
  default void whatWasCommittedIsHandedOutWhole() {
    Arrival arrival =
        new Arrival(
            Optional.of(MailAddress.parse("\"a b\"@Example.com")),
            List.of(
                new SpoolRecipient(
                    ANN, Set.of(Notify.SUCCESS, Notify.DELAY), Optional.of("rfc822;a+20b@x.test")),
                new SpoolRecipient(
                    MailAddress.parse("jürgen@bücher.example"),
                    Set.of(Notify.NEVER),
                    Optional.empty()),
                SpoolRecipient.of(BOB)),
            Optional.of(Returned.HDRS),
            Optional.of("env id=1"),
            true,
            "<m@example.com>",
            "smtp [::1] printer user=\"x\"");
    Instant before = Instant.now().minusSeconds(1);

    MailId id = put(spool(), bytes("ü"), arrival);
    Claim claim = claimOne(spool());

    assertThat(claim.id()).isEqualTo(id);
    assertThat(claim.arrival()).isEqualTo(arrival);
    assertThat(claim.arrived()).isBetween(before, Instant.now().plusSeconds(1));
    assertThat(claim.due())
        .containsExactlyElementsOf(
            arrival.recipients().stream().map(one -> new Claim.Due(one, 0, false)).toList());
    assertThat(read(claim.body())).isEqualTo(bytes("ü"));
    assertThat(claim.body().size()).isEqualTo(bytes("ü").length);
    assertThat(claim.body().eightBit()).isTrue();
    assertThat(claim.body().utf8Headers()).isTrue();
  }

  @Test
  default void theNullSenderStaysEmpty() {
    Arrival bounce =
        new Arrival(
            Optional.empty(),
            List.of(SpoolRecipient.of(ANN)),
            Optional.empty(),
            Optional.empty(),
            false,
            "",
            "postern");

    put(spool(), bytes("x"), bounce);

    assertThat(claimOne(spool()).arrival()).isEqualTo(bounce);
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 262_143, 262_144, 262_145, 524_288, 1_000_000})
  default void bytesOfAnySizeComeBackAsTheyWere(int size) {
    byte[] bytes = large(size);

    put(spool(), bytes, arrival(ANN));
    MessageBody body = claimOne(spool()).body();

    assertThat(body.size()).isEqualTo(size);
    assertThat(read(body)).isEqualTo(bytes).isEqualTo(read(body));
    assertThat(body.eightBit()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {300, 600_000})
  default void aMailThatIsClaimedAtItsCommitIsNobodyElses(int size) {
    try (Intake intake = spool().receive()) {
      MailId early = intake.id();
      write(intake, large(size));
      Claim claim = intake.commitClaimed(arrival(ANN, BOB), MINUTE);

      assertThat(claim.due())
          .extracting(due -> due.recipient().address())
          .containsExactly(ANN, BOB);
      assertThat(read(claim.body())).isEqualTo(large(size));
      assertThat(spool().claim(10, MINUTE)).isEmpty();

      spool().settle(claim, List.of(new Done(ANN), new Done(BOB)), List.of());
      assertThat(spool().queue().find(claim.id())).isEmpty();
      assertThat(spool().queue().counts().mails()).isZero();
    }
  }

  @Test
  default void anEightBitBodyHasASevenBitForm() throws IOException {
    byte[] mime =
        ("Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
                + "Many greetings (Grüße) to all who read this\r\n")
            .getBytes(StandardCharsets.UTF_8);
    put(spool(), mime, arrival(ANN));

    MessageBody seven = claimOne(spool()).body().sevenBit().orElseThrow();

    assertThat(new String(read(seven), StandardCharsets.US_ASCII)).contains("(Gr=C3=BC=C3=9Fe)");
    assertThat(seven.size()).isEqualTo(read(seven).length);
  }

  @Test
  default void whatWasNotCommittedLeavesNothing() {
    try (Intake small = spool().receive();
        Intake large = spool().receive()) {
      write(small, bytes("x"));
      write(large, large(600_000));
    }

    assertThat(spool().queue().list(Queue.Filter.ALL, Optional.empty(), 10)).isEmpty();
    assertThat(spool().claim(10, MINUTE)).isEmpty();
    assertThat(leftParts()).isZero();
  }

  /** How many rows of parts stand in the database. */
  long leftParts();

  @Test
  default void aMailIsCommittedOnceOnly() {
    try (Intake intake = spool().receive()) {
      write(intake, bytes("x"));
      intake.commit(arrival(ANN));

      assertThatThrownBy(() -> intake.commit(arrival(ANN)))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> write(intake, bytes("y"))).isInstanceOf(IllegalStateException.class);
    }
    assertThat(spool().queue().counts().mails()).isOne();
  }

  @Test
  default void mailsAreClaimedByDueTime() {
    MailId first = put(spool(), "first");
    MailId second = put(spool(), "second");
    Claim claim = claimOne(spool());
    assertThat(claim.id()).isEqualTo(first);
    spool().settle(claim, List.of(later(ANN, Instant.now().plusSeconds(30))), List.of());
    pass(Duration.ofSeconds(31));
    MailId third = put(spool(), "third");

    assertThat(spool().claim(5, MINUTE))
        .extracting(Claim::id)
        .containsExactly(second, first, third);
  }

  @Test
  default void aClaimHoldsOnlyTheRecipientsThatAreDue() {
    put(spool(), bytes("x"), arrival(ANN, BOB));
    Instant due = Instant.now().plusSeconds(600).truncatedTo(java.time.temporal.ChronoUnit.MILLIS);
    spool().settle(claimOne(spool()), List.of(new Done(ANN), later(BOB, due)), List.of());

    assertThat(spool().claim(5, MINUTE)).isEmpty();
    assertThat(spool().nextDue()).contains(due);
    pass(Duration.ofSeconds(601));
    Claim again = claimOne(spool());

    assertThat(again.due()).containsExactly(new Claim.Due(SpoolRecipient.of(BOB), 1, false));
    assertThat(again.arrival()).isEqualTo(arrival(ANN, BOB));
  }

  @Test
  default void ofHundredsOfRecipientsThoseThatWerePutOffAreTriedAgainAndNoOther() {
    MailAddress[] all =
        IntStream.range(0, 300)
            .mapToObj(n -> MailAddress.parse("r" + n + "@example.org"))
            .toArray(MailAddress[]::new);
    put(spool(), bytes("x"), arrival(all));
    List<Settlement> results = new ArrayList<>();
    List<Claim.Due> late = new ArrayList<>();
    for (int n = 299; n >= 0; n--) {
      boolean putOff = n % 50 == 7;
      results.add(putOff ? later(all[n], Instant.now()) : new Done(all[n]));
      if (putOff) {
        late.add(new Claim.Due(SpoolRecipient.of(all[n]), 1, false));
      }
    }
    spool().settle(claimOne(spool()), results, List.of());

    assertThat(spool().queue().counts().waiting()).isEqualTo(late.size());
    assertThat(spool().queue().counts().active()).isZero();
    Claim again = claimOne(spool());
    assertThat(again.due()).containsExactlyInAnyOrderElementsOf(late);
    spool()
        .settle(
            again,
            again.due().stream()
                .<Settlement>map(due -> new Done(due.recipient().address()))
                .toList(),
            List.of());
    assertThat(spool().queue().counts().mails()).isZero();
    assertThat(spool().queue().counts().active()).isZero();
  }

  @Test
  default void attemptsThatTheRouteFailedAreNotCounted() {
    put(spool(), "x");
    Settlement told =
        new Settlement.Later(ANN, Instant.now().minusSeconds(1), false, true, TROUBLE);
    spool().settle(claimOne(spool()), List.of(told), List.of());

    assertThat(claimOne(spool()).due())
        .containsExactly(new Claim.Due(SpoolRecipient.of(ANN), 0, true));
  }

  @Test
  default void recipientsThatAreNotSettledAreDueAgain() {
    put(spool(), bytes("x"), arrival(ANN, BOB));
    spool().settle(claimOne(spool()), List.of(new Done(ANN)), List.of());

    assertThat(claimOne(spool()).due())
        .containsExactly(new Claim.Due(SpoolRecipient.of(BOB), 0, false));
  }

  @Test
  default void aReleasedClaimIsDueAtOnce() {
    MailId id = put(spool(), "x");
    spool().release(claimOne(spool()));

    assertThat(claimOne(spool()).id()).isEqualTo(id);
  }

  @Test
  default void aNoticeIsSpooledWithTheSettlementOrNotAtAll() {
    put(spool(), "x");
    Claim claim = claimOne(spool());
    Arrival toSender =
        new Arrival(
            Optional.empty(),
            List.of(SpoolRecipient.of(SENDER)),
            Optional.empty(),
            Optional.empty(),
            false,
            "<dsn@example.com>",
            "postern");
    Notice notice = new Notice(toSender, bytes("bounced"));

    assertThatThrownBy(() -> spool().settle(claim, List.of(new Done(BOB)), List.of(notice)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(spool().queue().counts().mails()).isOne();

    spool().settle(claim, List.of(new Done(ANN)), List.of(notice));
    Claim bounce = claimOne(spool());
    assertThat(bounce.arrival()).isEqualTo(toSender);
    assertThat(read(bounce.body())).isEqualTo(bytes("bounced"));
    assertThat(spool().queue().counts().mails()).isOne();
  }

  @Test
  default void aDeadRecipientWaitsForTheAdministrator() {
    MailId id = put(spool(), "x");
    spool().settle(claimOne(spool()), List.of(new Dead(ANN, TROUBLE)), List.of());

    assertThat(spool().claim(1, MINUTE)).isEmpty();
    assertThat(spool().nextDue()).isEmpty();
    Queue.Line line = spool().queue().find(id).orElseThrow().recipients().get(0);
    assertThat(line.state()).isEqualTo(Queue.State.DEAD);
    assertThat(line.attempts()).isOne();
    assertThat(line.trouble()).contains(TROUBLE);
  }

  @Test
  default void allOutlivesTheProcess() {
    MailId small = put(spool(), "x");
    MailId large = put(spool(), large(600_000), arrival(ANN));
    spool().notebook().write("pace", "17");
    spool().notebook().write("pace", "18");

    Spool again = reopened();

    assertThat(again.claim(5, MINUTE)).extracting(Claim::id).containsExactly(small, large);
    assertThat(read(again.queue().body(large).orElseThrow())).isEqualTo(large(600_000));
    assertThat(again.notebook().read("pace")).contains("18");
    assertThat(again.notebook().read("none")).isEmpty();
  }

  @Test
  default void aPageIsChangedWithNobodyElseInBetween() throws Exception {
    ExecutorService four = Executors.newFixedThreadPool(4);
    try {
      List<Callable<String>> all = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        all.add(() -> spool().notebook().change("count", (page, now) -> page + "+"));
      }
      for (Future<String> one : four.invokeAll(all)) {
        one.get();
      }
    } finally {
      four.shutdownNow();
    }
    assertThat(spool().notebook().read("count")).contains("+".repeat(40));
  }

  @Test
  default void aClosedSpoolSaysSo() {
    Spool closed = spool();
    put(closed, "x");
    Claim claim = claimOne(closed);
    MessageBody body = closed.queue().body(claim.id()).orElseThrow();
    reopened();

    assertThatThrownBy(() -> put(closed, "late")).isInstanceOf(SpoolException.class);
    assertThatThrownBy(() -> closed.claim(1, MINUTE)).isInstanceOf(SpoolException.class);
    assertThatThrownBy(() -> closed.queue().counts()).isInstanceOf(SpoolException.class);
    assertThatThrownBy(() -> body.writeTo(java.io.OutputStream.nullOutputStream()))
        .isInstanceOf(java.io.IOException.class);
  }
}
