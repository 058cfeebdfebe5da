package org.postern.triggers.run;

import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.postern.core.message.MessageException;
import org.postern.core.message.OutboundMessage;
import org.postern.core.smtp.MailAddress;

/**
 * A mail as a person reads it: all texts decoded.
 *
 * @param envelopeSender MAIL FROM; "" for the null sender
 * @param envelopeRecipients RCPT TO
 * @param from header From; "" where there is none; several with commas, as all addresses here
 * @param to header To
 * @param cc header Cc
 * @param replyTo header Reply-To; "" where there is none
 * @param subject header Subject
 * @param text the plain-text body, lines ended by LF; "" where there is none
 * @param html the HTML body, lines ended by LF; "" where there is none
 * @param files attachments and inline images, in their order
 */
public record ReadableMail(
    String envelopeSender,
    List<String> envelopeRecipients,
    String from,
    String to,
    String cc,
    String replyTo,
    String subject,
    String text,
    String html,
    List<FilePart> files) {

  /**
   * A file of a mail.
   *
   * @param name file name; "" where it has none
   * @param type media type, without parameters
   * @param size in bytes, decoded
   * @param contentId without angle brackets; "" where it has none
   * @param sha256 of its bytes, in hexadecimal
   */
  public record FilePart(String name, String type, long size, String contentId, String sha256) {

    /** {@code report.pdf (application/pdf, 1234 bytes, SHA-256 0a1b2c3d…)}. */
    @Override
    public String toString() {
      String cid = contentId.isEmpty() ? "" : ", cid " + contentId;
      return name
          + " ("
          + type
          + ", "
          + size
          + " bytes"
          + cid
          + ", SHA-256 "
          + sha256.substring(0, 16)
          + "…)";
    }
  }

  /**
   * Reads a mail.
   *
   * @throws MessageException when it is no message
   */
  public static ReadableMail of(OutboundMessage mail) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      mail.body().writeTo(bytes);
      MimeMessage message =
          new MimeMessage(
              Session.getInstance(new Properties()), new ByteArrayInputStream(bytes.toByteArray()));
      Bodies bodies = new Bodies();
      bodies.read(message);
      return new ReadableMail(
          mail.envelope().sender().map(MailAddress::toString).orElse(""),
          mail.envelope().recipients().stream().map(MailAddress::toString).toList(),
          addresses(message.getFrom()),
          addresses(message.getRecipients(Message.RecipientType.TO)),
          addresses(message.getRecipients(Message.RecipientType.CC)),
          message.getHeader("Reply-To") == null ? "" : addresses(message.getReplyTo()),
          Optional.ofNullable(message.getSubject()).orElse(""),
          bodies.text,
          bodies.html,
          List.copyOf(bodies.files));
    } catch (MessagingException | IOException unreadable) {
      throw new MessageException("the mail cannot be read: " + unreadable.getMessage(), unreadable);
    }
  }

  /**
   * All of it as text: a line for each header that is there, then {@code [text]} and {@code [HTML]}
   * with the bodies. Lines end with LF.
   */
  public String asText() {
    StringBuilder text = new StringBuilder();
    line(text, "MAIL FROM", envelopeSender);
    line(text, "RCPT TO", String.join(", ", envelopeRecipients));
    line(text, "From", from);
    line(text, "Reply-To", replyTo);
    line(text, "To", to);
    line(text, "Cc", cc);
    line(text, "Subject", subject);
    files.forEach(file -> line(text, "File", file.toString()));
    body(text, "text", this.text);
    body(text, "HTML", html);
    return text.toString();
  }

  private static void line(StringBuilder text, String name, String value) {
    if (!value.isEmpty()) {
      text.append(name).append(": ").append(value.replaceAll("\\s*\\R\\s*", " ")).append('\n');
    }
  }

  private static void body(StringBuilder text, String name, String content) {
    if (!content.isEmpty()) {
      text.append("\n[").append(name).append("]\n").append(content.stripTrailing()).append('\n');
    }
  }

  private static String addresses(Address... all) {
    return all == null
        ? ""
        : String.join(", ", Arrays.stream(all).map(ReadableMail::address).toList());
  }

  private static String address(Address one) {
    return one instanceof InternetAddress internet ? internet.toUnicodeString() : one.toString();
  }

  /** Collects the bodies and files of a message. */
  private static final class Bodies {

    private String text = "";
    private String html = "";
    private final List<FilePart> files = new ArrayList<>();

    void read(Part part) throws MessagingException, IOException {
      if (part.isMimeType("multipart/*") && part.getContent() instanceof Multipart all) {
        for (int i = 0; i < all.getCount(); i++) {
          read(all.getBodyPart(i));
        }
      } else if (part.isMimeType("text/plain") && text.isEmpty() && isBody(part)) {
        text = lines(part);
      } else if (part.isMimeType("text/html") && html.isEmpty() && isBody(part)) {
        html = lines(part);
      } else {
        files.add(file(part));
      }
    }

    private static boolean isBody(Part part) throws MessagingException {
      return part.getFileName() == null && !Part.ATTACHMENT.equalsIgnoreCase(part.getDisposition());
    }

    private static String lines(Part part) throws MessagingException, IOException {
      return part.getContent().toString().replace("\r\n", "\n");
    }

    private static FilePart file(Part part) throws MessagingException, IOException {
      String name = part.getFileName() == null ? "" : MimeUtility.decodeText(part.getFileName());
      String[] id = part.getHeader("Content-ID");
      String type = part.getContentType().split(";", 2)[0].strip();
      byte[] bytes = part.getInputStream().readAllBytes();
      return new FilePart(
          name, type, bytes.length, id == null ? "" : id[0].replaceAll("^<|>$", ""), sha256(bytes));
    }

    private static String sha256(byte[] bytes) {
      try {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
      } catch (NoSuchAlgorithmException impossible) {
        throw new IllegalStateException("every JVM has SHA-256", impossible);
      }
    }
  }
}
