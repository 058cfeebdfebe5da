package org.postern.benchmarks.library;

import java.util.List;
import java.util.function.Supplier;
import org.postern.auth.open.OpenProvider;
import org.postern.core.AuthStrategies;
import org.postern.core.Mailer;
import org.postern.core.message.OutboundMessage;
import org.postern.core.settings.CoreKeys;
import org.postern.core.settings.MailSettings;
import org.postern.core.smtp.DeliveryResult;
import org.postern.core.smtp.Envelope;
import org.postern.core.smtp.MailAddress;

/** Postern's mailer, open relay without TLS as all others here. */
final class PosternSend implements Contender {

  private final Mailer mailer;
  private final Supplier<OutboundMessage> mail;

  private PosternSend(int port, int connections, Supplier<OutboundMessage> mail) {
    List<OpenProvider> open = List.of(new OpenProvider());
    MailSettings settings =
        MailSettings.builder(open)
            .set(CoreKeys.HOST, "127.0.0.1")
            .set(CoreKeys.PORT, port)
            .set(CoreKeys.POOL_CONNECTIONS, connections)
            .set(CoreKeys.POOL_MESSAGES, 1_000_000)
            .build();
    this.mailer = Mailer.open(settings, AuthStrategies.of(open));
    this.mail = mail;
  }

  /** A mail composed anew for each send. */
  static PosternSend composing(int port, int connections) {
    return new PosternSend(
        port,
        connections,
        () ->
            OutboundMessage.builder()
                .from(Letter.FROM)
                .to(Letter.TO)
                .subject(Letter.SUBJECT)
                .text(Letter.TEXT)
                .build());
  }

  /** Ready-made bytes. */
  static PosternSend ready(int port, int connections) {
    OutboundMessage ready =
        OutboundMessage.ofEml(
            Letter.bytes(),
            Envelope.of(MailAddress.parse(Letter.FROM), List.of(MailAddress.parse(Letter.TO))));
    return new PosternSend(port, connections, () -> ready);
  }

  @Override
  public void send() {
    DeliveryResult result = mailer.send(mail.get());
    if (!result.acceptedForAll()) {
      throw new IllegalStateException(result.toString());
    }
  }

  @Override
  public void close() {
    mailer.close();
  }
}
