package org.postern.triggers.compat.org.apache.commons.mail;

import jakarta.activation.DataSource;
import jakarta.activation.FileDataSource;
import jakarta.activation.URLDataSource;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.apache.commons.mail2.core.EmailException;
import org.apache.commons.mail2.jakarta.Email;
import org.apache.commons.mail2.jakarta.activation.PathDataSource;
import org.jspecify.annotations.Nullable;
import org.postern.triggers.compat.transport.Delivery;
import org.postern.triggers.internal.run.CurrentRun;

/** What all our Email classes do in the same way: they leave by the run, and read what it may. */
final class EmailRun {

  private EmailRun() {}

  /** A session that needs no host, made once for each mail; says what of the mail is not used. */
  static Session session(Email email) {
    tellIgnored(email);
    Properties properties = new Properties();
    if (email.getBounceAddress() != null) {
      properties.setProperty("mail.smtp.from", email.getBounceAddress());
    }
    Session session = org.postern.triggers.compat.javax.mail.Session.getInstance(properties);
    if (email.getHostName() != null) {
      // commons-email asks its session for it once there is one; nobody connects to it
      session.getProperties().setProperty("mail.smtp.host", email.getHostName());
    }
    return session;
  }

  /** Sends the message that was built; gives its Message-ID. */
  static String send(Email email) throws EmailException {
    MimeMessage message = email.getMimeMessage();
    EmailException.checkNonNull(message, () -> "MimeMessage has not been created yet");
    try {
      Address[] all = message.getAllRecipients();
      message.saveChanges();
      Delivery.of(message, all == null ? List.of() : Arrays.asList(all));
      return message.getMessageID();
    } catch (MessagingException refused) {
      throw new EmailException("The mail was not sent: " + refused.getMessage(), refused);
    }
  }

  private static void tellIgnored(Email email) {
    List<String> ignored = new ArrayList<>();
    if (email.getHostName() != null) {
      ignored.add("host " + email.getHostName());
      ignored.add("port " + (email.isSSLOnConnect() ? email.getSslSmtpPort() : port(email)));
    }
    if (email.getAuthenticator() != null) {
      ignored.add("user and password");
    }
    if (!ignored.isEmpty()) {
      CurrentRun.get().mail().ignored(String.join(", ", ignored));
    }
  }

  private static String port(Email email) {
    return email.getSmtpPort();
  }

  /** Something of a script that has no effect. */
  static void ignored(String what) {
    CurrentRun.get().mail().ignored(what);
  }

  /** The source, when it is no file, or one that the run may read. */
  static DataSource checked(@Nullable DataSource source) throws EmailException {
    try {
      if (source instanceof FileDataSource file) {
        return ReadableFile.of(file.getFile().getPath());
      }
      if (source instanceof URLDataSource url) {
        return checked(url.getURL());
      }
    } catch (IOException refused) {
      throw new EmailException(refused.getMessage(), refused);
    }
    if (source instanceof PathDataSource) {
      throw new EmailException("a Path cannot be attached here; give a file name");
    }
    EmailException.checkNonNull(source, () -> "Invalid Datasource.");
    return source;
  }

  /** The file behind a URL; the network is not asked. */
  static DataSource checked(URL url) throws EmailException {
    try {
      return ReadableFile.of(
          org.postern.triggers.compat.javax.activation.URLDataSource.readable(url).getPath());
    } catch (IOException refused) {
      throw new EmailException(refused.getMessage(), refused);
    }
  }
}
