package org.postern.relay.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.core.ConnectionReport;
import org.postern.core.Mailer;
import org.postern.core.examination.Finding;
import org.postern.core.message.OutboundMessage;
import org.postern.core.smtp.Action;
import org.postern.core.smtp.DeliveryResult;
import org.postern.core.smtp.Envelope;
import org.postern.core.smtp.MailAddress;
import org.postern.core.smtp.MessageBody;
import org.postern.core.smtp.Outcome;
import org.postern.core.smtp.RecipientResult;
import org.postern.core.smtp.Stage;
import org.postern.spool.Arrival;
import org.postern.spool.Claim;
import org.postern.spool.Intake;
import org.postern.spool.MailId;
import org.postern.spool.Notebook;
import org.postern.spool.Notice;
import org.postern.spool.Queue;
import org.postern.spool.Settlement;
import org.postern.spool.Spool;
import org.postern.spool.SpoolException;
import org.postern.spool.SpoolRecipient;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.FixedBody;
import org.postern.testkit.TestClock;

/** What was sent is written down, whatever goes wrong beside it. */
class CourierTest {

  private static final MailAddress A = MailAddress.parse("a@example.org");
  private static final MailAddress B = MailAddress.parse("b@example.org");

  private final Ledger ledger = new Ledger();
  private final List<RecipientResult> results = new ArrayList<>();
  private int sent;
  private int written;

  @TempDir Path folder;

  @Test
  void whoHasTheMailDoesNotGetItAgainBecauseTheNotificationCouldNotBeWritten() {
    results.add(result(A, Outcome.ACCEPTED, Action.NONE));
    results.add(result(B, Outcome.REJECTED, Action.BOUNCE));

    courier().carry(claim(Optional.empty()), false, this::written);

    assertThat(ledger.settled)
        .containsExactly(
            new Settlement.Done(A),
            new Settlement.Dead(B, new Settlement.Trouble("as said", Optional.empty())));
  }

  @Test
  void onlyWhoHasTheMailIsNotedAheadSoThatAKillTakesNoBounceAway() {
    results.add(result(A, Outcome.ACCEPTED, Action.NONE));
    results.add(result(B, Outcome.REJECTED, Action.BOUNCE));

    courier().carry(claim(Optional.empty()), false, this::written);

    assertThat(ledger.noted).containsExactly(new Settlement.Done(A));
  }

  @Test
  void aSpoolThatIsFullForAMomentLearnsTheResultAfterwards() {
    results.add(result(A, Outcome.ACCEPTED, Action.NONE));
    results.add(result(B, Outcome.ACCEPTED, Action.NONE));
    ledger.full = 2;

    courier().carry(claim(Optional.empty()), false, this::written);

    assertThat(sent).isEqualTo(1);
    assertThat(written).isEqualTo(1);
    assertThat(ledger.full).isZero();
    assertThat(ledger.settled).containsExactly(new Settlement.Done(A), new Settlement.Done(B));
  }

  @Test
  void aClockThatIsSetForwardWhileAMailIsTakenUpMakesItNotTooOld() {
    TestClock clock = TestClock.going();
    AtomicBoolean running = new AtomicBoolean();
    ClockJump jump =
        new ClockJump(
            clock,
            () -> {
              if (running.get()) {
                clock.ahead(Duration.ofDays(6));
              }
              return System.nanoTime();
            });
    results.add(result(A, Outcome.DEFERRED, Action.RETRY));
    results.add(result(B, Outcome.DEFERRED, Action.RETRY));
    running.set(true);

    courier(clock, jump).carry(claim(Optional.empty(), 9), false, this::written);

    assertThat(ledger.settled).hasSize(2).allMatch(Settlement.Later.class::isInstance);
  }

  @Test
  void aMailThatCannotBeAskedForIsPutOffNotLost() {
    courier().carry(claim(Optional.of("no address type")), false, this::written);

    assertThat(sent).isZero();
    assertThat(ledger.settled).hasSize(2).allMatch(Settlement.Later.class::isInstance);
  }

