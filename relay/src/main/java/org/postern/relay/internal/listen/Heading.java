package org.postern.relay.internal.listen;

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
  private static final byte[] NOTHING = {};
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

  /** Takes what is sent, piece by piece. */
  interface Sink {

    /** The bytes between; they are not looked at later. */
    void take(byte[] bytes, int from, int to);
  }

  /**
   * Sends on what becomes of the section in the first bytes.
   *
   * @param end of it, without the empty line
   */
  void edit(byte[] bytes, int end, Sink out) throws Refused {
    Section section = new Section(bytes, end);
    if (section.count("Received") > MOST_HOPS) {
      throw Refused.because(
          554, "5.4.6", "The mail goes in circles: more than " + MOST_HOPS + " Received headers");
    }
    for (int i = 0; i < end; i++) {
      eightBit |= bytes[i] < 0;
    }
    put(out, trace.received());
    added(section, out);
    int kept = 0;
    for (int i = 0; i < section.size(); i++) {
      Optional<byte[]> other = inPlaceOf(section, i);
      if (other.isPresent()) {
        out.take(bytes, kept, section.start(i));
        put(out, other.get());
        kept = section.start(i + 1);
      }
    }
    out.take(bytes, kept, end);
  }

  private void added(Section section, Sink out) {
    int id = section.first("Message-ID");
    messageId = id < 0 ? trace.messageId() : shortened(section.field(id, 8 * LONGEST_ID));
    if (id < 0) {
      line(out, "Message-ID: " + messageId);
    }
    if (section.first("Date") < 0) {
      line(out, "Date: " + trace.date());
    }
    if (section.first("From") < 0) {
      author.or(() -> sender).ifPresent(from -> line(out, "From: <" + shown(from) + ">"));
    }
  }

  private static String shortened(HeaderField id) {
    String value = id.value();
    return value.length() > LONGEST_ID ? value.substring(0, LONGEST_ID) : value;
  }

  /**
   * Empty where the field stays as it is. From becomes the account, Sender goes, and who wrote the
   * mail is where answers go.
   */
  private Optional<byte[]> inPlaceOf(Section section, int field) {
    for (String name : DROPPED) {
      if (section.is(field, name)) {
        return Optional.of(NOTHING);
      }
    }
    if (author.isEmpty()) {
      return Optional.empty();
    }
    if (section.is(field, "Sender")) {
      return Optional.of(NOTHING);
    }
    if (!section.is(field, "From")) {
      return Optional.empty();
    }
    boolean answered = section.first("Reply-To") >= 0;
    Author from = new Author(section.field(field, SectionBuffer.MOST_BYTES));
    return Optional.of(from.as(shown(author.get()), answered));
  }

  private static String shown(MailAddress address) {
    return address.needsSmtpUtf8() ? address.toString() : address.ascii();
  }

  private static void line(Sink out, String text) {
    put(out, (text + "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  private static void put(Sink out, byte[] bytes) {
    out.take(bytes, 0, bytes.length);
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
