package org.postern.triggers.internal.run;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.postern.core.message.MessageException;
import org.postern.core.settings.CoreKeys;
import org.postern.core.settings.MailSettings;
import org.postern.core.smtp.MailAddress;
import org.postern.triggers.run.SenderPolicy;
import org.slf4j.event.Level;

/** What happens to mail whose sender is not the user that is logged in. Immutable. */
final class SenderRule {

  private final SenderPolicy policy;
  private final Optional<MailAddress> user;
  private final Optional<MailAddress> normal;

  SenderRule(MailSettings settings, SenderPolicy policy) {
    // with an open relay nobody is logged in
    boolean open = settings.scheme().equals("open");
    this.policy = open ? SenderPolicy.KEEP : policy;
    this.user =
        open
            ? Optional.empty()
            : settings
                .values()
                .find(CoreKeys.USER)
                .flatMap(MailAddress::tryParse)
                .or(settings::from);
    this.normal = settings.from();
  }

  /**
   * Makes the headers and gives the envelope's sender.
   *
   * @param named by the script, as envelope sender; empty: Sender or From
   * @throws MessageException when there is no sender, or the policy refuses it
   */
  MailAddress apply(MimeMessage message, Optional<InternetAddress> named, RunLog log)
      throws MessagingException {
    if (message.getFrom() == null || message.getFrom().length == 0) {
      message.setFrom(
          new InternetAddress(
              normal
                  .orElseThrow(
                      () ->
                          new MessageException(
                              "the mail has no sender; name one in the script, or set"
                                  + " postern.mail.from"))
                  .toString()));
    }
    InternetAddress from = (InternetAddress) message.getFrom()[0];
    InternetAddress sender = named.orElseGet(() -> senderHeader(message).orElse(from));
    if (user.isEmpty() || same(from, user.get()) && same(sender, user.get())) {
      return MailAddress.parse(sender.getAddress());
    }
    return switch (policy) {
      case KEEP -> MailAddress.parse(sender.getAddress());
      case REFUSE ->
          throw new MessageException(
              "the sender "
                  + (same(from, user.get()) ? sender : from).getAddress()
                  + " is not the user "
                  + user.get()
                  + " that is logged in to the mail server; name that one in the script, or set"
                  + " postern.trigger.sender to rewrite or keep");
      case REWRITE -> {
        rewrite(message, from);
        log.platform(
            Level.INFO,
            "sender "
                + from.getAddress()
                + " rewritten to "
                + user.get()
                + "; replies go to the old one (postern.trigger.sender=rewrite)");
        yield user.get();
      }
    };
  }

  /** True where a mail of this sender is not of the user that is logged in. */
  boolean foreign(MailAddress sender) {
    return user.isPresent() && !same(sender.toString(), user.get().toString());
  }

  private void rewrite(MimeMessage message, InternetAddress from) throws MessagingException {
    Address[] replyTo = message.getHeader("Reply-To") == null ? null : message.getReplyTo();
    try {
      InternetAddress as = new InternetAddress(user.orElseThrow().toString());
      if (from.getPersonal() != null) {
        as.setPersonal(from.getPersonal(), StandardCharsets.UTF_8.name());
      }
      message.setFrom(as);
      message.removeHeader("Sender");
      message.setReplyTo(replyTo == null ? new Address[] {from} : replyTo);
    } catch (UnsupportedEncodingException impossible) {
      throw new IllegalStateException("UTF-8 is always there", impossible);
    }
  }

  private static Optional<InternetAddress> senderHeader(MimeMessage message) {
    try {
      return Optional.ofNullable((InternetAddress) message.getSender());
    } catch (MessagingException malformed) {
      throw new MessageException(
          "the header Sender cannot be read: " + malformed.getMessage(), malformed);
    }
  }

  private static boolean same(InternetAddress address, MailAddress user) {
    return same(String.valueOf(address.getAddress()), user.toString());
  }

  /** Providers tell no case apart, whatever RFC 5321 section 2.4 allows. */
  private static boolean same(String one, String other) {
    return one.toLowerCase(Locale.ROOT).equals(other.toLowerCase(Locale.ROOT));
  }
}
