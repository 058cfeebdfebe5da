package org.postern.core.internal.smtp;

import java.io.IOException;
import java.time.Duration;
import org.postern.core.smtp.MessageBody;
import org.postern.core.smtp.SmtpReply;
import org.postern.core.smtp.Stage;
import org.postern.core.smtp.Visible;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the message after 354, and its final dot. Knows on which side of the dot a link failed: a
 * write that fails has not handed over its last byte, which is the dot's line end.
 */
final class MessageSender {

  private static final Logger LOG = LoggerFactory.getLogger(MessageSender.class);
  private static final TimeLimit LAST_WORDS = new TimeLimit(Duration.ofSeconds(1), "last words");

  private final Wire wire;
  private final Route route;

  MessageSender(Wire wire, Route route) {
    this.wire = wire;
    this.route = route;
  }

  /**
   * Sends it all.
   *
   * @param eightBit whether the server was told of bytes above 127
   * @return the server's answer to the final dot
   * @throws SmtpFault deferred where the dot was never sent, unconfirmed where its answer is
   *     missing
   */
  SmtpReply send(MessageBody body, boolean eightBit) throws SmtpFault {
    TimeLimit limit = route.limits().body();
    DotStuffer out = new DotStuffer(wire, limit, eightBit);
    try {
      write(body, out);
      wire.finalDot(out.count(), limit);
    } catch (LinkException link) {
      throw wire.lastWords(LAST_WORDS)
          .filter(reply -> reply.code() >= 400)
          .map(reply -> SmtpFault.refused(Stage.BODY, reply, route))
          .orElseGet(() -> SmtpFault.lost(Stage.BODY, link, route));
    }
    try {
      return wire.reply(route.limits().finalDot());
    } catch (LinkException link) {
      throw SmtpFault.lost(Stage.FINAL_DOT, link, route, Verdict.UNCONFIRMED);
    }
  }

  /** Writes all but the final dot; where the message is at fault the connection is cut instead. */
  private void write(MessageBody body, DotStuffer out) throws LinkException, SmtpFault {
    try {
      body.writeTo(out);
      if (out.failure().isPresent()) {
        throw out.failure().get();
      }
      out.end();
      if (out.count() != body.size()) {
        throw new BodyFault(
            "the message has " + out.count() + " bytes now, not " + body.size() + " as before");
      }
    } catch (IOException e) {
      if (out.failure().orElse(e) instanceof LinkException link) {
        throw link;
      }
      throw unreadable(Visible.text(String.valueOf(out.failure().orElse(e).getMessage())));
    } catch (RuntimeException bug) {
      if (out.failure().isPresent() && out.failure().get() instanceof LinkException link) {
        throw link;
      }
      LOG.error("A message could not be written for an unexpected reason; it is kept", bug);
      throw unreadable("a bug (" + bug.getClass().getName() + "), see the log");
    }
  }

  private SmtpFault unreadable(String why) {
    wire.close(); // before the final dot, so that nothing half is delivered
    return SmtpFault.ours(
        Stage.BODY,
        Verdict.RETRY,
        "the message cannot be read: " + why + "; the connection was cut before its end");
  }
}
