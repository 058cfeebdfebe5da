package org.postern.relay.deliver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.awaitility.core.ConditionFactory;
import org.postern.auth.open.OpenProvider;
import org.postern.core.AuthStrategies;
import org.postern.core.Mailer;
import org.postern.core.settings.CoreKeys;
import org.postern.core.settings.MailSettings;
import org.postern.core.settings.SettingKey;
import org.postern.core.smtp.MailAddress;
import org.postern.core.spi.AuthStrategyProvider;
import org.postern.relay.DeliveryKeys;
import org.postern.relay.ListenerKeys;
import org.postern.relay.MailEvent;
import org.postern.relay.Patient;
import org.postern.spool.Arrival;
import org.postern.spool.Claim;
import org.postern.spool.Intake;
import org.postern.spool.MailId;
import org.postern.spool.Queue;
import org.postern.spool.Spool;
import org.postern.spool.SpoolKeys;
import org.postern.spool.SpoolRecipient;
import org.postern.spool.sql.Spools;
import org.postern.testkit.FakeSmtpServer;

/** A spool in a folder, delivered to a scripted server by a real mailer, in seconds not minutes. */
final class Post implements AutoCloseable {

  static final String SENDER = "app@example.com";
  private static final String MAIL = "From: app@example.com\r\nSubject: a test\r\n\r\nHello.\r\n";

  private final MailSettings settings;
  private final Spool spool;
  private final boolean ownSpool;
  private final Mailer mailer;
  private final Delivery delivery;
  private boolean stopped;

  private Post(MailSettings settings, Clock clock) {
    this(settings, Spools.open(settings.values()), true, open(settings), event -> {}, clock);
  }

  private Post(
      MailSettings settings,
      Spool spool,
      boolean ownSpool,
      Mailer mailer,
      MailEvent.Listener listener,
      Clock clock) {
    this.settings = settings;
    this.spool = spool;
    this.ownSpool = ownSpool;
    this.mailer = mailer;
    this.delivery =
        Delivery.start(spool, () -> mailer, settings, "relay.example.com", listener, clock);
  }

  /** Of an application that listens. */
  static Post heardBy(MailEvent.Listener listener, SharedSpool shared, MailSettings settings) {
    return new Post(settings, shared.spool(), false, open(settings), listener, Clock.systemUTC());
  }

  private static Mailer open(MailSettings settings) {
    return Mailer.open(settings, AuthStrategies.of(List.of(new OpenProvider())));
  }

  /** Delivers from a spool that goes on when this ends, as at a reload; ends the mailer. */
  static Post from(Spool spool, Mailer mailer, MailSettings settings) {
    return new Post(settings, spool, false, mailer, event -> {}, Clock.systemUTC());
  }

  /** As {@link #from}, without a login. */
  static Post open(SharedSpool shared, MailSettings.Builder builder) {
    return open(shared, builder.build());
  }

  static Post open(SharedSpool shared, MailSettings settings) {
    return from(shared.spool(), open(settings), settings);
  }

  static Post to(FakeSmtpServer server, Path folder) {
    return new Post(settings(server, folder).build(), Clock.systemUTC());
  }

  static Post of(MailSettings.Builder settings, Clock clock) {
    return new Post(settings.build(), clock);
  }

  static MailSettings.Builder settings(FakeSmtpServer server, Path folder) {
    return settings(new OpenProvider(), folder).set(CoreKeys.PORT, server.port());
  }

  /** With short waits, for a server on this host that asks for such a login. */
  static MailSettings.Builder settings(AuthStrategyProvider scheme, Path folder) {
    List<SettingKey<?>> further = new ArrayList<>(SpoolKeys.all());
    further.addAll(DeliveryKeys.all());
    further.addAll(ListenerKeys.all());
    return MailSettings.builder(List.of(scheme), further)
        .set(CoreKeys.SCHEME, scheme.scheme())
        .set(CoreKeys.HOST, "localhost")
        .set(CoreKeys.CONNECT_TIMEOUT, Patient.LONG)
        .set(CoreKeys.COMMAND_TIMEOUT, Patient.LONG)
        .set(SpoolKeys.FOLDER, folder.resolve("spool"))
        .set(DeliveryKeys.RETRY, List.of(Duration.ofSeconds(1)))
        .set(DeliveryKeys.HOLD, Duration.ofSeconds(1))
        .set(DeliveryKeys.HOLD_NETWORK, Duration.ofSeconds(1));
  }

