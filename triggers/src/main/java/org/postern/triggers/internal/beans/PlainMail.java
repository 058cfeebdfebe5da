package org.postern.triggers.internal.beans;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postern.core.message.MessageException;
import org.postern.core.smtp.DeliveryResult;
import org.postern.triggers.internal.run.CurrentRun;
import org.slf4j.event.Level;

/** The plain-text mail of {@code sendmail}. */
final class PlainMail {

  private PlainMail() {}

  /** True where all recipients were accepted; the log says what was not. */
  static boolean send(
      CurrentRun run,
      @Nullable String from,
      @Nullable Object to,
      @Nullable String subject,
      @Nullable String text) {
    try {
      MimeMessage message = new MimeMessage(Session.getInstance(new Properties()));
      if (from != null && !from.isBlank()) {
        message.setFrom(InternetAddress.parse(from, true)[0]);
      }
      message.setRecipients(Message.RecipientType.TO, recipients(to));
      message.setSubject(subject == null ? "" : subject, StandardCharsets.UTF_8.name());
      message.setText(text == null ? "" : text, StandardCharsets.UTF_8.name());
      message.setSentDate(new Date());
      DeliveryResult result = run.mail().send(message, Optional.empty(), List.of());
      return result.acceptedForAll();
    } catch (MessagingException | MessageException unusable) {
      run.log().platform(Level.ERROR, "sendmail: no mail can be made: " + unusable.getMessage());
      return false;
    }
  }

  /** One address, several with commas or semicolons, a JavaScript array, a Java one, a list. */
  private static InternetAddress[] recipients(@Nullable Object to) throws MessagingException {
    List<InternetAddress> all = new ArrayList<>();
    collect(to, all);
    if (all.isEmpty()) {
      throw new MessagingException("there is no recipient");
    }
    return all.toArray(InternetAddress[]::new);
  }

  private static void collect(@Nullable Object to, List<InternetAddress> all)
      throws MessagingException {
    if (to instanceof Collection<?> several) {
      for (Object one : several) {
        collect(one, all);
      }
    } else if (to instanceof Object[] several) {
      for (Object one : several) {
        collect(one, all);
      }
    } else if (to instanceof org.mozilla.javascript.Wrapper wrapper) {
      collect(wrapper.unwrap(), all);
    } else if (to != null) {
      for (String part : to.toString().split(";")) {
        if (!part.isBlank()) {
          all.addAll(List.of(InternetAddress.parse(part.strip(), true)));
        }
      }
    }
  }
}
