package org.postern.triggers.compat.transport;

import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postern.triggers.internal.run.CurrentRun;

/**
 * A transport whose static methods leave by the run as well. They hide those of Jakarta Mail, which
 * would connect to a server where the message has no session; scripts reach them by the class and,
 * JavaScript being what it is, by a transport too: {@code transport.send(message)}.
 */
public abstract class RunTransport extends jakarta.mail.Transport {

  /** As of Jakarta Mail. */
  protected RunTransport(Session session, @Nullable URLName name) {
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
    CurrentRun.get().mail().ignored(List.of("user " + user, "password"));
  }
}
