package org.postern.relay.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.auth.open.OpenProvider;
import org.postern.core.AuthStrategies;
import org.postern.core.Mailer;
import org.postern.core.message.OutboundMessage;
import org.postern.core.settings.CoreKeys;
import org.postern.core.settings.MailSettings;
import org.postern.core.settings.SettingKey;
import org.postern.core.settings.SettingsException;
import org.postern.core.smtp.Action;
import org.postern.core.smtp.DeliveryResult;
import org.postern.core.smtp.Envelope;
import org.postern.core.smtp.MailAddress;
import org.postern.core.smtp.Outcome;
import org.postern.core.smtp.RecipientResult;
import org.postern.relay.DeliveryKeys;
import org.postern.relay.MailEvent;
import org.postern.relay.Patient;
import org.postern.spool.MailId;
import org.postern.spool.Queue;
import org.postern.spool.SpoolException;
import org.postern.spool.SpoolKeys;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.FixedBody;
import org.postern.testkit.SmtpStep;

/** An outbox in an application of one's own. */
class SpoolingMailerTest {

  private static final OutboundMessage MAIL =
      OutboundMessage.builder()
          .from("app@example.com")
          .to("a@example.org")
          .to("b@example.org")
          .subject("Grüße")
          .text("你好")
          .build();

  @TempDir private Path folder;
  private final FakeSmtpServer server = FakeSmtpServer.builder().start();
  private final List<MailEvent> events = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void sendReturnsWhenTheMailIsKeptAndItArrivesAsIfSentDirectly() {
    try (SpoolingMailer mailer = open()) {
      DeliveryResult result = mailer.send(MAIL);

      assertThat(result.acceptedForAll()).isTrue();
      assertThat(result.messageId()).isEqualTo(MAIL.messageId());
      assertThat(result.recipients())
          .allMatch(one -> one.explanation().startsWith("kept in the spool as "));
      Patient.await().until(() -> mailer.queue().counts().mails() == 0);
      assertThat(server.onlyMail().text()).contains(MAIL.messageId());
      assertThat(server.onlyMail().recipientAddresses())
          .containsExactly("a@example.org", "b@example.org");
    }
  }

  @Test
  void whatHappensToEachRecipientIsTold() {
    server.at(SmtpStep.RCPT).forRecipient("a@example.org").once().reply("450 4.2.1 later");
    server.at(SmtpStep.RCPT).forRecipient("b@example.org").reply("550 5.1.1 no such user");
    try (SpoolingMailer mailer = open()) {
      MailId id = mailer.enqueue(MAIL);

      Patient.await().until(() -> mailer.queue().counts().mails() == 0);
      assertThat(events).filteredOn(event -> event.id().equals(id)).allMatch(this::isOfTheMail);
      assertThat(kinds(id, "a@example.org"))
          .containsExactly(MailEvent.Kind.DEFERRED, MailEvent.Kind.DELIVERED);
      assertThat(kinds(id, "b@example.org")).containsExactly(MailEvent.Kind.BOUNCED);
    }
  }

  private boolean isOfTheMail(MailEvent event) {
    return event.messageId().equals(MAIL.messageId())
        && event.next().isPresent() == (event.kind() == MailEvent.Kind.DEFERRED);
  }

  private List<MailEvent.Kind> kinds(MailId id, String recipient) {
    return events.stream()
        .filter(event -> event.id().equals(id) && event.recipient().toString().equals(recipient))
        .map(MailEvent::kind)
        .toList();
  }

  @Test
  void aListenerThatFailsHoldsNothingUp() {
    MailSettings settings = settings().build();
    MailEvent.Listener broken =
        event -> {
          throw new IllegalStateException("a fault of the application");
        };
    try (SpoolingMailer mailer = SpoolingMailer.open(settings, direct(settings), broken)) {
      mailer.send(MAIL);
      mailer.send(MAIL);

      Patient.await().until(() -> mailer.queue().counts().mails() == 0);
      assertThat(server.mails()).hasSize(2);
    }
  }

  @Test
  void whatWaitsIsDeliveredByTheNextLifeOfTheApplication() {
    server.at(SmtpStep.RCPT).reply("451 4.7.1 later");
    try (SpoolingMailer mailer = open()) {
      mailer.send(MAIL);
      Patient.await().until(() -> events.size() >= 2);
    }
    server.at(SmtpStep.RCPT).reply("250 2.1.5 Ok");

    try (SpoolingMailer again = open()) {
      again.queue().retry(Queue.Filter.ALL);
      Patient.await().until(() -> again.queue().counts().mails() == 0);
    }
    assertThat(server.mails()).hasSize(1);
  }

  @Test
  void anApplicationThatHandsInLeavesDeliveryToTheServer() {
    MailSettings settings = settings().build();
    try (SpoolingMailer application = SpoolingMailer.handingIn(settings, direct(settings))) {
      assertThat(application.send(MAIL).acceptedForAll()).isTrue();
      assertThat(application.status()).isEmpty();
      assertThat(application.queue().counts().waiting()).isEqualTo(2);
      assertThat(application.probe().ok()).isTrue();

      try (SpoolingMailer deliverer = open()) {
        Patient.await().until(() -> deliverer.queue().counts().mails() == 0);
      }
    }
    assertThat(server.mails()).hasSize(1);
  }

