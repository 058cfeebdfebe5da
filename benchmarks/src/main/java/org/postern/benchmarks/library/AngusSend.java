package org.postern.benchmarks.library;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Angus Mail by hand: a transport of its own for each thread, kept open, ready-made bytes. */
final class AngusSend implements Contender {

  private final Session session;
  private final MimeMessage mail;
  private final Address[] to;
  private final Queue<Transport> opened = new ConcurrentLinkedQueue<>();
  private final ThreadLocal<Transport> mine = ThreadLocal.withInitial(this::connect);

  AngusSend(int port) throws Exception {
    Properties properties = new Properties();
    properties.setProperty("mail.smtp.host", "127.0.0.1");
    properties.setProperty("mail.smtp.port", Integer.toString(port));
    properties.setProperty("mail.smtp.from", Letter.FROM);
    session = Session.getInstance(properties);
    mail = new MimeMessage(session, new ByteArrayInputStream(Letter.bytes()));
    to = new Address[] {new InternetAddress(Letter.TO)};
  }

  private Transport connect() {
    try {
      Transport transport = session.getTransport("smtp");
      transport.connect();
      opened.add(transport);
      return transport;
    } catch (MessagingException failed) {
      throw new IllegalStateException(failed);
    }
  }

  @Override
  public void send() throws Exception {
    mine.get().sendMessage(mail, to);
  }

  @Override
  public void close() {
    for (Transport one : opened) {
      try {
        one.close();
      } catch (MessagingException gone) {
        // it was all sent before
      }
    }
  }
}
