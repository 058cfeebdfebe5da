package org.postern.distribution.sendmail;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.postern.core.smtp.MailAddress;

/**
 * Hands a mail to a session of the relay, so that it goes by the same rules and gets the same
 * headers as one that any other program sends.
 */
record Submission(Way way) {

  /**
   * All or nothing: where one recipient cannot be, nobody gets the mail.
   *
   * @param sender empty for the null reverse-path
   * @param header the header section in place of the message's own
   * @throws Sysexit with the code that the refusal deserves
   */
  void submit(
      Optional<MailAddress> sender,
      List<MailAddress> recipients,
      Options options,
      byte[] header,
      Message message)
      throws IOException, Sysexit {
    String envelope = envelope(sender, recipients, options, message);
    int commands = recipients.size() + 2;
    check(
        way.replies(envelope + "RSET\r\nQUIT\r\n", InputStream.nullInputStream()),
        commands,
        recipients.size());
    byte[] trace = way.trace().getBytes(StandardCharsets.US_ASCII);
    try (InputStream body = message.body()) {
      InputStream head =
          new SequenceInputStream(
              new ByteArrayInputStream(trace), new ByteArrayInputStream(header));
      long size = trace.length + header.length + message.bodySize();
      // by BDAT (RFC 3030), whose bytes can never be taken for commands
      check(
          way.replies(envelope + "BDAT " + size + " LAST\r\n", new SequenceInputStream(head, body)),
          commands + 1,
          recipients.size());
    }
  }

  private static String envelope(
      Optional<MailAddress> sender,
      List<MailAddress> recipients,
      Options options,
      Message message) {
    boolean utf8 =
        message.utf8Headers()
            || sender.filter(MailAddress::needsSmtpUtf8).isPresent()
            || recipients.stream().anyMatch(MailAddress::needsSmtpUtf8);
    StringBuilder text = new StringBuilder("EHLO localhost\r\nMAIL FROM:<");
    text.append(sender.map(address -> spelled(address, utf8)).orElse(""))
        .append(">")
        .append(message.eightBit() ? " BODY=8BITMIME" : "")
        .append(utf8 ? " SMTPUTF8" : "");
    options.returned().ifPresent(part -> text.append(" RET=").append(part));
    options.envelopeId().ifPresent(id -> text.append(" ENVID=").append(id));
    text.append("\r\n");
    for (MailAddress recipient : recipients) {
      text.append("RCPT TO:<").append(spelled(recipient, utf8)).append(">");
      options.notifyOn().ifPresent(when -> text.append(" NOTIFY=").append(when));
      text.append("\r\n");
    }
    return text.toString();
  }

  private static String spelled(MailAddress address, boolean utf8) {
    return utf8 ? address.toString() : address.ascii();
  }

  /** The first refusal of so many commands after the greeting counts. */
  private static void check(List<String> replies, int commands, int recipients) throws Sysexit {
    for (int i = 0; i <= commands; i++) {
      String reply = i < replies.size() ? replies.get(i) : "421 the session ended";
      if (!reply.startsWith("2")) {
        throw new Sysexit(code(reply, i - 2, recipients), "refused: " + reply);
      }
    }
  }

  /**
   * What the refusal means.
   *
   * @param place 0 for MAIL, then the recipients, then what follows them
   */
  private static int code(String reply, int place, int recipients) {
    boolean bytes = place > recipients && reply.startsWith("550");
    boolean recipient = place > 0 && place <= recipients;
    if (reply.startsWith("4")) {
      return Sysexit.TEMPFAIL;
    }
    return bytes ? Sysexit.DATAERR : recipient ? Sysexit.NOUSER : Sysexit.UNAVAILABLE;
  }
}
