package org.postern.core.internal.smtp;

import java.util.stream.Stream;
import org.postern.core.smtp.Envelope;
import org.postern.core.smtp.MailAddress;
import org.postern.core.smtp.MessageBody;
import org.postern.core.smtp.SmtpReply;
import org.postern.core.smtp.Stage;

/** Says MAIL and RCPT as a mail would, and RSET in place of the mail. One connection. */
final class EnvelopeTrial {

  private final SmtpConnection connection;
  private final Envelope envelope;
  private final Parameters parameters;

  EnvelopeTrial(SmtpConnection connection, Envelope envelope, MessageBody body) {
    this.connection = connection;
    this.envelope = envelope;
    Capabilities offered = connection.capabilities();
    this.parameters = new Parameters(offered, envelope, body, needsUtf8() && offered.smtpUtf8());
  }

  /** MAIL FROM. */
  SmtpReply sender() throws SmtpFault {
    if (needsUtf8() && !connection.capabilities().smtpUtf8()) {
      throw SmtpFault.ours(
          Stage.MAIL,
          Verdict.BOUNCE,
          Explain.at(Stage.MAIL, connection.route())
              + "an address needs SMTPUTF8, which the server does not offer");
    }
    return said(parameters.mail(), Stage.MAIL);
  }

  /** RCPT TO. */
  SmtpReply recipient(MailAddress recipient) throws SmtpFault {
    return said(parameters.rcpt(recipient), Stage.RCPT);
  }

  /** Ends the transaction that was none. */
  void reset() throws SmtpFault {
    said("RSET", Stage.MAIL);
  }

  private SmtpReply said(String line, Stage stage) throws SmtpFault {
    Wire wire = connection.wire();
    TimeLimit limit = connection.route().limits().command();
    try {
      wire.command(line, limit);
      SmtpReply reply = wire.reply(limit);
      if (!reply.positive()) {
        throw SmtpFault.refused(stage, reply, connection.route());
      }
      return reply;
    } catch (LinkException link) {
      throw SmtpFault.lost(stage, link, connection.route());
    }
  }

  private boolean needsUtf8() {
    return Stream.concat(envelope.sender().stream(), envelope.recipients().stream())
        .anyMatch(MailAddress::needsSmtpUtf8);
  }

  /** The sender, for a line of a report. */
  static String sender(Envelope envelope) {
    return "<" + envelope.sender().map(MailAddress::toString).orElse("") + ">";
  }
}
