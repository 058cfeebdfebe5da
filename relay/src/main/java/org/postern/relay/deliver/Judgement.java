package org.postern.relay.deliver;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.postern.core.smtp.Action;
import org.postern.core.smtp.DsnRequest.Notify;
import org.postern.core.smtp.MailAddress;
import org.postern.core.smtp.RecipientResult;
import org.postern.relay.MailEvent.Kind;
import org.postern.spool.Claim;
import org.postern.spool.Claim.Due;
import org.postern.spool.Settlement;
import org.postern.spool.Settlement.Dead;
import org.postern.spool.Settlement.Done;
import org.postern.spool.Settlement.Later;
import org.postern.spool.Settlement.Trouble;
import org.postern.spool.SpoolRecipient;

/**
 * What the results of one attempt mean for its recipients: the action that the catalogue of
 * diagnoses gave to each reply decides, not its first digit. One use.
 */
final class Judgement {

  private static final int TRIED = 2;

  private final Claim claim;
  private final DeliverySettings settings;
  private final Instant now;
  private final Instant sure;
  private final boolean heldForLong;
  private final RandomGenerator random;
  private final List<Settlement> settlements = new ArrayList<>();
  private final List<Told> failed = new ArrayList<>();
  private final List<Told> delayed = new ArrayList<>();
  private final List<Told> relayed = new ArrayList<>();
  private final List<Event> events = new ArrayList<>();
  private Optional<RecipientResult> routeFault = Optional.empty();
  private Optional<RecipientResult> senderFault = Optional.empty();
  private boolean tooFast;

  /** A recipient of which the sender is told, and why. */
  record Told(SpoolRecipient recipient, RecipientResult result) {}

  /**
   * What happened to one recipient, for the log.
   *
   * @param ofRoute where it waits with all other mail, for the route
   */
  record Event(Kind kind, RecipientResult result, Optional<Instant> next, boolean ofRoute) {

    private static Event last(Kind kind, RecipientResult result) {
      return new Event(kind, result, Optional.empty(), false);
    }

    private Event as(Kind other) {
      return new Event(other, result, next, ofRoute);
    }
  }

  /**
   * @param unsure by so much the clock may be ahead, asked after {@code now} was read: mail is not
   *     taken for older than is sure
   * @param heldForLong true where the route has been closed for so long, measured without the
   *     system's clock, that mails may end by age without an attempt of their own
   */
  Judgement(
      Claim claim,
      DeliverySettings settings,
      Instant now,
      Duration unsure,
      boolean heldForLong,
      RandomGenerator random) {
    this.claim = claim;
    this.settings = settings;
    this.now = now;
    this.sure = now.minus(unsure);
    this.heldForLong = heldForLong;
    this.random = random;
  }

  /** Takes the result of a recipient into account. */
  void of(Due due, RecipientResult result) {
    Action action = result.action();
    if (action == Action.NONE) {
      accepted(due, result);
    } else if (action == Action.BOUNCE
        || action == Action.RETRY_MAY_DUPLICATE && !settings.mayDuplicate()) {
      giveUp(due, result);
    } else if (Blame.isOfTheRoute(result)) {
      routeFault = routeFault.or(() -> Optional.of(result));
      putOff(due, result, now, true);
    } else if (action == Action.HOLD) {
      senderFault = senderFault.or(() -> Optional.of(result));
      putOff(due, result, now.plus(settings.holds().sender()), false);
    } else {
      tooFast |= action == Action.SLOW_DOWN;
      Instant next = settings.schedule().next(now, due.attempts() + 1, random);
      putOff(due, result, next, false);
    }
  }

  /** The spool does not have the bytes any more that came in: no attempt helps. */
  void damaged(Due due, RecipientResult result, String why) {
    Trouble trouble = new Trouble(why, Optional.empty());
    settlements.add(new Dead(due.recipient().address(), trouble));
    events.add(Event.last(Kind.DEAD, result));
  }

  /** RFC 3461 section 5.2.2: who asked for success hears that nobody will tell of it from here. */
  private void accepted(Due due, RecipientResult result) {
    if (!result.dsn()
        && claim.arrival().sender().isPresent()
        && due.recipient().notifyOn().contains(Notify.SUCCESS)) {
      relayed.add(new Told(due.recipient(), result));
    }
    done(due, result, Kind.DELIVERED);
  }

