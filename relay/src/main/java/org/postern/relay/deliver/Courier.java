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
import java.util.concurrent.ThreadLocalRandom;
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
import org.postern.relay.DeliveryTotals;
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

  private final Spool spool;
  private final Supplier<Mailer> mailer;
  private final DeliverySettings settings;
  private final Bounces bounces;
  private final Clock clock;
  private final Totals totals = new Totals();

  Courier(
      Spool spool,
      Supplier<Mailer> mailer,
      DeliverySettings settings,
      Bounces bounces,
      Clock clock) {
    this.spool = spool;
    this.mailer = mailer;
    this.settings = settings;
    this.bounces = bounces;
    this.clock = clock;
  }

  /**
   * One attempt, settled when this returns.
   *
   * @param heldForLong see {@link Judgement}
   */
  Judgement carry(Claim claim, boolean heldForLong) {
    Judgement judgement =
        new Judgement(claim, settings, clock, heldForLong, ThreadLocalRandom.current());
    Map<MailAddress, RecipientResult> results = new HashMap<>();
    send(claim, results);
    for (Due due : claim.due()) {
      judgement.of(due, results.get(due.recipient().address()));
    }
    settle(claim, judgement);
    return judgement;
  }

  private void send(Claim claim, Map<MailAddress, RecipientResult> results) {
    Map<MailAddress, DsnRequest.OfRecipient> asked = new LinkedHashMap<>();
    for (Due due : claim.due()) {
      SpoolRecipient recipient = due.recipient();
      asked.put(
          recipient.address(),
          new DsnRequest.OfRecipient(recipient.notifyOn(), recipient.original()));
    }
    List<MailAddress> recipients = List.copyOf(asked.keySet());
    Arrival arrival = claim.arrival();
    Envelope envelope =
        new Envelope(
            arrival.sender(),
            recipients,
            new DsnRequest(Set.of(), arrival.returned(), arrival.envelopeId(), asked));
    try {
      DeliveryResult result = mailer.get().send(envelope, claim.body());
      result.recipients().forEach(one -> results.put(one.recipient(), one));
    } catch (RuntimeException bug) {
      LOG.error("{} could not be sent for an unexpected reason; it is kept", claim.id(), bug);
      for (MailAddress recipient : recipients) {
        results.put(recipient, unexpected(recipient, bug));
      }
    }
  }

  private static RecipientResult unexpected(MailAddress recipient, RuntimeException bug) {
    return new RecipientResult(
        recipient,
        Outcome.DEFERRED,
        Action.RETRY,
        Stage.MESSAGE,
        Optional.empty(),
        "a bug (" + bug.getClass().getName() + ") stopped the mail; see the log");
  }

  private void settle(Claim claim, Judgement judgement) {
    Instant now = clock.instant();
    spool.settle(claim, judgement.settlements(), notices(claim, judgement, now));
    judgement.events().forEach(totals::count);
    judgement.events().forEach(event -> LifeLog.write(claim, event, now));
  }

  private List<Notice> notices(Claim claim, Judgement judgement, Instant now) {
    List<Notice> notices = new ArrayList<>();
    try {
      if (!judgement.failed().isEmpty()) {
        notices.add(bounces.of(Bounces.Kind.FAILED, claim, judgement.failed(), now));
      }
      if (!judgement.delayed().isEmpty()) {
        notices.add(bounces.of(Bounces.Kind.DELAYED, claim, judgement.delayed(), now));
      }
    } catch (IOException unreadable) {
      throw new java.io.UncheckedIOException(
          claim.id() + " cannot be read from the spool", unreadable);
    }
    return notices;
  }

  /** What became of recipients so far. */
  DeliveryTotals totals() {
    return totals.now();
  }

  /** How long a claim is this courier's. */
  static Duration lease() {
    return Duration.ofMinutes(15);
  }
}
