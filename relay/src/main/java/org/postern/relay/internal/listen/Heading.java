package org.postern.relay.internal.listen;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.postern.core.message.HeaderField;
import org.postern.core.smtp.MailAddress;

/**
 * The header section as it leaves: with the trace of this hop, with what a submission must add
 * where the client left it out (RFC 6409 section 8), without what is nobody's business. All other
 * fields stay as they are, byte by byte, so that signatures stay good.
 */
final class Heading {

  private static final int MOST_HOPS = 100;
  private static final int LONGEST_ID = 512;
  private static final byte[] MAILBOX_LINE = "From ".getBytes(StandardCharsets.US_ASCII);
  private static final List<String> DROPPED = List.of("Bcc", "Resent-Bcc", "Return-Path");

  private final Trace trace;
  private final Optional<MailAddress> sender;
  private final Optional<MailAddress> author;
  private String messageId = "";
  private boolean eightBit;

  /**
   * A heading.
   *
   * @param sender the address of From where there is no From at all
   * @param author the address that From must have; empty: what it has
   */
  Heading(Trace trace, Optional<MailAddress> sender, Optional<MailAddress> author) {
    this.trace = trace;
    this.sender = sender;
    this.author = author;
  }

  /** True for the line that separates mails in a mailbox file, which some programs send too. */
  static boolean isMailboxLine(byte[] header, int length) {
    return length >= MAILBOX_LINE.length
        && Arrays.equals(header, 0, MAILBOX_LINE.length, MAILBOX_LINE, 0, MAILBOX_LINE.length);
  }

  /** True where the bytes from {@code start} to {@code end} are a line of a header section. */
  static boolean mayHold(byte[] header, int start, int end) {
    boolean folded = header[start] == ' ' || header[start] == '\t';
    return folded
        ? start > 0
        : !HeaderField.nameOf(Arrays.copyOfRange(header, start, end), end - start).isEmpty();
  }

  /**
   * What is sent for this section.
   *
   * @param section without the empty line at its end
   */
  byte[] edited(byte[] section) throws Refused {
    List<HeaderField> fields = HeaderField.split(section);
    if (fields.stream().filter(field -> field.is("Received")).count() > MOST_HOPS) {
      throw Refused.because(
          554, "5.4.6", "The mail goes in circles: more than " + MOST_HOPS + " Received headers");
    }
    for (byte b : section) {
      eightBit |= b < 0;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(section.length + 512);
    out.writeBytes(trace.received());
    added(fields, out);
    for (HeaderField field : fields) {
      if (!isDropped(field)) {
        out.writeBytes(author.isPresent() ? rewritten(field, fields) : field.raw());
      }
    }
    return out.toByteArray();
  }

  private static boolean isDropped(HeaderField field) {
    for (String name : DROPPED) {
      if (field.is(name)) {
        return true;
      }
    }
    return false;
  }

  private void added(List<HeaderField> fields, ByteArrayOutputStream out) {
    Optional<HeaderField> id = fields.stream().filter(f -> f.is("Message-ID")).findFirst();
    messageId = id.map(Heading::shortened).orElseGet(trace::messageId);
    if (id.isEmpty()) {
      line(out, "Message-ID: " + messageId);
    }
    if (fields.stream().noneMatch(field -> field.is("Date"))) {
      line(out, "Date: " + trace.date());
    }
    if (fields.stream().noneMatch(field -> field.is("From"))) {
      author.or(() -> sender).ifPresent(from -> line(out, "From: <" + shown(from) + ">"));
    }
  }

  private static String shortened(HeaderField id) {
    String value = id.value();
    return value.length() > LONGEST_ID ? value.substring(0, LONGEST_ID) : value;
  }

  /** From becomes the account, Sender goes, and who wrote the mail is where answers go. */
  private byte[] rewritten(HeaderField field, List<HeaderField> all) {
    if (field.is("Sender")) {
      return new byte[0];
    }
    if (!field.is("From")) {
      return field.raw();
    }
    boolean answered = all.stream().anyMatch(other -> other.is("Reply-To"));
    return new Author(field).as(shown(author.orElseThrow()), answered);
  }

  private static String shown(MailAddress address) {
    return address.needsSmtpUtf8() ? address.toString() : address.ascii();
  }

  private static void line(ByteArrayOutputStream out, String text) {
    out.writeBytes((text + "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  /** The Message-ID, once the section is edited. */
  String messageId() {
    return messageId;
  }

  /** True where the section has bytes above 127. */
  boolean eightBit() {
    return eightBit;
  }
}
