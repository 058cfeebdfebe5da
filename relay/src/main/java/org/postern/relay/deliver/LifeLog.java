package org.postern.relay.deliver;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.postern.core.smtp.Action;
import org.postern.core.smtp.RecipientResult;
import org.postern.core.smtp.SmtpReply;
import org.postern.core.smtp.Visible;
import org.postern.relay.MailEvent.Kind;
import org.postern.relay.internal.log.ArrivalPairs;
import org.postern.relay.internal.log.Pairs;
import org.postern.spool.Arrival;
import org.postern.spool.Claim;
import org.postern.spool.MailId;
import org.postern.spool.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** One line for each thing that happens to a mail or a recipient, with the mail's id in front. */
final class LifeLog {

  private static final Logger LOG = LoggerFactory.getLogger("org.postern.relay.mail");

  private static final int MOST_NAMED = 3;

  private LifeLog() {}

  static void write(Claim claim, Judgement.Event event, Instant now) {
    RecipientResult result = event.result();
    String to = Visible.text(result.recipient().toString());
    boolean lost = event.kind() == Kind.BOUNCED || event.kind() == Kind.DEAD;
    LoggingEventBuilder line = lost ? LOG.atWarn() : LOG.atInfo();
    if (Pairs.wanted(line, LOG)) {
      Fields.on(line, claim, event, to, now);
    }
    switch (event.kind()) {
      case DELIVERED ->
          line.log(
              "{} delivered to {} after {}: {}",
              claim.id(),
              to,
              age(claim, now),
              result.reply().map(LifeLog::shown).orElseGet(() -> why(result)));
      case DEFERRED ->
          line.log(
              "{} deferred for {} {}{}: {}",
              claim.id(),
              to,
              until(event),
              result.action() == Action.RETRY_MAY_DUPLICATE ? ", may arrive twice" : "",
              why(result));
      case BOUNCED -> line.log("{} given up for {}: {}", claim.id(), to, why(result));
      case DEAD ->
          line.log(
              "{} given up for {}, and nobody can be told; `postern queue show {}`: {}",
              claim.id(),
              to,
              claim.id(),
              why(result));
    }
  }

  /** Recipients who wait with all other mail, and have no time of their own: one line for all. */
  static void waits(Claim claim, List<Judgement.Event> events, Instant now) {
    Judgement.Event first = events.get(0);
    String to =
        named(
            events.stream()
                .limit(MOST_NAMED)
                .map(event -> Visible.text(event.result().recipient().toString()))
                .toList(),
            events.size());
    LoggingEventBuilder line = LOG.atInfo();
    if (Pairs.wanted(line, LOG)) {
      Fields.on(line, claim, first, to, now);
      line.addKeyValue("recipients", events.size());
    }
    line.log("{} deferred for {} until the route is free: {}", claim.id(), to, why(first.result()));
  }

  /** A mail that somebody left in the spool: nobody has told of it before. */
  static void takenUp(Claim claim) {
    Arrival arrival = claim.arrival();
    int more = arrival.recipients().size() - 1;
    LoggingEventBuilder line = LOG.atInfo();
    if (Pairs.wanted(line, LOG)) {
      ArrivalPairs.on(line, "taken_up", claim.id(), arrival, claim.body().size());
    }
    line.log(
        "{} taken up: from=<{}> to=<{}>{}, {} bytes, message-id={}, by {}",
        claim.id(),
        Visible.text(arrival.sender().map(Object::toString).orElse("")),
        Visible.text(arrival.recipients().get(0).address().toString()),
        more > 0 ? " and " + more + " more" : "",
        claim.body().size(),
        Visible.text(arrival.messageId()),
        Visible.text(arrival.origin()));
  }

  /** A mail of our own about another, which its origin names. */
  static void spooled(MailId id, Arrival notice) {
    String to = Visible.text(notice.recipients().get(0).address().toString());
    LoggingEventBuilder line = LOG.atInfo();
    if (Pairs.wanted(line, LOG)) {
      Fields.notice(line, id, notice, to);
    }
    line.log("{} {} to <{}>", id, notice.origin(), to);
  }

  /** What an administrator did to a mail of the queue. */
  static void changed(Queue.Trace trace) {
    String to = named(trace.recipients(), trace.count());
    LoggingEventBuilder line = LOG.atInfo();
    if (Pairs.wanted(line, LOG)) {
      Fields.on(line, trace, to);
    }
    line.log(
        "{} {} by {} at {}: {}",
        trace.id(),
        switch (trace.deed()) {
          case RETRY -> "made due at once";
          case HOLD -> "held back";
          case RELEASE -> "released";
          case DROP -> "dropped from the queue";
        },
        trace.by(),
        trace.at().truncatedTo(ChronoUnit.SECONDS),
        to);
  }

  /** The first of so many. */
  private static String named(List<String> first, int count) {
    int more = count - first.size();
    return String.join(", ", first) + (more > 0 ? " and " + more + " more" : "");
  }

  private static String until(Judgement.Event event) {
    return "until " + event.next().orElseThrow().truncatedTo(ChronoUnit.SECONDS);
  }

  private static String age(Claim claim, Instant now) {
    return Lapse.shown(Duration.between(claim.arrived(), now));
  }

  private static String shown(SmtpReply reply) {
    return Visible.text(reply.toString());
  }

  private static String why(RecipientResult result) {
    return Visible.text(result.explanation())
        + result.diagnosis().map(id -> " [" + id + "]").orElse("");
  }
}
