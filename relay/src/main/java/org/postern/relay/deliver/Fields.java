package org.postern.relay.deliver;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.postern.core.smtp.Action;
import org.postern.core.smtp.RecipientResult;
import org.postern.core.smtp.SmtpReply;
import org.postern.spool.Arrival;
import org.postern.spool.Claim;
import org.postern.spool.MailId;
import org.postern.spool.Queue;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * What a line about a recipient says, as pairs for logs that programs read. Values are handed over
 * as they are; whoever writes pairs makes texts of them, and nobody else pays for that.
 */
final class Fields {

  private static final double MILLIS = 1000.0;

  private Fields() {}

  /**
   * Puts down what the line holds.
   *
   * @param to whom the line is about
   */
  static void on(
      LoggingEventBuilder line, Claim claim, Judgement.Event event, String to, Instant now) {
    RecipientResult result = event.result();
    line.addKeyValue("event", new Lower(event.kind()));
    line.addKeyValue("id", claim.id());
    line.addKeyValue("from", claim.arrival().sender().<Object>map(from -> from).orElse(""));
    line.addKeyValue("to", to);
    if (result.reply().isPresent()) {
      SmtpReply reply = result.reply().get();
      line.addKeyValue("code", reply.code());
      line.addKeyValue("reply", reply);
    }
    line.addKeyValue("action", new Lower(result.action()));
    if (result.action() != Action.NONE) {
      line.addKeyValue("explanation", result.explanation());
    }
    if (result.diagnosis().isPresent()) {
      line.addKeyValue("diagnosis", result.diagnosis().get());
    }
    line.addKeyValue("delay", Duration.between(claim.arrived(), now).toMillis() / MILLIS);
    line.addKeyValue("client", claim.arrival().origin());
  }

  /** A mail of our own to the sender of another, which {@code client} names. */
  static void notice(LoggingEventBuilder line, MailId id, Arrival notice, String to) {
    line.addKeyValue("event", "notice")
        .addKeyValue("id", id)
        .addKeyValue("from", "")
        .addKeyValue("to", to)
        .addKeyValue("client", notice.origin());
  }

  /** What somebody did to a mail of the queue. */
  static void on(LoggingEventBuilder line, Queue.Trace trace, String to) {
    line.addKeyValue("event", new Lower(trace.deed()))
        .addKeyValue("id", trace.id())
        .addKeyValue("by", trace.by())
        .addKeyValue("at", trace.at().truncatedTo(ChronoUnit.SECONDS))
        .addKeyValue("to", to)
        .addKeyValue("recipients", trace.count());
  }

  /** A word in small letters, once somebody wants it. */
  private record Lower(Enum<?> word) {
    @Override
    public String toString() {
      return word.name().toLowerCase(Locale.ROOT);
    }
  }
}
