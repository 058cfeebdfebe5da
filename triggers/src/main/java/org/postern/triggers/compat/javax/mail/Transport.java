package org.postern.triggers.compat.javax.mail;

import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postern.triggers.compat.transport.Delivery;
import org.postern.triggers.internal.run.CurrentRun;

/** What scripts know as {@code javax.mail.Transport}: its static methods leave by the run. */
public abstract class Transport extends jakarta.mail.Transport {

  /** For our one transport. */
  protected Transport(Session session, @Nullable URLName name) {
    super(session, name);
  }

  /** Sends to all recipients of the message. */
  public static void send(Message message) throws MessagingException {
    message.saveChanges();
    Address[] all = message.getAllRecipients();
    send(message, all == null ? new Address[0] : all);
  }

  /** Sends to these, whatever the message says. */
  public static void send(Message message, Address[] addresses) throws MessagingException {
    if (addresses.length == 0) {
      throw new SendFailedException("No recipient addresses");
    }
    message.saveChanges();
    Delivery.of(message, List.copyOf(Arrays.asList(addresses)));
  }

  /** As {@link #send(Message)}; user and password are not used. */
  public static void send(Message message, @Nullable String user, @Nullable String password)
      throws MessagingException {
    ignored(user);
    send(message);
  }

  /** As {@link #send(Message, Address[])}; user and password are not used. */
  public static void send(
      Message message, Address[] addresses, @Nullable String user, @Nullable String password)
      throws MessagingException {
    ignored(user);
    send(message, addresses);
  }

  private static void ignored(@Nullable String user) {
    CurrentRun.get().mail().ignored("user " + user + ", password");
  }
}
