package org.postern.triggers.compat.transport;

import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.core.message.MessageException;
import org.postern.core.smtp.DeliveryResult;
import org.postern.core.smtp.Outcome;
import org.postern.core.smtp.RecipientResult;
import org.postern.triggers.internal.run.CurrentRun;

/** One delivery of a message of the Java Mail API. */
public final class Delivery {

  private Delivery() {}

  /** Sends by the session of the message, where it has one. */
  public static void of(Message message, List<Address> addresses) throws MessagingException {
    of(message, Optional.ofNullable(message.getSession()), addresses);
  }

  /** Sends, and throws what a script of the Java Mail API expects when it was refused. */
  public static void of(Message message, Optional<Session> session, List<Address> addresses)
      throws MessagingException {
    if (!(message instanceof MimeMessage mime)) {
      throw new MessagingException("only a MimeMessage can be sent");
    }
    List<InternetAddress> recipients = new ArrayList<>();
    for (Address address : addresses) {
      recipients.add(internet(address));
    }
    try {
      DeliveryResult result =
          CurrentRun.get().mail().send(mime, envelopeSender(session), recipients);
      if (!result.acceptedForAll()) {
        throw refused(result);
      }
    } catch (MessageException unusable) {
      throw new MessagingException(unusable.getMessage(), unusable);
    }
  }

  private static InternetAddress internet(Address address) throws AddressException {
    return address instanceof InternetAddress known
        ? known
        : new InternetAddress(address.toString());
  }

  private static Optional<InternetAddress> envelopeSender(Optional<Session> session)
      throws AddressException {
    Optional<String> from =
        session.map(one -> one.getProperty("mail.smtp.from")).filter(name -> !name.isBlank());
    return from.isEmpty() ? Optional.empty() : Optional.of(new InternetAddress(from.get()));
  }

  private static SendFailedException refused(DeliveryResult result) throws AddressException {
    List<Address> sent = new ArrayList<>();
    List<Address> unsent = new ArrayList<>();
    List<Address> invalid = new ArrayList<>();
    StringBuilder why = new StringBuilder();
    for (RecipientResult one : result.recipients()) {
      List<Address> list =
          switch (one.outcome()) {
            case ACCEPTED -> sent;
            case REJECTED -> invalid;
            case DEFERRED, UNCONFIRMED -> unsent;
          };
      list.add(new InternetAddress(one.recipient().toString()));
      if (one.outcome() != Outcome.ACCEPTED && why.indexOf(one.explanation()) < 0) {
        why.append(why.isEmpty() ? "" : "; ").append(one.explanation());
      }
    }
    return new SendFailedException(
        why.toString(),
        null,
        sent.toArray(Address[]::new),
        unsent.toArray(Address[]::new),
        invalid.toArray(Address[]::new));
  }
}
