package org.postern.relay.deliver;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.postern.core.Mailer;
import org.postern.core.smtp.Action;
import org.postern.core.smtp.DeliveryResult;
import org.postern.core.smtp.DsnRequest;
import org.postern.core.smtp.Envelope;
import org.postern.core.smtp.MailAddress;
import org.postern.core.smtp.Outcome;
import org.postern.core.smtp.RecipientResult;
import org.postern.core.smtp.Stage;
import org.postern.relay.MailEvent;
import org.postern.relay.deliver.Judgement.Told;
import org.postern.spool.Arrival;
import org.postern.spool.Claim;
import org.postern.spool.Claim.Due;
import org.postern.spool.Notice;
import org.postern.spool.Spool;
import org.postern.spool.SpoolRecipient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries one mail to the mail server, and writes down what became of it. Thread safe. */
final class Courier {

  private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

  private static final Predicate<Judgement.Event> DELIVERED =
      event -> event.kind() == MailEvent.Kind.DELIVERED;

  /** How long a claim is this courier's, unless renewed. */
  static final Duration LEASE = Duration.ofMinutes(5);

  private final Supplier<Mailer> mailer;
  private final DeliverySettings settings;
  private final Bounces bounces;
  private final Clock clock;
  private final ClockJump jump;
  private final Scribe scribe;
  private final Telling telling;

  /**
   * @param patient runs what waits for a spool that does not write at the moment
   */
  Courier(
      Spool spool,
      Supplier<Mailer> mailer,
      DeliverySettings settings,
      Bounces bounces,
      Telling telling,
      Clock clock,
      ClockJump jump,
      Executor patient) {
    this.mailer = mailer;
    this.settings = settings;
    this.bounces = bounces;
    this.telling = telling;
    this.clock = clock;
    this.jump = jump;
    this.scribe = new Scribe(spool, patient);
  }

  /**
   * One attempt.
   *
   * @param heldForLong see {@link Judgement}
   * @param written run once, when the spool has what became of it, or never will: from then on it
   *     is no business of ours; not run where this throws
   */
  Judgement carry(Claim claim, boolean heldForLong, Runnable written) {
    // in this order: a clock that is set forward in between makes no mail old
    Instant now = clock.instant();
    Judgement judgement =
        new Judgement(
            claim, settings, now, jump.unsure(), heldForLong, ThreadLocalRandom.current());
    Map<MailAddress, RecipientResult> results = new HashMap<>();
    send(claim, results);
    judge(claim, results, judgement);
    settle(claim, judgement, written);
    return judgement;
  }

  private static void judge(
      Claim claim, Map<MailAddress, RecipientResult> results, Judgement judgement) {
    Optional<String> damage = damage(claim, results);
    for (Due due : claim.due()) {
      RecipientResult result = results.get(due.recipient().address());
      if (damage.isPresent() && BodyCheck.mayExplain(result)) {
        judgement.damaged(due, result, damage.get());
      } else {
        judgement.of(due, result);
      }
    }
    damage.ifPresent(
        why -> LOG.error("Nothing of a mail was delivered, it is kept as a dead letter: {}", why));
  }

  private static Optional<String> damage(Claim claim, Map<MailAddress, RecipientResult> results) {
    try {
      return results.values().stream().anyMatch(BodyCheck::mayExplain)
          ? BodyCheck.damage(claim.body())
          : Optional.empty();
    } catch (Throwable fault) {
      Mishap.log(LOG, "{}: whether its bytes are whole is not known", claim.id(), fault);
      return Optional.empty();
    }
  }

  private void send(Claim claim, Map<MailAddress, RecipientResult> results) {
    try {
      DeliveryResult result = mailer.get().send(envelope(claim), claim.body());
      result.recipients().forEach(one -> results.put(one.recipient(), one));
    } catch (Throwable bug) {
      Mishap.log(LOG, "{} could not be sent for an unexpected reason; it is kept", claim.id(), bug);
      for (Due due : claim.due()) {
        MailAddress recipient = due.recipient().address();
        results.put(recipient, unexpected(recipient, bug));
      }
    }
  }

  private static Envelope envelope(Claim claim) {
    Map<MailAddress, DsnRequest.OfRecipient> asked = new LinkedHashMap<>();
    for (Due due : claim.due()) {
      SpoolRecipient recipient = due.recipient();
      asked.put(
          recipient.address(),
          new DsnRequest.OfRecipient(recipient.notifyOn(), recipient.original()));
    }
    Arrival arrival = claim.arrival();
    return new Envelope(
        arrival.sender(),
        List.copyOf(asked.keySet()),
        new DsnRequest(Set.of(), arrival.returned(), arrival.envelopeId(), asked));
  }

  private static RecipientResult unexpected(MailAddress recipient, Throwable bug) {
    return new RecipientResult(
        recipient,
        Outcome.DEFERRED,
        Action.RETRY,
        Stage.MESSAGE,
        Optional.empty(),
        "a bug (" + bug.getClass().getName() + ") stopped the mail; see the log");
  }

  private void settle(Claim claim, Judgement judgement, Runnable written) {
    // told before it is noted: after a kill the application hears of it twice rather than never
    judgement.events().stream().filter(DELIVERED).forEach(event -> telling.tell(claim, event));
    // before all that takes longer: a kill in the next moment must not send it again
    beside(claim, () -> scribe.note(claim, judgement.handedOn()));
    Instant now = clock.instant();
    List<Notice> notices = noticesOrNone(claim, judgement, now);
    judgement.events().stream().filter(DELIVERED.negate()).forEach(e -> telling.tell(claim, e));
    beside(claim, () -> telling.log(claim, judgement.events(), now));
    scribe.write(claim, judgement.settlements(), notices, written);
  }

  /** What was sent is written down, whatever becomes of this. */
  private static void beside(Claim claim, Runnable work) {
    Mishap.contain(LOG, "{}: what became of it was not told everywhere", claim.id(), work);
  }

  private List<Notice> noticesOrNone(Claim claim, Judgement judgement, Instant now) {
    try {
      return notices(claim, judgement, now);
    } catch (Throwable fault) {
      // without this the mail would be sent again to those who have it
      Mishap.log(
          LOG,
          "{}: the notification to its sender could not be written; those given up are kept as"
              + " dead letters",
          claim.id(),
          fault);
      judgement.nobodyIsTold();
      return List.of();
    }
  }

  private List<Notice> notices(Claim claim, Judgement judgement, Instant now) throws IOException {
    List<Notice> notices = new ArrayList<>();
    for (Bounces.Kind kind : Bounces.Kind.values()) {
      List<Told> told =
          switch (kind) {
            case FAILED -> judgement.failed();
            case DELAYED -> judgement.delayed();
            case RELAYED -> judgement.relayed();
          };
      if (!told.isEmpty()) {
        notices.add(bounces.of(kind, claim, told, now));
      }
    }
    return notices;
  }
}