  private Courier courier() {
    Clock clock = Clock.systemUTC();
    return courier(clock, new ClockJump(clock, System::nanoTime));
  }

  private Courier courier(Clock clock, ClockJump jump) {
    try (FakeSmtpServer anywhere = FakeSmtpServer.builder().start()) {
      DeliverySettings settings = DeliverySettings.of(Post.settings(anywhere, folder).build());
      return new Courier(
          ledger,
          () -> new Letterbox(),
          settings,
          new Bounces("relay.example.com", settings),
          new Telling(event -> {}),
          clock,
          jump,
          Runnable::run);
    }
  }

  private void written() {
    written++;
  }

  private static RecipientResult result(MailAddress to, Outcome outcome, Action action) {
    return new RecipientResult(to, outcome, action, Stage.RCPT, Optional.empty(), "as said");
  }

  private static Claim claim(Optional<String> original) {
    return claim(original, 0);
  }

  private static Claim claim(Optional<String> original, int attempts) {
    List<SpoolRecipient> both =
        List.of(new SpoolRecipient(A, Set.of(), original), SpoolRecipient.of(B));
    Arrival arrival =
        new Arrival(
            Optional.of(MailAddress.parse(Post.SENDER)),
            both,
            Optional.empty(),
            Optional.empty(),
            false,
            "",
            "test");
    return new Torn(
        arrival,
        both.stream().map(one -> new Claim.Due(one, attempts, false)).toList(),
        Instant.now());
  }

  /** A mail whose bytes cannot be read. */
  private record Torn(Arrival arrival, List<Due> due, Instant arrived) implements Claim {

    @Override
    public MailId id() {
      return new MailId("00000001");
    }

    @Override
    public boolean unseen() {
      return false;
    }

    @Override
    public MessageBody body() {
      return FixedBody.torn(new byte[0], 10, "bad sector");
    }
  }

  /** Takes every mail, and answers as the test wants. */
  private final class Letterbox implements Mailer {

    @Override
    public DeliveryResult send(Envelope envelope, MessageBody body) {
      sent++;
      return new DeliveryResult("", results);
    }

    @Override
    public DeliveryResult send(OutboundMessage message) {
      throw new UnsupportedOperationException();
    }

    @Override
    public ConnectionReport probe() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void examine(
        Optional<OutboundMessage> trial, Duration patience, Consumer<Finding> found) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }

  /** The part of a spool to which results are told. */
  private static final class Ledger implements Spool {

    private List<Settlement> noted = List.of();
    private List<Settlement> settled = List.of();
    private int full;

    @Override
    public void note(Claim claim, List<Settlement> settlements) {
      noted = settlements;
    }

    @Override
    public MailId enlist(Connection transaction, Arrival arrival, MessageBody body) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<List<MailId>> settleSoon(
        Claim claim, List<Settlement> settlements, List<Notice> notices) {
      try {
        return CompletableFuture.completedStage(settle(claim, settlements, notices));
      } catch (SpoolException fault) {
        return CompletableFuture.failedStage(fault);
      }
    }

    @Override
    public List<MailId> settle(Claim claim, List<Settlement> settlements, List<Notice> notices) {
      if (full > 0) {
        full--;
        throw new SpoolException(SpoolException.Kind.FULL, "the disk is full");
      }
      settled = settlements;
      return notices.stream().map(notice -> new MailId("00000002")).toList();
    }

    @Override
    public boolean renew(Claim claim, Duration lease) {
      return true;
    }

    @Override
    public void admit(long size) {}

    @Override
    public Optional<SpoolException> refusal() {
      return Optional.empty();
    }

    @Override
    public Intake receive() {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<Claim> claim(int most, Duration lease) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void release(Claim claim) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Instant> nextDue() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Clock> sharedClock() {
      return Optional.empty();
    }

    @Override
    public boolean awaitWork(Duration atMost) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Queue queue() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Notebook notebook() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }
}
