package org.postern.distribution.sendmail;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.postern.core.message.HeaderField;
import org.postern.core.smtp.MailAddress;
import org.postern.distribution.sendmail.MailboxList.Mailbox;

/**
 * From of the header, which names somebody beyond this host. One that names a user of this host
 * ({@code root (Cron Daemon)}) gets an address, and keeps the user as its name; one that is missing
 * is made where a name for it is known. All else of the header stays, byte by byte.
 *
 * @param address what From has where it has none
 * @param name for a From that is missing
 */
record AuthorField(Optional<MailAddress> address, Optional<String> name) {

  private static final int ENCODED_PIECE = 10;
  private static final byte[] MAILBOX_LINE = "From ".getBytes(StandardCharsets.US_ASCII);

  /**
   * The header section as it is handed on.
   *
   * @param header with its last line end; a line of a mailbox file at its start is left out
   */
  byte[] in(byte[] header) {
    List<HeaderField> fields = new ArrayList<>(HeaderField.split(header));
    if (!fields.isEmpty() && startsWith(fields.get(0).raw(), MAILBOX_LINE)) {
      fields.remove(0);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(header.length + 100);
    boolean has = section(fields).anyMatch(field -> field.is("From"));
    if (!has && name.isPresent() && address.isPresent()) {
      out.writeBytes(line(phrase(name.get())));
    }
    long inSection = section(fields).count();
    for (HeaderField field : fields) {
      boolean ours = inSection-- > 0 && field.is("From") && address.isPresent();
      out.writeBytes(ours ? rewritten(field) : field.raw());
    }
    return out.toByteArray();
  }

  /** What follows a line that is no field is text of a mail without an empty line. */
  private static java.util.stream.Stream<HeaderField> section(List<HeaderField> fields) {
    return fields.stream().takeWhile(field -> !field.name().isEmpty());
  }

  private byte[] rewritten(HeaderField from) {
    List<Mailbox> authors;
    try {
      authors = MailboxList.read(from.value());
    } catch (IllegalArgumentException unreadable) {
      return from.raw();
    }
    if (authors.size() != 1 || !authors.get(0).local()) {
      return from.raw();
    }
    Mailbox author = authors.get(0);
    return line(author.name().isEmpty() ? phrase(author.whole()) : author.name());
  }

  private byte[] line(String phrase) {
    String line = "From: " + phrase + " <" + address.orElseThrow() + ">\r\n";
    return line.getBytes(StandardCharsets.UTF_8);
  }

  /** A display name (RFC 5322 section 3.2.5), encoded where it is not ASCII (RFC 2047). */
  private static String phrase(String name) {
    String text =
        name.codePoints()
            .filter(c -> !Character.isISOControl(c))
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    if (text.chars().allMatch(c -> c < 0x7f)) {
      return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
    int[] all = text.codePoints().toArray();
    List<String> words = new ArrayList<>();
    for (int at = 0; at < all.length; at += ENCODED_PIECE) {
      int[] piece = Arrays.copyOfRange(all, at, Math.min(all.length, at + ENCODED_PIECE));
      byte[] bytes = new String(piece, 0, piece.length).getBytes(StandardCharsets.UTF_8);
      words.add("=?UTF-8?B?" + Base64.getEncoder().encodeToString(bytes) + "?=");
    }
    return String.join("\r\n ", words);
  }

  private static boolean startsWith(byte[] bytes, byte[] start) {
    return bytes.length >= start.length
        && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
  }
}