  @Test
  void aSecondOneThatWouldDeliverIsRefusedAndLeavesNothingOpen() {
    try (SpoolingMailer first = open()) {
      MailSettings settings = settings().build();
      Mailer below = direct(settings);

      assertThatThrownBy(() -> SpoolingMailer.open(settings, below))
          .isInstanceOf(SpoolException.class)
          .extracting(fault -> ((SpoolException) fault).kind())
          .isEqualTo(SpoolException.Kind.IN_USE);
      assertThatThrownBy(() -> below.send(MAIL)).isInstanceOf(IllegalStateException.class);
      assertThat(first.send(MAIL).acceptedForAll()).isTrue();
    }
  }

  @Test
  void aSpoolWithoutRoomDefersInsteadOfThrowing() {
    MailSettings settings = settings().set(SpoolKeys.KEEP_FREE, 1_000_000).build();
    try (SpoolingMailer mailer = SpoolingMailer.open(settings, direct(settings))) {
      DeliveryResult result = mailer.send(MAIL);

      assertThat(result.recipients())
          .hasSize(2)
          .allMatch(one -> one.outcome() == Outcome.DEFERRED && one.action() == Action.RETRY)
          .allMatch(one -> one.explanation().contains("postern.spool.keep_free_mb"));
      assertThatThrownBy(() -> mailer.enqueue(MAIL)).isInstanceOf(SpoolException.class);
    }
  }

  @Test
  void aClosedOneSaysSoAsEveryMailerDoes() {
    SpoolingMailer mailer = open();
    mailer.close();
    mailer.close();

    for (ThrowingCallable call :
        List.<ThrowingCallable>of(() -> mailer.send(MAIL), () -> mailer.enqueue(MAIL))) {
      assertThatThrownBy(call)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("the mailer is closed");
    }
  }

  @Test
  void whatIsSentWhileItClosesIsKeptOrRefusedAndNothingElse() throws Exception {
    SpoolingMailer mailer = open();
    CountDownLatch some = new CountDownLatch(20);
    AtomicInteger kept = new AtomicInteger();
    List<Throwable> ends = new CopyOnWriteArrayList<>();
    List<Thread> senders = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Thread sender =
          new Thread(
              () -> {
                try {
                  while (mailer.send(MAIL).acceptedForAll()) {
                    kept.incrementAndGet();
                    some.countDown();
                  }
                } catch (IllegalStateException closed) {
                  ends.add(closed);
                }
              });
      senders.add(sender);
      sender.start();
    }
    some.await();

    mailer.close();

    for (Thread sender : senders) {
      sender.join();
    }
    assertThat(ends).hasSize(4);
    try (SpoolingMailer next = open()) {
      Patient.await().until(() -> next.queue().counts().mails() == 0);
    }
    assertThat(server.mails()).hasSizeGreaterThanOrEqualTo(kept.get());
  }

  @Test
  void anInterruptedCloseClosesAllTheSame() {
    SpoolingMailer mailer = open();
    Thread.currentThread().interrupt();

    mailer.close();

    assertThat(Thread.interrupted()).isTrue();
    open().close();
  }

  @Test
  void theSpoolIsClosedThoughTheMailerBelowFailsToClose() {
    MailSettings settings = settings().build();
    Mailer whole = direct(settings);
    Mailer below =
        (Mailer)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Mailer.class},
                (self, method, arguments) -> {
                  Object result = method.invoke(whole, arguments);
                  if (method.getName().equals("close")) {
                    throw new IllegalStateException("boom");
                  }
                  return result;
                });
    SpoolingMailer mailer = SpoolingMailer.open(settings, below);

    assertThatThrownBy(mailer::close).hasMessage("boom");

    open().close();
  }

  @Test
  void aListOfWaitsWithoutAnyIsRefusedWhenItIsOpened() {
    MailSettings settings = settings().set(DeliveryKeys.RETRY, List.of()).build();

    assertThatThrownBy(() -> SpoolingMailer.open(settings, direct(settings)))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("postern.queue.retry: holds no wait");
  }

  @Test
  void bytesThatNoServerTakesAreRefusedBeforeTheyAreKept() {
    try (SpoolingMailer mailer = open()) {
      for (String bad : List.of("a: b\n", "a: b\r", "a: b\r\n\r\nno end", "a: b\r\n\r\n\rx\r\n")) {
        List<RecipientResult> results =
            mailer.send(MAIL.envelope(), FixedBody.of(bad)).recipients();

        assertThat(results).hasSize(2).allMatch(one -> one.outcome() == Outcome.REJECTED);
      }
      assertThat(mailer.queue().counts().mails()).isZero();
      Envelope envelope =
          Envelope.of(
              MailAddress.parse("app@example.com"), List.of(MailAddress.parse("a@example.org")));
      assertThat(mailer.send(envelope, FixedBody.of("a: b\r\n\r\n.\r\n")).acceptedForAll())
          .isTrue();
      Patient.await().until(() -> mailer.queue().counts().mails() == 0);
      assertThat(server.onlyMail().text()).isEqualTo("a: b\r\n\r\n.\r\n");
    }
  }

  private SpoolingMailer open() {
    MailSettings settings = settings().build();
    return SpoolingMailer.open(settings, direct(settings), events::add);
  }

  private static Mailer direct(MailSettings settings) {
    return Mailer.open(settings, AuthStrategies.of(new OpenProvider()));
  }

  private MailSettings.Builder settings() {
    List<SettingKey<?>> further = new ArrayList<>(SpoolingMailer.keys());
    return MailSettings.builder(List.of(new OpenProvider()), further)
        .set(CoreKeys.HOST, "127.0.0.1")
        .set(CoreKeys.PORT, server.port())
        .set(SpoolKeys.FOLDER, folder.resolve("spool"))
        .set(DeliveryKeys.RETRY, List.of(Duration.ofSeconds(1)));
  }
}
