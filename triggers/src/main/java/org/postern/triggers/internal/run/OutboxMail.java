package org.postern.triggers.internal.run;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.postern.core.message.MessageException;
import org.postern.core.message.OutboundMessage;
import org.postern.core.settings.MailSettings;
import org.postern.core.smtp.DeliveryResult;
import org.postern.core.smtp.EnhancedStatus;
import org.postern.core.smtp.Envelope;
import org.postern.core.smtp.MailAddress;
import org.postern.core.smtp.Outcome;
import org.postern.core.smtp.RecipientResult;
import org.postern.core.smtp.Stage;
import org.postern.triggers.run.SentMail;
import org.postern.triggers.run.TriggerLimits;
import org.slf4j.event.Level;

/** Hands the mail of one run to an outbox, normally that of a mailer. One thread. */
public final class OutboxMail implements RunMail {

  private static final int SUBJECT = 60;

  private final MailSettings settings;
  private final Function<OutboundMessage, DeliveryResult> outbox;
  private final int most;
  private final SenderRule senders;
  private final RunLog log;
  private final List<SentMail> sent = new ArrayList<>();
  private final Set<String> told = new HashSet<>();

  /**
   * @param outbox takes each mail
   */
  public OutboxMail(
      MailSettings settings,
      Function<OutboundMessage, DeliveryResult> outbox,
      TriggerLimits limits,
      RunLog log) {
    this.settings = settings;
    this.outbox = outbox;
    this.most = limits.mails();
    this.senders = new SenderRule(settings, limits.sender());
    this.log = log;
  }

  @Override
  public DeliveryResult send(
      MimeMessage message, Optional<InternetAddress> sender, List<InternetAddress> recipients) {
    if (sent.size() >= most) {
      throw new LimitReached(
          "it sent more than "
              + most
              + " mails and was stopped; look for a loop that sends, or raise"
              + " postern.trigger.max_mails");
    }
    OutboundMessage ready = ready(message, sender, recipients);
    DeliveryResult result = outbox.apply(ready);
    sent.add(new SentMail(ready, result));
    tell(message, ready, result);
    return result;
  }

  private OutboundMessage ready(
      MimeMessage message, Optional<InternetAddress> sender, List<InternetAddress> recipients) {
    try {
      MailAddress from = senders.apply(message, sender, log);
      EncodedHeaders.in(message);
      List<InternetAddress> all = recipients.isEmpty() ? named(message) : recipients;
      if (all.isEmpty()) {
        throw new MessageException("the mail has no recipient");
      }
      return OutboundMessage.of(
          message,
          Envelope.of(from, all.stream().map(to -> MailAddress.parse(to.getAddress())).toList()));
    } catch (MessagingException unusable) {
      throw new MessageException(String.valueOf(unusable.getMessage()), unusable);
    } catch (IllegalArgumentException address) {
      throw new MessageException(String.valueOf(address.getMessage()), address);
    }
  }

  private static List<InternetAddress> named(MimeMessage message) throws MessagingException {
    Address[] all = message.getAllRecipients();
    return all == null
        ? List.of()
        : Arrays.stream(all)
            .filter(InternetAddress.class::isInstance)
            .map(InternetAddress.class::cast)
            .toList();
  }

  private void tell(MimeMessage message, OutboundMessage ready, DeliveryResult result) {
    String what = "mail to " + list(ready.envelope().recipients()) + subject(message);
    if (result.acceptedForAll()) {
      log.platform(Level.INFO, what + ": accepted");
      return;
    }
    for (RecipientResult one : result.recipients()) {
      if (one.outcome() != Outcome.ACCEPTED) {
        log.platform(
            Level.WARN,
            what
                + ": "
                + one.outcome().name().toLowerCase(java.util.Locale.ROOT)
                + " for "
                + one.recipient()
                + ": "
                + one.explanation());
      }
    }
    if (result.recipients().stream().noneMatch(OutboxMail::refusesSender)) {
      return;
    }
    ready
        .envelope()
        .sender()
        .filter(senders::foreign)
        .ifPresent(
            from ->
                log.platform(
                    Level.WARN,
                    "the sender "
                        + from
                        + " is not the user that is logged in; if that is why,"
                        + " set postern.trigger.sender=rewrite"));
  }

  /** True where it may be the sender that the server does not want. */
  private static boolean refusesSender(RecipientResult one) {
    return one.outcome() == Outcome.REJECTED
        && (one.stage() == Stage.MAIL
            || one.status().filter(OutboxMail::ofSenders).isPresent()
            || one.reply().filter(reply -> reply.text().contains("SendAs")).isPresent());
  }

  /** RFC 3463 section 3.8: 5.7.x is of rights; Microsoft 365 has 5.2.252 for senders. */
  private static boolean ofSenders(EnhancedStatus status) {
    return status.subject() == 7 || status.subject() == 2 && status.detail() == 252;
  }

  private static String list(List<MailAddress> recipients) {
    String first =
        recipients.stream().limit(3).map(MailAddress::toString).collect(Collectors.joining(", "));
    return recipients.size() > 3 ? first + " and " + (recipients.size() - 3) + " more" : first;
  }

  private static String subject(MimeMessage message) {
    try {
      String subject = message.getSubject();
      if (subject == null || subject.isBlank()) {
        return "";
      }
      return " \""
          + (subject.length() > SUBJECT ? subject.substring(0, SUBJECT) + "…" : subject)
          + "\"";
    } catch (MessagingException malformed) {
      return "";
    }
  }

  @Override
  public void ignored(List<String> what) {
    String all = String.join(", ", what);
    if (!all.isEmpty() && told.add(all)) {
      log.platform(
          Level.INFO,
          all
              + " of the script: not used; mail leaves by the settings of Postern ("
              + settings.scheme()
              + ", "
              + settings.host()
              + ":"
              + settings.port()
              + ")");
    }
  }

  @Override
  public List<SentMail> sent() {
    return List.copyOf(sent);
  }
}
