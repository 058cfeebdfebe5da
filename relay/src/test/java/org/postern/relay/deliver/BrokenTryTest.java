package org.postern.relay.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.auth.open.OpenProvider;
import org.postern.core.AuthStrategies;
import org.postern.core.ConnectionReport;
import org.postern.core.Mailer;
import org.postern.core.examination.Finding;
import org.postern.core.message.OutboundMessage;
import org.postern.core.settings.CoreKeys;
import org.postern.core.settings.MailSettings;
import org.postern.core.smtp.DeliveryResult;
import org.postern.core.smtp.Envelope;
import org.postern.core.smtp.MailAddress;
import org.postern.core.smtp.MessageBody;
import org.postern.relay.DeliveryKeys;
import org.postern.relay.Patient;
import org.postern.spool.Arrival;
import org.postern.spool.Claim;
import org.postern.spool.Intake;
import org.postern.spool.MailId;
import org.postern.spool.Spool;
import org.postern.spool.SpoolRecipient;
import org.postern.spool.sql.Spools;
import org.postern.testkit.ClosedPort;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.SmtpStep;

/** A fault of the JVM costs one attempt: mail, and the tries of a closed route, go on. */
class BrokenTryTest {

  private static final Duration LONG = Patient.LONG;

  @TempDir Path folder;

  @Test
  void anErrorOfTheMailerIsAnAttemptAndTheRouteIsTriedAgain() throws Exception {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start()) {
      // the route is tried when this test says so, and not in between
      MailSettings settings =
          Post.settings(server, folder).set(DeliveryKeys.HOLD, Duration.ofHours(1)).build();
      server.at(SmtpStep.MAIL).reply("530 5.7.57 Client not authenticated to send mail.");
      try (Spool spool = Spools.open(settings.values());
          Breaking mailer = new Breaking(settings);
          Post post = Post.from(spool, mailer, settings)) {
        MailId id = post.send("a@example.org");
        Post.await().until(() -> post.delivery().status().held().isPresent());

        mailer.next.set(Optional.of(new OutOfMemoryError("none left")));
        server.recover();
        post.delivery().tryNow();
        Post.await().until(() -> mailer.next.get().isEmpty());
        Post.await().until(() -> post.spool().queue().find(id).isEmpty() || attempts(post, id) > 0);
        post.send("b@example.org");
        post.awaitEmpty();
        assertThat(server.mails()).hasSize(2);
      }
    }
  }

  @Test
  void anErrorOfWhoTakesUpMailStopsNoMail() throws Exception {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start()) {
      MailSettings settings = Post.settings(server, folder).build();
      try (Spool spool = Spools.open(settings.values());
          Mailer mailer = Mailer.open(settings, AuthStrategies.of(new OpenProvider()));
          Post post = Post.from(FailsOnce.at("claim", spool), mailer, settings)) {
        post.send("a@example.org", "b@example.org");
        Post.await().until(() -> post.spool().queue().counts().mails() == 0);
        handInFromBeside(spool);
        post.awaitEmpty();
        assertThat(server.mails()).hasSize(2);
      }
    }
  }

  /** As another process does, so that it must be taken up. */
  private static void handInFromBeside(Spool spool) throws Exception {
    try (Intake intake = spool.receive()) {
      intake.body().write(new byte[] {'a', ':', '\r', '\n', '\r', '\n'});
      intake.commit(
          new Arrival(
              Optional.empty(),
              List.of(SpoolRecipient.of(MailAddress.parse("c@example.org"))),
              Optional.empty(),
              Optional.empty(),
              false,
              "",
              "test"));
    }
  }

  private static int attempts(Post post, MailId id) {
    return post.spool().queue().find(id).stream()
        .flatMap(mail -> mail.recipients().stream())
        .mapToInt(line -> line.attempts())
        .sum();
  }

  @Test
  void whereNothingCouldBeLearnedFromATryTheNextMailTries() throws Exception {
    try (ClosedPort nobody = new ClosedPort()) {
      tryInVain(
          Post.settings(new OpenProvider(), folder).set(CoreKeys.PORT, nobody.port()).build());
    }
  }

  private static void tryInVain(MailSettings settings) throws Exception {
    RouteGate gate = new RouteGate(Duration.ofMillis(1));
    gate.close("down", Optional.empty(), Duration.ofMillis(1));
    assertThat(gate.await(LONG)).isEqualTo(RouteGate.Pass.TRY_ONE);
    try (Spool spool = Spools.open(settings.values());
        Mailer mailer = Mailer.open(settings, AuthStrategies.of(new OpenProvider()));
        LeaseKeeper leases = new LeaseKeeper(spool, LONG)) {
      DeliverySettings delivery = DeliverySettings.of(settings);
      Courier courier =
          new Courier(
              spool,
              () -> mailer,
              delivery,
              new Bounces("relay.example.com", delivery),
              new Telling(event -> {}),
              Clock.systemUTC(),
              new ClockJump(Clock.systemUTC(), System::nanoTime),
              Runnable::run);
      Carrier carrier =
          new Carrier(
              spool,
              courier,
              gate,
              new RouteWatch(gate, delivery.holds(), () -> Duration.ZERO),
              () -> {
                throw new StackOverflowError();
              },
              Clock.systemUTC());
      Claim claim = Post.claimed(spool, LONG);

      carrier.carry(new Carriers.Load(claim, leases.keep(claim), true), false, () -> {});

      assertThat(gate.held()).isPresent();
      assertThat(gate.await(LONG)).isEqualTo(RouteGate.Pass.TRY_ONE);
    }
  }

  /** A mailer whose next mail may meet an error. */
  private static final class Breaking implements Mailer {

    private final AtomicReference<Optional<Error>> next = new AtomicReference<>(Optional.empty());
    private final Mailer real;

    private Breaking(MailSettings settings) {
      this.real = Mailer.open(settings, AuthStrategies.of(new OpenProvider()));
    }

    @Override
    public DeliveryResult send(Envelope envelope, MessageBody body) {
      Optional<Error> now = next.getAndSet(Optional.empty());
      if (now.isPresent()) {
        throw now.get();
      }
      return real.send(envelope, body);
    }

    @Override
    public DeliveryResult send(OutboundMessage message) {
      return real.send(message);
    }

    @Override
    public ConnectionReport probe() {
      return real.probe();
    }

    @Override
    public void examine(
        Optional<OutboundMessage> trial, Duration patience, Consumer<Finding> found) {
      real.examine(trial, patience, found);
    }

    @Override
    public void close() {
      real.close();
    }
  }
}
