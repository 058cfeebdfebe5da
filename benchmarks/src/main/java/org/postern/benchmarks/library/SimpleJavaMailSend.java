package org.postern.benchmarks.library;

import org.simplejavamail.api.mailer.Mailer;
import org.simplejavamail.api.mailer.config.TransportStrategy;
import org.simplejavamail.email.EmailBuilder;
import org.simplejavamail.mailer.MailerBuilder;

/** simple-java-mail with its batch module, whose pool keeps the connections open. */
final class SimpleJavaMailSend implements Contender {

  private final Mailer mailer;

  SimpleJavaMailSend(int port, int connections) {
    mailer =
        MailerBuilder.withSMTPServer("127.0.0.1", port)
            .withTransportStrategy(TransportStrategy.SMTP)
            .withProperty("mail.smtp.starttls.enable", "false")
            .withConnectionPoolCoreSize(connections)
            .withConnectionPoolMaxSize(connections)
            .buildMailer();
  }

  @Override
  public void send() {
    mailer.sendMail(
        EmailBuilder.startingBlank()
            .from(Letter.FROM)
            .to(Letter.TO)
            .withSubject(Letter.SUBJECT)
            .withPlainText(Letter.TEXT)
            .buildEmail());
  }

  @Override
  public void close() {
    mailer.shutdownConnectionPool(); // on its own threads
  }
}
