package org.postern.relay.deliver;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.postern.core.smtp.DsnRequest.Returned;
import org.postern.core.smtp.EnhancedStatus;
import org.postern.core.smtp.MailAddress;
import org.postern.core.smtp.RecipientResult;
import org.postern.core.smtp.SmtpReply;
import org.postern.core.smtp.Visible;
import org.postern.relay.deliver.Judgement.Told;
import org.postern.spool.Arrival;
import org.postern.spool.Claim;
import org.postern.spool.Notice;
import org.postern.spool.SpoolRecipient;

/**
 * Delivery status notifications (RFC 3464, in the form of RFC 6533 where an address needs UTF-8) to
 * the sender of a mail, from the null reverse-path, so that none is ever answered.
 */
final class Bounces {

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM uuuu HH:mm:ss Z", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /** RFC 5322 section 3.6.4; what is none of it has no place in References. */
  private static final Pattern MESSAGE_ID =
      Pattern.compile("<[\\x21-\\x7e&&[^<>@]]{1,450}@[\\x21-\\x7e&&[^<>@]]{1,450}>");

  private static final int LONGEST_DIAGNOSTIC = 2000;

  private final String reporter;
  private final DeliverySettings settings;

  /** What a notification says of its recipients. */
  enum Kind {
    FAILED("failed", "bounce", "Undelivered mail", "was not delivered to"),
    DELAYED("delayed", "delay notice", "Delayed mail", "has not been delivered yet to"),
    RELAYED(
        "relayed",
        "relay notice",
        "Mail handed on",
        "was handed on, to a server that sends no receipts, for");

    private final String action;
    private final String name;
    private final String subject;
    private final String words;

    Kind(String action, String name, String subject, String words) {
      this.action = action;
      this.name = name;
      this.subject = subject;
      this.words = words;
    }
  }

  /**
   * @param reporter this host's name (Reporting-MTA)
   */
  Bounces(String reporter, DeliverySettings settings) {
    this.reporter = reporter;
    this.settings = settings;
  }

  /**
   * The notification to the sender of the claim's mail, who must not be the null one.
   *
   * @throws IOException where the mail cannot be read from the spool
   */
  Notice of(Kind kind, Claim claim, List<Told> told, Instant now) throws IOException {
    Arrival arrival = claim.arrival();
    MailAddress to = arrival.sender().orElseThrow();
    ReturnedContent content = ReturnedContent.of(claim, kind == Kind.FAILED);
    // where its own address does not ask for it, it must pass servers that know no SMTPUTF8
    boolean utf8 = to.needsSmtpUtf8();
    boolean foreign = told.stream().anyMatch(Bounces::isForeign);
    String boundary = "=_" + UUID.randomUUID();
    String words = foreign ? "8bit" : "7bit";
    String returned = content.encoding(utf8);
    String encoding = utf8 || foreign || returned.equals("8bit") ? "8bit" : "7bit";
    NoticeText part = new NoticeText(boundary);
    part.line("Date: " + DATE.format(now));
    part.line("From: Mail delivery <" + settings.author().map(this::shown).orElse(nobody()) + ">");
    part.line("To: <" + to + ">");
    part.line("Subject: " + kind.subject);
    part.line("Message-ID: <" + UUID.randomUUID() + "@" + reporter + ">");
    if (MESSAGE_ID.matcher(arrival.messageId()).matches()) {
      part.line("References: " + arrival.messageId());
    }
    part.line("Auto-Submitted: auto-replied");
    part.line("MIME-Version: 1.0");
    part.line("Content-Type: multipart/report; report-type=delivery-status;");
    part.line("\tboundary=\"" + boundary + "\"");
    part.line("Content-Transfer-Encoding: " + encoding);
    part.line("");
    part.open("text/plain; charset=utf-8", words);
    words(part, kind, claim, told, content);
    part.open(
        utf8 ? "message/global-delivery-status" : "message/delivery-status",
        utf8 ? "8bit" : "7bit");
    status(part, kind, claim, told, now, utf8);
    part.open(content.type(), returned);
    part.bytes(content.encoded(returned));
    part.close();
    return new Notice(
        new Arrival(
            Optional.empty(),
            List.of(SpoolRecipient.of(to)),
            Optional.<Returned>empty(),
            Optional.empty(),
            utf8,
            "",
            kind.name + " for " + claim.id()),
        part.all());
  }

  private static boolean isForeign(Told one) {
    return one.recipient().address().needsSmtpUtf8()
        || !Visible.isPlain(one.result().explanation());
  }

  private void words(
      NoticeText part, Kind kind, Claim claim, List<Told> told, ReturnedContent content) {
    part.line("Your mail of " + DATE.format(claim.arrived()) + " " + kind.words + ":");
    for (Told one : told) {
      part.line("");
      part.line("<" + one.recipient().address() + ">");
      part.wrapped("  ", Visible.text(one.result().explanation()));
    }
    part.line("");
    switch (kind) {
      case FAILED -> part.line("It will not be tried again. " + content.announced());
      case DELAYED -> {
        Instant until = claim.arrived().plus(settings.schedule().lifetime());
        part.line(
            "It is tried again until " + DATE.format(until) + ". You need not send it again.");
      }
      case RELAYED -> part.line("Whether it arrives is not told from here on.");
    }
  }

  private void status(
      NoticeText part, Kind kind, Claim claim, List<Told> told, Instant now, boolean utf8) {
    part.line("Reporting-MTA: dns; " + reporter);
    claim
        .arrival()
        .envelopeId()
        .ifPresent(id -> part.line("Original-Envelope-Id: " + NoticeAddress.ascii(id)));
    part.line("Arrival-Date: " + DATE.format(claim.arrived()));
    for (Told one : told) {
      RecipientResult result = one.result();
      MailAddress address = one.recipient().address();
      part.line("");
      one.recipient()
          .original()
          .ifPresent(was -> part.line("Original-Recipient: " + NoticeAddress.original(was, utf8)));
      part.line("Final-Recipient: " + NoticeAddress.last(address, utf8));
      part.line("Action: " + kind.action);
      part.line("Status: " + statusOf(kind, result));
      result
          .reply()
          .ifPresent(
              reply -> {
                part.line("Remote-MTA: dns; " + settings.server());
                part.field("Diagnostic-Code", "smtp; " + diagnostic(reply));
              });
      part.line("Last-Attempt-Date: " + DATE.format(now));
      if (kind == Kind.DELAYED) {
        Instant until = claim.arrived().plus(settings.schedule().lifetime());
        part.line("Will-Retry-Until: " + DATE.format(until));
      }
    }
  }

  /** The class of the status is that of what is told, whatever digit the reply began with. */
  private static String statusOf(Kind kind, RecipientResult result) {
    int category =
        switch (kind) {
          case FAILED -> 5;
          case DELAYED -> 4;
          case RELAYED -> 2;
        };
    return result
        .status()
        .or(() -> EnhancedStatus.leading(result.explanation()))
        .filter(status -> kind != Kind.RELAYED)
        .map(status -> category + "." + status.subject() + "." + status.detail())
        .orElse(category + ".0.0");
  }

  private static String diagnostic(SmtpReply reply) {
    String said = NoticeAddress.ascii(reply.code() + " " + reply.text().replaceAll("\\s+", " "));
    return said.length() > LONGEST_DIAGNOSTIC ? said.substring(0, LONGEST_DIAGNOSTIC) : said;
  }

  private String shown(MailAddress author) {
    return author.needsSmtpUtf8() ? nobody() : author.ascii();
  }

  private String nobody() {
    return "MAILER-DAEMON@" + reporter;
  }
}