  /** Hands a mail in for these recipients. */
  MailId send(String... recipients) {
    return send(Optional.of(SENDER), recipients);
  }

  MailId send(Optional<String> sender, String... recipients) {
    return send(arrival(sender, recipients));
  }

  private static Arrival arrival(Optional<String> sender, String... recipients) {
    List<SpoolRecipient> all =
        Arrays.stream(recipients).map(MailAddress::parse).map(SpoolRecipient::of).toList();
    return new Arrival(
        sender.map(MailAddress::parse),
        all,
        Optional.empty(),
        Optional.empty(),
        false,
        "<1@example.com>",
        "test");
  }

  MailId send(Arrival arrival) {
    return send(arrival, MAIL);
  }

  /** Hands in these characters, each as one byte. */
  MailId send(Arrival arrival, String bytes) {
    return handIn(delivery, arrival, bytes);
  }

  private static MailId handIn(Delivery to, Arrival arrival, String bytes) {
    try (Intake intake = to.receive()) {
      intake.body().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      return to.commit(intake, arrival);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** A delivery that may take the place of this one, and has not begun. */
  Delivery successor(MailSettings.Builder changed) {
    return Delivery.prepared(
        spool, () -> mailer, changed.build(), "relay.example.com", Clock.systemUTC());
  }

  /** Hands a mail in for this recipient to a delivery that is not ours. */
  static void handIn(Delivery to, String recipient) {
    handIn(to, arrival(Optional.of(SENDER), recipient), MAIL);
  }

  Spool spool() {
    return spool;
  }

  Delivery delivery() {
    return delivery;
  }

  /** The recipient's line in the queue. */
  Queue.Line line(MailId id, String recipient) {
    return spool.queue().find(id).orElseThrow().recipients().stream()
        .filter(line -> line.address().toString().equals(recipient))
        .findFirst()
        .orElseThrow();
  }

  /** Waits long, and looks often: tables have many rows. */
  static ConditionFactory await() {
    return Patient.await();
  }

  /** Waits until nothing is in the spool. */
  void awaitEmpty() {
    await().until(() -> spool.queue().counts().mails() == 0);
  }

  /** As {@link #awaitEmpty}, and nobody waits for the time of the next attempt, nor of a try. */
  void hurryUntilEmpty() {
    Queue.Filter waiting =
        new Queue.Filter(Set.of(), Set.of(Queue.State.WAITING), Optional.empty(), Optional.empty());
    await()
        .until(
            () -> {
              spool.queue().retry(waiting);
              delivery.tryNow();
              return spool.queue().counts().mails() == 0;
            });
  }

  /** Ends the delivery and closes the spool, as a restart does. */
  void stop() throws InterruptedException {
    if (!stopped) {
      stopped = true;
      delivery.stop(Patient.LONG);
      mailer.close();
      if (ownSpool) {
        spool.close();
      }
    }
  }

  MailSettings settings() {
    return settings;
  }

  @Override
  public void close() {
    try {
      stop();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** A mail that has come in, and is leased to the caller. */
  static Claim claimed(Spool spool, Duration lease) throws IOException {
    try (Intake intake = spool.receive()) {
      intake.body().write(new byte[] {'a', ':', '\r', '\n', '\r', '\n'});
      return intake.commitClaimed(
          new Arrival(
              Optional.empty(),
              List.of(SpoolRecipient.of(MailAddress.parse("a@example.org"))),
              Optional.empty(),
              Optional.empty(),
              false,
              "",
              "test"),
          lease);
    }
  }
}
