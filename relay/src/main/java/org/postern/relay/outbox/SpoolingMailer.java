package org.postern.relay.outbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.postern.core.ConnectionReport;
import org.postern.core.Mailer;
import org.postern.core.examination.Finding;
import org.postern.core.message.OutboundMessage;
import org.postern.core.settings.CoreKeys;
import org.postern.core.settings.MailSettings;
import org.postern.core.settings.SettingKey;
import org.postern.core.smtp.DeliveryResult;
import org.postern.core.smtp.Envelope;
import org.postern.core.smtp.MessageBody;
import org.postern.core.smtp.Outcome;
import org.postern.core.vitals.Ending;
import org.postern.core.vitals.MailerStatus;
import org.postern.relay.DeliveryKeys;
import org.postern.relay.DeliveryStatus;
import org.postern.relay.Inlet;
import org.postern.relay.MailEvent;
import org.postern.relay.deliver.Delivery;
import org.postern.spool.Intake;
import org.postern.spool.MailId;
import org.postern.spool.Queue;
import org.postern.spool.Spool;
import org.postern.spool.SpoolException;
import org.postern.spool.SpoolKeys;
import org.postern.spool.sql.Spools;

/**
 * A mailer whose {@link #send} returns when the mail is safe on disk, and which delivers from there
 * in the background: it survives the end of the process, is retried by schedule, and its sender is
 * told where it cannot be delivered. Thread safe; one for the whole application.
 *
 * <p>Where the spool is in PostgreSQL, {@link #enlist} writes the mail in a transaction of the
 * caller's: it leaves if and only if that commits. What delivers runs until {@link #close}, and
 * keeps the process alive for as long.
 */
public final class SpoolingMailer implements Mailer {

  private final Spool spool;
  private final Mailer next;
  private final Optional<Delivery> delivery;
  private final Inlet inlet;
  private volatile boolean closed;

  private SpoolingMailer(Spool spool, Mailer next, Optional<Delivery> delivery) {
    this.spool = spool;
    this.next = next;
    this.delivery = delivery;
    this.inlet = delivery.map(Inlet.class::cast).orElseGet(() -> Inlet.of(spool));
  }

  /** The settings beyond those of core and the schemes: for the loader, or the builder. */
  public static List<SettingKey<?>> keys() {
    List<SettingKey<?>> keys = new ArrayList<>(SpoolKeys.all());
    keys.addAll(DeliveryKeys.all());
    return List.copyOf(keys);
  }

  /**
   * Opens the spool that the settings name, and begins to deliver what is in it.
   *
   * @param settings made with {@link #keys}
   * @param next delivers; closed with this, also where this throws
   * @param listener hears what becomes of each recipient
   * @throws SpoolException where the spool cannot be used; of kind {@code IN_USE} where another
   *     process delivers from it
   */
  public static SpoolingMailer open(
      MailSettings settings, Mailer next, MailEvent.Listener listener) {
    Spool spool = opened(() -> Spools.open(settings.values()), next);
    try {
      String host = settings.values().find(CoreKeys.EHLO_NAME).orElse("localhost");
      Delivery delivery =
          Delivery.start(spool, () -> next, settings, host, listener, Clock.systemUTC());
      return new SpoolingMailer(spool, next, Optional.of(delivery));
    } catch (RuntimeException failed) {
      spool.close();
      next.close();
      throw failed;
    }
  }

  /** As above; what becomes of mail is in the log alone. */
  public static SpoolingMailer open(MailSettings settings, Mailer next) {
    return open(settings, next, event -> {});
  }

  /**
   * Opens the spool to hand mail in: another process delivers, such as {@code postern run}.
   *
   * @param settings made with {@link #keys}
   * @param next asked by {@link #probe} and {@link #examine} alone; closed with this
   * @throws SpoolException where the spool cannot be used
   */
  public static SpoolingMailer handingIn(MailSettings settings, Mailer next) {
    Spool spool = opened(() -> Spools.guest(settings.values()), next);
    return new SpoolingMailer(spool, next, Optional.empty());
  }

  private static Spool opened(Supplier<Spool> opening, Mailer next) {
    try {
      return opening.get();
    } catch (RuntimeException unusable) {
      next.close();
      throw unusable;
    }
  }

