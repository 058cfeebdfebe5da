package org.postern.triggers.compat.org.apache.commons.mail;

import jakarta.activation.DataSource;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.apache.commons.mail2.core.EmailException;
import org.apache.commons.mail2.jakarta.Email;
import org.apache.commons.mail2.jakarta.activation.PathDataSource;
import org.jspecify.annotations.Nullable;
import org.postern.triggers.compat.javax.activation.FileDataSource;
import org.postern.triggers.compat.javax.activation.URLDataSource;
import org.postern.triggers.compat.text.Utf8;
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
      ignored.add(
          "port " + (email.isSSLOnConnect() ? email.getSslSmtpPort() : email.getSmtpPort()));
    }
    if (email.getAuthenticator() != null) {
      ignored.add("user and password");
    }
    CurrentRun.get().mail().ignored(ignored);
  }

  /** Something of a script that has no effect. */
  static void ignored(String what) {
    CurrentRun.get().mail().ignored(List.of(what));
  }

  /** The source, when it is no file, or one that the run may read. */
  static DataSource checked(@Nullable DataSource source) throws EmailException {
    try {
      if (source instanceof jakarta.activation.FileDataSource file) {
        return new FileDataSource(file.getFile());
      }
      if (source instanceof jakarta.activation.URLDataSource url) {
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

  /** A URL as an image has it. */
  static URL url(String url) throws EmailException {
    try {
      return URI.create(url).toURL();
    } catch (IllegalArgumentException | MalformedURLException none) {
      throw new EmailException("Invalid URL " + url, none);
    }
  }

  /** The name that a file is attached by, where the script names none. */
  static @Nullable String fileName(@Nullable String name, DataSource source) {
    return Utf8.fileName(name == null ? source.getName() : name);
  }

  /** The file behind a URL; the network is not asked. */
  static DataSource checked(URL url) throws EmailException {
    try {
      return new FileDataSource(URLDataSource.readable(url));
    } catch (IOException refused) {
      throw new EmailException(refused.getMessage(), refused);
    }
  }
}
