package org.postern.distribution.e2e;

import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/** A mail in a mailbox, decoded as its reader sees it. */
final class Arrived {

  private static final Set<String> ADDRESSES = Set.of("To", "Cc", "From", "Reply-To");

  private final byte[] raw;
  private final MimeMessage mail;
  private final Map<String, byte[]> files = new LinkedHashMap<>();
  private String text = "";
  private String html = "";

  private Arrived(byte[] raw) {
    this.raw = raw;
    try {
      mail = new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(raw));
      read(mail);
    } catch (MessagingException | IOException malformed) {
      throw new AssertionError(malformed);
    }
  }

  /** The mails with this in their decoded subject, once there are so many copies. */
  static List<Arrived> await(String marker, int copies) {
    return Lab.shared().inbox().await(marker, copies, raw -> subject(raw).contains(marker)).stream()
        .map(Arrived::new)
        .toList();
  }

  /** Decoded, without a look at the rest of a mail that may be large. */
  private static String subject(byte[] raw) {
    try {
      String value = new InternetHeaders(new ByteArrayInputStream(raw)).getHeader("Subject", null);
      return value == null ? "" : MimeUtility.decodeText(MimeUtility.unfold(value));
    } catch (MessagingException | IOException malformed) {
      throw new AssertionError(malformed);
    }
  }

  /** A header, decoded; addresses as {@code Name <address>}; "" where it is absent. */
  String header(String name) {
    try {
      String value = mail.getHeader(name, ", ");
      if (value == null) {
        return "";
      }
      if (!ADDRESSES.contains(name)) {
        return MimeUtility.decodeText(MimeUtility.unfold(value));
      }
      List<String> all = new ArrayList<>();
      for (InternetAddress one : InternetAddress.parseHeader(value, false)) {
        String person = one.getPersonal();
        all.add(person == null ? one.getAddress() : person + " <" + one.getAddress() + ">");
      }
      return String.join(", ", all);
    } catch (MessagingException | IOException malformed) {
      throw new AssertionError(malformed);
    }
  }

  /** All of it, as it lies in the mailbox. */
  String source() {
    return Inbox.text(raw);
  }

  /** The plain text, with LF. */
  String text() {
    return text.stripTrailing();
  }

  /** The HTML text, with LF. */
  String html() {
    return html.stripTrailing();
  }

  /** Attachments by name, inline images by Content-ID. */
  Map<String, byte[]> files() {
    return files;
  }

  private void read(Part part) throws MessagingException, IOException {
    if (part.getContent() instanceof MimeMultipart all) {
      for (int i = 0; i < all.getCount(); i++) {
        read(all.getBodyPart(i));
      }
    } else if (part.isMimeType("text/plain")) {
      text = part.getContent().toString().replace("\r\n", "\n");
    } else if (part.isMimeType("text/html")) {
      html = part.getContent().toString().replace("\r\n", "\n");
    } else {
      String[] id = part.getHeader("Content-ID");
      String name = id != null ? id[0] : MimeUtility.decodeText(part.getFileName());
      files.put(name, part.getInputStream().readAllBytes());
    }
  }
}
