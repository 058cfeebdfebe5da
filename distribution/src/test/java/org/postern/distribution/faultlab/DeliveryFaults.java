package org.postern.distribution.faultlab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.postern.core.AuthStrategies;
import org.postern.core.Mailer;
import org.postern.core.message.Attachment;
import org.postern.core.message.OutboundMessage;
import org.postern.core.settings.CoreKeys;
import org.postern.core.settings.MailSettings;
import org.postern.core.settings.TlsMode;
import org.postern.core.smtp.DeliveryResult;
import org.postern.distribution.cli.Conf;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.Reaction;
import org.postern.testkit.SmtpStep;

/** Faults of a certain mail, or of many at once: the doctor's own mail cannot show them. */
final class DeliveryFaults {

  private static final String SIGNED =
      """
      From: app@example.com
      To: b@example.org
      MIME-Version: 1.0
      Content-Type: multipart/signed; boundary=b; micalg=sha-256; protocol="application/pgp-signature"

      --b
      Content-Type: text/plain; charset=UTF-8
      Content-Transfer-Encoding: 8bit

      gr\u00fc\u00dfe
      --b
      Content-Type: application/pgp-signature

      x
      --b--
      """;

  private DeliveryFaults() {}

  /** Sends, and says what became of the mail that met the fault. */
  @FunctionalInterface
  interface Sender {
    DeliveryResult in(Site site) throws Exception;
  }

  static List<Fault> all() {
    return List.of(
        delivered("connect.pool-busy", DeliveryFaults::whileAnotherIsSent),
        delivered("mail.too-large-here", DeliveryFaults::largerThanTheServerTakes),
        delivered("mail.message-changed", DeliveryFaults::ofAFileThatShrinks),
        delivered("mail.needs-8bitmime", DeliveryFaults::signedInEightBits),
        delivered("auth.no-tls", DeliveryFaults::byThePlugInOfSomebody));
  }

  private static Fault delivered(String id, Sender sender) {
    return Fault.delivery(
        id,
        site ->
            sender.in(site).recipients().stream()
                .map(one -> one.diagnosis().orElse("unknown to the catalogue: " + one))
                .collect(Collectors.toSet()));
  }

  private static DeliveryResult whileAnotherIsSent(Site site) throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    site.server()
        .at(SmtpStep.MAIL)
        .will(
            Reaction.replyTo(
                command -> {
                  begun.countDown();
                  awaited(end);
                  return "451 4.3.0 that was long";
                }));
    site.add("postern.pool.max_connections=1", "postern.pool.max_wait=50ms");
    var other = Executors.newSingleThreadExecutor();
    try (Mailer mailer = site.mailer()) {
      var first = other.submit(() -> mailer.send(hello().build()));
      begun.await();
      DeliveryResult second = mailer.send(hello().build());
      end.countDown();
      first.get();
      return second;
    } finally {
      end.countDown();
      other.shutdown();
    }
  }

  private static void awaited(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException asked) {
      Thread.currentThread().interrupt();
    }
  }

  private static DeliveryResult ofAFileThatShrinks(Site site) throws IOException {
    Path file = Files.writeString(site.home().resolve("report.txt"), "all of it\n".repeat(99));
    OutboundMessage message = hello().attach(Attachment.of(file)).build();
    Files.writeString(file, "half");
    try (Mailer mailer = site.mailer()) {
      return mailer.send(message);
    }
  }

  private static DeliveryResult largerThanTheServerTakes(Site site) throws IOException {
    site.server(Servers.basic(Servers.CA).size(99).start());
    try (Mailer mailer = site.mailer()) {
      return mailer.send(hello().build());
    }
  }

  private static DeliveryResult signedInEightBits(Site site) throws IOException {
    site.server(Servers.basic(Servers.CA).without("8BITMIME").start());
    try (Mailer mailer = site.mailer()) {
      return mailer.send(
          OutboundMessage.ofEml(SIGNED.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8)));
    }
  }

  /** The settings refuse this of our own schemes; a plug-in may hand out a token all the same. */
  private static DeliveryResult byThePlugInOfSomebody(Site site) throws IOException {
    FakeSmtpServer clear = FakeSmtpServer.builder().start();
    site.closing().add(clear);
    AuthStrategies strategies = AuthStrategies.of(new CarelessScheme());
    MailSettings settings =
        MailSettings.builder(strategies.schemes())
            .set(CoreKeys.HOST, "localhost")
            .set(CoreKeys.PORT, clear.port())
            .set(CoreKeys.SCHEME, CarelessScheme.NAME)
            .set(CoreKeys.TLS_MODE, TlsMode.NONE)
            .build();
    try (Mailer mailer = Mailer.open(settings, strategies)) {
      return mailer.send(hello().build());
    }
  }

  private static OutboundMessage.Builder hello() {
    return OutboundMessage.builder()
        .from(Conf.USER)
        .to("b@example.org")
        .subject("hello")
        .text("hello");
  }
}