  /**
   * Keeps the mail. {@link Outcome#ACCEPTED} says that it is durable in the spool; what becomes of
   * it then is told to the listener and in the log. Where the spool cannot take it all recipients
   * are deferred, and the explanation says why.
   *
   * @throws IllegalStateException when the mailer is closed
   */
  @Override
  public DeliveryResult send(OutboundMessage message) {
    return Keeping.result(message.messageId(), message.envelope(), () -> enqueue(message));
  }

  @Override
  public DeliveryResult send(Envelope envelope, MessageBody body) {
    return Keeping.result("", envelope, () -> enqueue(envelope, body));
  }

  /**
   * As {@link #send(OutboundMessage)}, for those who want to find the mail again.
   *
   * @throws SpoolException where the spool cannot take it
   * @throws UncheckedIOException where its body cannot be read, such as an attachment that is gone
   * @throws IllegalStateException when the mailer is closed
   */
  public MailId enqueue(OutboundMessage message) {
    return keep(new HandedIn(message.messageId(), message.envelope(), message.body()));
  }

  /**
   * As above. A body that no server may be sent, as a CR or LF stands alone in it or no CRLF at its
   * end, is an {@link IllegalArgumentException}.
   */
  public MailId enqueue(Envelope envelope, MessageBody body) {
    return keep(new HandedIn("", envelope, body));
  }

  /**
   * Writes the mail in the caller's own transaction: it leaves if and only if that commits. The
   * connection stays as it is. Where this throws, the transaction is as it was before, and may go
   * on.
   *
   * @param transaction a connection to the PostgreSQL database of the spool, that does not commit
   *     by itself
   * @throws SpoolException where the connection or the spool cannot take it; the message says which
   * @throws UncheckedIOException where its body cannot be read, such as an attachment that is gone
   * @throws IllegalStateException when the mailer is closed
   */
  public MailId enlist(Connection transaction, OutboundMessage message) {
    refuseWhenClosed();
    HandedIn mail = new HandedIn(message.messageId(), message.envelope(), message.body());
    return spool.enlist(transaction, mail.arrival(), mail.checked());
  }

  private void refuseWhenClosed() {
    if (closed) {
      throw new IllegalStateException("the mailer is closed");
    }
  }

  private MailId keep(HandedIn mail) {
    refuseWhenClosed();
    try (Intake intake = inlet.receive()) {
      mail.checked().writeTo(intake.body());
      return inlet.commit(intake, mail.arrival());
    } catch (SpoolException fault) {
      refuseWhenClosed(); // that is why: it was closed meanwhile
      throw fault;
    } catch (IOException gone) {
      throw new UncheckedIOException(
          "the mail was not kept: its body cannot be read: " + gone.getMessage(), gone);
    }
  }

  /** What waits: to look at, and to change. */
  public Queue queue() {
    return spool.queue();
  }

  /** How delivery stands; empty where another process delivers. */
  public Optional<DeliveryStatus> status() {
    return delivery.map(Delivery::status);
  }

  /** Tries a closed route at once: something was mended. */
  public void tryNow() {
    delivery.ifPresent(Delivery::tryNow);
  }

  @Override
  public List<Ending> endings() {
    return next.endings();
  }

  @Override
  public MailerStatus vitals() {
    return next.vitals();
  }

  @Override
  public ConnectionReport probe() {
    return next.probe();
  }

  @Override
  public void examine(Optional<OutboundMessage> trial, Duration patience, Consumer<Finding> found) {
    next.examine(trial, patience, found);
  }

  /** As {@link #close(Duration)}, with 30 seconds. */
  @Override
  public void close() {
    close(Duration.ofSeconds(30));
  }

  /**
   * Takes up nothing new, waits for mails under way, and closes the mailer below; the rest stays in
   * the spool. An interrupt ends the waiting, and stays set. A second call does nothing.
   *
   * @param patience what is still under way then is sent again after the next start
   */
  public void close(Duration patience) {
    closed = true;
    try (spool;
        next) {
      if (delivery.isPresent()) {
        delivery.get().stop(patience);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
