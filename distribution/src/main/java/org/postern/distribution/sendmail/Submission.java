package org.postern.distribution.sendmail;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.postern.core.settings.MailSettings;
import org.postern.core.smtp.MailAddress;
import org.postern.relay.Inlet;
import org.postern.relay.SmtpListener;

/**
 * Hands a mail to the relay's own session, through no socket, so that it goes by the same rules and
 * gets the same headers as one that comes by SMTP.
 *
 * @param settings of the relay
 * @param folder of the settings
 * @param inlet into the spool
 */
record Submission(MailSettings settings, Path folder, Inlet inlet) {

  /**
   * All or nothing: where one recipient cannot be, nobody gets the mail.
   *
   * @param sender empty for the null reverse-path
   * @param head header fields to put in front
   * @throws Sysexit with the code that the refusal deserves
   */
  void submit(
      Optional<MailAddress> sender,
      List<MailAddress> recipients,
      Options options,
      byte[] head,
      Message message)
      throws IOException, Sysexit {
    String envelope = envelope(sender, recipients, options, message);
    int commands = recipients.size() + 2;
    check(replies(envelope + "RSET\r\nQUIT\r\n", InputStream.nullInputStream()), commands);
    long size = head.length + message.size();
    try (InputStream body = message.open()) {
      InputStream all = new SequenceInputStream(new ByteArrayInputStream(head), body);
      // by BDAT (RFC 3030), whose bytes can never be taken for commands
      check(replies(envelope + "BDAT " + size + " LAST\r\n", all), commands + 1);
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

  /** The last lines of all replies: greeting, EHLO, and so on. */
  private List<String> replies(String commands, InputStream body) throws IOException {
    InputStream input =
        new SequenceInputStream(
            Collections.enumeration(
                List.of(
                    new ByteArrayInputStream(commands.getBytes(StandardCharsets.UTF_8)), body)));
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    SmtpListener.converse(settings, folder, inlet, input, output);
    List<String> last = new ArrayList<>();
    output
        .toString(StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.length() < 4 || line.charAt(3) != '-')
        .forEach(last::add);
    return last;
  }

  /** The first refusal of so many commands after the greeting counts. */
  private static void check(List<String> replies, int commands) throws Sysexit {
    for (int i = 0; i <= commands; i++) {
      String reply = i < replies.size() ? replies.get(i) : "421 the session ended";
      if (!reply.startsWith("2")) {
        throw new Sysexit(code(reply, i), "refused: " + reply);
      }
    }
  }

  private static int code(String reply, int command) {
    if (reply.startsWith("4")) {
      return Sysexit.TEMPFAIL;
    }
    boolean recipient = command > 2 && (reply.startsWith("550") || reply.startsWith("553"));
    return recipient ? Sysexit.NOUSER : Sysexit.UNAVAILABLE;
  }
}