  private void putOff(Due due, RecipientResult result, Instant next, boolean ofRoute) {
    boolean counted = !ofRoute;
    int attempts = heldForLong ? Integer.MAX_VALUE : due.attempts() + (counted ? 1 : 0);
    if (settings.schedule().over(claim.arrived(), sure, attempts)) {
      giveUp(due, result);
      return;
    }
    boolean tell =
        !due.delayTold()
            && due.attempts() >= TRIED // a clock that was set forward tells nobody
            && !settings.delayNotice().isZero()
            && claim.arrived().plus(settings.delayNotice()).isBefore(sure)
            && claim.arrival().sender().isPresent()
            && wants(due.recipient(), Notify.DELAY);
    if (tell) {
      delayed.add(new Told(due.recipient(), result));
    }
    settlements.add(
        new Later(
            due.recipient().address(), next, counted, due.delayTold() || tell, trouble(result)));
    events.add(new Event(Kind.DEFERRED, result, Optional.of(next), ofRoute));
  }

  private void giveUp(Due due, RecipientResult result) {
    if (claim.arrival().sender().isEmpty()
        || result.action() == Action.RETRY_MAY_DUPLICATE && !settings.mayDuplicate()) {
      settlements.add(new Dead(due.recipient().address(), trouble(result)));
      events.add(Event.last(Kind.DEAD, result));
      return;
    }
    if (wants(due.recipient(), Notify.FAILURE)) {
      failed.add(new Told(due.recipient(), result));
    }
    done(due, result, Kind.BOUNCED);
  }

  private void done(Due due, RecipientResult result, Kind kind) {
    settlements.add(new Done(due.recipient().address()));
    events.add(Event.last(kind, result));
  }

  /** RFC 3461 section 4.1: without NOTIFY failures are told, and delays may be. */
  private static boolean wants(SpoolRecipient recipient, Notify what) {
    Set<Notify> asked = recipient.notifyOn();
    return asked.isEmpty() || asked.contains(what);
  }

  private static Trouble trouble(RecipientResult result) {
    return new Trouble(result.explanation(), result.diagnosis());
  }

  List<Settlement> settlements() {
    return settlements;
  }

  /**
   * Of them those to whom the server took the mail. One that was given up is done with only
   * together with the mail that tells its sender.
   */
  List<Settlement> handedOn() {
    Set<MailAddress> took = new HashSet<>();
    for (Event event : events) {
      if (event.kind() == Kind.DELIVERED) {
        took.add(event.result().recipient());
      }
    }
    List<Settlement> theirs = new ArrayList<>(settlements);
    theirs.removeIf(one -> !took.contains(one.recipient()));
    return theirs;
  }

  /** The sender cannot be told after all: those given up are kept for the administrator. */
  void nobodyIsTold() {
    for (Told one : failed) {
      MailAddress address = one.recipient().address();
      settlements.replaceAll(
          was -> was.recipient().equals(address) ? new Dead(address, trouble(one.result())) : was);
      events.replaceAll(was -> was.result() == one.result() ? was.as(Kind.DEAD) : was);
    }
    failed.clear();
  }

  /** Those given up, whose sender is to be told. */
  List<Told> failed() {
    return failed;
  }

  /** Those that wait, whose sender is to be told for the first time. */
  List<Told> delayed() {
    return delayed;
  }

  /** Those handed on to a server that sends no receipts, whose sender asked for one. */
  List<Told> relayed() {
    return relayed;
  }

  List<Event> events() {
    return events;
  }

  /** What keeps every mail back, where something does. */
  Optional<RecipientResult> routeFault() {
    return routeFault;
  }

  /** What keeps the mail of this sender back, though the login worked. */
  Optional<RecipientResult> senderFault() {
    return senderFault;
  }

  /** True where the server took the mail for at least one recipient. */
  boolean delivered() {
    return events.stream().anyMatch(event -> event.kind() == Kind.DELIVERED);
  }

  /** True where the server wants fewer mails a minute. */
  boolean tooFast() {
    return tooFast;
  }
}
