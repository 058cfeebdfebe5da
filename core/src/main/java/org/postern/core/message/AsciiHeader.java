package org.postern.core.message;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.postern.core.smtp.NotConvertibleException;

/**
 * A header section without raw UTF-8 (RFC 6532): texts, names and comments as encoded-words (RFC
 * 2047), parameters of MIME fields by RFC 2231, domains in A-labels. Fields in ASCII keep each of
 * their bytes. One linear scan of each field, whatever the bytes are.
 */
final class AsciiHeader {

  /** Longer fields are no list of recipients that a server would take, and cost memory. */
  private static final int LONGEST_FIELD = 256 * 1024;

  /** RFC 5322 section 2.1.1. */
  private static final int LONGEST_LINE = 998;

  private static final Set<String> PARAMETERS = Set.of("content-type", "content-disposition");

  private static final Set<String> ADDRESSES =
      Set.of(
          "from",
          "sender",
          "reply-to",
          "to",
          "cc",
          "bcc",
          "resent-from",
          "resent-sender",
          "resent-reply-to",
          "resent-to",
          "resent-cc",
          "resent-bcc",
          "disposition-notification-to",
          "return-receipt-to",
          "errors-to",
          "mail-followup-to",
          "mail-reply-to",
          "in-reply-to",
          "references",
          "list-archive",
          "list-help",
          "list-id",
          "list-owner",
          "list-post",
          "list-subscribe",
          "list-unsubscribe");

  /** Identifiers and traces: another form of them would be another value. */
  private static final Set<String> FIXED =
      Set.of(
          "arc-authentication-results",
          "arc-message-signature",
          "arc-seal",
          "authentication-results",
          "auto-submitted",
          "content-id",
          "content-language",
          "content-location",
          "content-transfer-encoding",
          "date",
          "delivered-to",
          "dkim-signature",
          "message-id",
          "mime-version",
          "received",
          "received-spf",
          "resent-date",
          "resent-message-id",
          "return-path");

  private AsciiHeader() {}

  /** True where the section is not ASCII. */
  static boolean isNeeded(byte[] section) {
    for (byte b : section) {
      if (b < 0) {
        return true;
      }
    }
    return false;
  }

  /**
   * The section in ASCII.
   *
   * @param section without the empty line at its end
   * @throws NotConvertibleException naming the field that has no such form
   */
  static byte[] of(byte[] section) throws NotConvertibleException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(section.length + section.length / 2);
    for (HeaderField field : HeaderField.split(section)) {
      out.writeBytes(isNeeded(field.raw()) ? converted(field) : field.raw());
    }
    return out.toByteArray();
  }

  private static byte[] converted(HeaderField field) throws NotConvertibleException {
    if (field.name().isEmpty()) {
      throw new NotConvertibleException("a line of it is no header field");
    }
    try {
      String line = field.name() + ": " + HeaderText.fold(field.name(), value(field)) + "\r\n";
      return checked(line);
    } catch (NotConvertibleException why) {
      throw new NotConvertibleException(
          "its field " + FieldCheck.shown(field.name()) + " " + why.getMessage());
    }
  }

  private static String value(HeaderField field) throws NotConvertibleException {
    String name = field.name().toLowerCase(Locale.ROOT);
    String value = unfolded(field.raw());
    if (FIXED.contains(name)) {
      throw new NotConvertibleException("must be ASCII and is not");
    }
    if (PARAMETERS.contains(name)) {
      return AsciiParameters.of(value);
    }
    return ADDRESSES.contains(name)
        ? AsciiAddresses.of(value)
        : HeaderText.encoded(field.name(), value);
  }

  private static String unfolded(byte[] raw) throws NotConvertibleException {
    if (raw.length > LONGEST_FIELD) {
      throw new NotConvertibleException("is longer than " + LONGEST_FIELD / 1024 + " KiB");
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(raw)).toString();
      String value = text.substring(text.indexOf(':') + 1).replace("\r\n", "");
      if (value.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0)) {
        throw new NotConvertibleException("holds a line end or NUL where none may be");
      }
      return trimmed(value);
    } catch (CharacterCodingException unknown) {
      throw new NotConvertibleException(
          "holds bytes that are not UTF-8, and nothing tells what they are; encode it (RFC 2047)");
    }
  }

  /** Without white space of the header at its ends; that of other languages is text. */
  private static String trimmed(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && HeaderText.isBlank(text.charAt(start))) {
      start++;
    }
    while (start < end && HeaderText.isBlank(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  /** The last wall before a line that would be cut. */
  private static byte[] checked(String field) throws NotConvertibleException {
    int start = 0;
    for (int end = field.indexOf("\r\n"); end >= 0; end = field.indexOf("\r\n", start)) {
      String line = field.substring(start, end);
      if (line.length() > LONGEST_LINE) {
        throw new NotConvertibleException("has a word that is longer than a line may be");
      }
      start = end + 2;
    }
    return field.getBytes(StandardCharsets.US_ASCII);
  }
}
