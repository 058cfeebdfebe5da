package org.postern.core.message;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The header section of ready-made bytes.
 *
 * @param fields in their order, Bcc still among them
 * @param bodyOffset where the body begins in the source, counted in its own bytes
 */
record EmlHeader(List<HeaderField> fields, long bodyOffset) {

  /** Bcc goes to nobody (RFC 5322 section 3.6.3); what is resent has its own (section 3.6.6). */
  private static boolean isSecret(HeaderField field) {
    return field.is("Bcc") || field.is("Resent-Bcc");
  }

  /** What is sent: the fields but Bcc, and the empty line. */
  byte[] sent() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (HeaderField field : fields) {
      if (!isSecret(field)) {
        out.writeBytes(field.raw());
      }
    }
    out.write('\r');
    out.write('\n');
    return out.toByteArray();
  }

  /** The value of the first field of that name, "" for none. */
  String first(String name) {
    return fields.stream().filter(f -> f.is(name)).map(HeaderField::value).findFirst().orElse("");
  }

  boolean has(String name) {
    return fields.stream().anyMatch(field -> field.is(name));
  }

  List<String> values(String name) {
    return fields.stream().filter(field -> field.is(name)).map(HeaderField::value).toList();
  }

  /**
   * True where UTF-8 stands in a field that is sent (RFC 6532).
   *
   * @throws MessageException when bytes above 127 are no UTF-8, since no server could be told what
   *     they are
   */
  boolean utf8(String source) {
    boolean found = false;
    for (HeaderField field : fields) {
      if (!isSecret(field)) {
        found |= utf8(source, field);
      }
    }
    return found;
  }

  private static boolean utf8(String source, HeaderField field) {
    try {
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(field.raw())).toString();
      return text.length() != field.raw().length;
    } catch (CharacterCodingException other) {
      throw new MessageException(
          source
              + ": header "
              + field.name()
              + " holds bytes that are neither ASCII nor UTF-8; encode them (RFC 2047)",
          other);
    }
  }

  static EmlHeader read(EmlSource source) throws IOException {
    try (InputStream in = source.open()) {
      return new EmlHeaderReader(source.name(), in).read();
    }
  }
}
