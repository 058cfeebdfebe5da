package org.postern.testkit.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.postern.core.AuthStrategies;
import org.postern.core.Mailer;
import org.postern.core.settings.CoreKeys;
import org.postern.core.settings.MailSettings;
import org.postern.core.settings.SettingKey;
import org.postern.core.settings.TlsMode;
import org.postern.core.smtp.DeliveryResult;
import org.postern.core.smtp.Envelope;
import org.postern.core.smtp.MailAddress;
import org.postern.core.smtp.MessageBody;
import org.postern.core.smtp.RecipientResult;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.TestCa;

/** Opens mailers with short limits and sends the one mail that a row of the matrix is about. */
final class Postman {

  static final TestCa CA = TestCa.create("Faults");
  static final MailAddress FROM = MailAddress.parse("a@example.com");
  static final MailAddress TO = MailAddress.parse("b@example.org");

  /** Long enough for a busy machine; nothing but a bug of ours waits for it. */
  private static final Duration AMPLE = Duration.ofMinutes(3);

  private static final List<SettingKey<Duration>> LIMITS =
      List.of(
          CoreKeys.CONNECT_TIMEOUT,
          CoreKeys.GREETING_TIMEOUT,
          CoreKeys.TLS_TIMEOUT,
          CoreKeys.COMMAND_TIMEOUT,
          CoreKeys.DATA_TIMEOUT,
          CoreKeys.BODY_TIMEOUT,
          CoreKeys.FINAL_DOT_TIMEOUT);

  private final String host;
  private final int port;
  private final List<Consumer<MailSettings.Builder>> changes = new ArrayList<>();
  private TlsMode tls = TlsMode.NONE;
  private Login login = Login.none();
  private SSLContext trust = CA.trustingContext();

  private Postman(String host, int port) {
    this.host = host;
    this.port = port;
    LIMITS.forEach(limit -> set(limit, AMPLE));
  }

  static Postman to(FakeSmtpServer server) {
    return to(server.host(), server.port());
  }

  static Postman to(String host, int port) {
    return new Postman(host, port);
  }

  Postman tls(TlsMode mode) {
    tls = mode;
    return this;
  }

  Postman login(Login scheme) {
    login = scheme;
    return this;
  }

  Postman trusting(SSLContext context) {
    trust = context;
    return this;
  }

  <T> Postman set(SettingKey<T> key, T value) {
    changes.add(settings -> settings.set(key, value));
    return this;
  }

  /** This limit short, since the row waits for it. */
  Postman soon(SettingKey<Duration> limit) {
    return set(limit, Duration.ofMillis(300));
  }

  /** As {@link #soon}, where steps before share the limit: a stalled machine still makes them. */
  Postman soonAfterOthers(SettingKey<Duration> limit) {
    return set(limit, Duration.ofSeconds(6));
  }

  MailSettings settings() {
    MailSettings.Builder builder = MailSettings.builder(List.of(login));
    builder
        .set(CoreKeys.HOST, host)
        .set(CoreKeys.PORT, port)
        .set(CoreKeys.SCHEME, login.scheme())
        .set(CoreKeys.TLS_MODE, tls);
    changes.forEach(change -> change.accept(builder));
    return builder.build();
  }

  Mailer open() {
    return Mailer.open(settings(), AuthStrategies.of(login), trust);
  }

  /** The result for the one recipient of a plain mail on a mailer of its own. */
  RecipientResult send() {
    return send(Bytes.HELLO);
  }

  RecipientResult send(MessageBody body) {
    return send(body, TO).recipients().get(0);
  }

  DeliveryResult send(MessageBody body, MailAddress... recipients) {
    try (Mailer mailer = open()) {
      return send(mailer, body, recipients);
    }
  }

  static DeliveryResult send(Mailer mailer, MessageBody body, MailAddress... recipients) {
    return mailer.send(Envelope.of(FROM, List.of(recipients)), body);
  }

  /** A second, third mail on a mailer that stays open. */
  static RecipientResult send(Mailer mailer) {
    return send(mailer, Bytes.HELLO, TO).recipients().get(0);
  }
}
