package org.postern.core.internal.smtp;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.postern.core.smtp.Envelope;
import org.postern.core.smtp.MailAddress;
import org.postern.core.smtp.MessageBody;
import org.postern.core.smtp.NotConvertibleException;
import org.postern.core.smtp.Stage;
import org.postern.core.smtp.Visible;
import org.postern.core.vitals.Part;

/**
 * One mail over one connection: finds the form that the server can take, refuses what it cannot
 * take before a byte is sent, and runs as many transactions as the server's recipient limit, or
 * ours, makes necessary. One use.
 */
final class Delivery {

  private final SmtpConnection connection;
  private final Envelope envelope;
  private final Capabilities offered;
  private final int most;
  private final Results results;
  private final Vitals vitals;

  /**
   * @param plain true to use no parameters at all
   * @param most recipients in one transaction
   */
  Delivery(
      SmtpConnection connection,
      Envelope envelope,
      boolean plain,
      int most,
      Results results,
      Vitals vitals) {
    this.vitals = vitals;
    this.most = most;
    this.connection = connection;
    this.envelope = envelope;
    this.offered =
        plain ? connection.capabilities().withoutParameters() : connection.capabilities();
    this.results = results;
  }

  /**
   * Sends to all recipients that have no result yet, and notes theirs.
   *
   * @throws SmtpFault the result of those that still have none
   * @throws TryAgain when another connection is needed for those
   */
  void send(MessageBody body) throws SmtpFault, TryAgain {
    refuseSender();
    MessageBody fitting = fitting(body);
    boolean smtpUtf8 = utf8(fitting);
    if (!offered.smtpUtf8()) {
      results.pending().stream()
          .filter(MailAddress::needsSmtpUtf8)
          .forEach(
              r ->
                  results.set(
                      r, impossible("5.6.7", "the address needs SMTPUTF8, which is not offered")));
    }
    Parameters parameters = new Parameters(offered, envelope, fitting, smtpUtf8);
    List<MailAddress> left = results.pending();
    while (!left.isEmpty()) {
      long begun = System.nanoTime();
      try {
        new Transaction(connection, parameters, offered.pipelining(), results)
            .run(left.subList(0, Math.min(most, left.size())));
      } finally {
        vitals.since(Part.TRANSACTION, begun);
      }
      // what is left now is what was or would be too many at once; each round ends at least one
      left = results.pending();
      if (!left.isEmpty() && !connection.usable()) {
        throw new TryAgain(
            TryAgain.Reason.STALE,
            SmtpFault.ours(
                Stage.MAIL,
                Verdict.RETRY,
                "the connection to "
                    + connection.route()
                    + " ended before this recipient's turn; nothing was sent to it"));
      }
    }
  }

  private void refuseSender() throws SmtpFault {
    if (!offered.smtpUtf8() && senderNeedsUtf8()) {
      throw impossible("5.6.7", "the sender's address needs SMTPUTF8, which is not offered");
    }
  }

  private boolean senderNeedsUtf8() {
    return envelope.sender().map(MailAddress::needsSmtpUtf8).orElse(false);
  }

  private MessageBody fitting(MessageBody body) throws SmtpFault {
    MessageBody fitting = body;
    try {
      if (!offered.smtpUtf8() && (body.utf8Headers() || body.eightBit())) {
        fitting = asciiHeaders(body);
      }
      if (fitting.eightBit() && !offered.eightBitMime()) {
        fitting = sevenBit(fitting);
      }
    } catch (IOException unreadable) {
      throw SmtpFault.ours(
          Stage.BODY,
          Verdict.RETRY,
          "the message cannot be read: " + Visible.text(String.valueOf(unreadable.getMessage())));
    }
    long largest = offered.largestMessage().orElse(Long.MAX_VALUE);
    if (fitting.size() > largest) {
      throw impossible(
          "5.3.4",
          "the message has "
              + fitting.size()
              + " bytes and the server takes "
              + largest
              + " at most; it was not sent");
    }
    return fitting;
  }

  /**
   * For a server without SMTPUTF8. What nobody said to hold UTF-8, and cannot be converted, goes as
   * it came: many servers take it so.
   */
  private MessageBody asciiHeaders(MessageBody body) throws IOException, SmtpFault {
    try {
      return body.asciiHeaders();
    } catch (NotConvertibleException why) {
      if (body.utf8Headers()) {
        throw impossible(
            "5.6.7",
            "the header section needs SMTPUTF8, which is not offered, and cannot be converted: "
                + why.getMessage());
      }
      return body;
    }
  }

  private MessageBody sevenBit(MessageBody body) throws IOException, SmtpFault {
    Optional<MessageBody> converted = body.sevenBit();
    if (converted.isEmpty()) {
      throw impossible(
          "5.6.3", "the message has 8-bit text that cannot be converted, and there is no 8BITMIME");
    }
    return converted.get();
  }

  /** Whether the transaction must be an internationalized one (RFC 6531 section 3). */
  private boolean utf8(MessageBody body) {
    return offered.smtpUtf8()
        && (senderNeedsUtf8()
            || body.utf8Headers()
            || results.pending().stream().anyMatch(MailAddress::needsSmtpUtf8));
  }

  private SmtpFault impossible(String status, String why) {
    return SmtpFault.ours(
        Stage.MAIL,
        Verdict.BOUNCE,
        status + " " + connection.route() + " cannot take this mail: " + why);
  }
}
