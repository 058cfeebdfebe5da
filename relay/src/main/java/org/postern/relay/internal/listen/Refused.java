package org.postern.relay.internal.listen;

import java.util.Optional;
import org.postern.core.smtp.Visible;
import org.postern.spool.SpoolException;

/** A command or mail is not taken: what the client is told, and what the log says beyond that. */
final class Refused extends Exception {

  private final Reply reply;

  private final Optional<Exception> fault;

  private Refused(Reply reply, String detail, Optional<Exception> fault) {
    super(detail, null, false, false);
    this.reply = reply;
    this.fault = fault;
  }

  /** The text is for the client and the log alike. */
  static Refused because(int code, String status, String text) {
    Reply reply = new Reply(code, status, text);
    return new Refused(reply, reply.line(), Optional.empty());
  }

  /** The spool does not do its part: the client may come again, the log says why. */
  static Refused by(Exception fault) {
    boolean full =
        fault instanceof SpoolException spool && spool.kind() == SpoolException.Kind.FULL;
    Reply reply =
        full
            ? new Reply(452, "4.3.1", "No room for mail at the moment; try again later")
            : new Reply(451, "4.3.0", "The mail cannot be kept at the moment; try again later");
    // a spool's message is a sentence of its own
    String said = fault instanceof SpoolException ? fault.getMessage() : fault.toString();
    return new Refused(reply, reply.line() + ": " + Visible.text(said), Optional.of(fault));
  }

  Reply reply() {
    return reply;
  }

  /** What of ours does not do its part, where that is the cause: mail does not flow. */
  Optional<Exception> fault() {
    return fault;
  }

  /** True where it is ours to mend, not the client's. */
  boolean ours() {
    return reply.code() < 500;
  }
}
