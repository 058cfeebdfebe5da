package org.postern.core.message;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.postern.core.smtp.NotConvertibleException;

/** Finds the leaves that need another transfer encoding, and which one. */
final class SevenBitSurvey extends MimeLines {

  private final Map<Integer, String> encodings = new HashMap<>();
  private long total;
  private long eightBit;

  /** Number of the entity to its new encoding; containers that said 8bit say 7bit. */
  Map<Integer, String> encodings() {
    return Map.copyOf(encodings);
  }

  @Override
  void header(Entity of) throws IOException {
    if (of.number() == 0 && isSigned(of.header())) {
      throw new NotConvertibleException("a DKIM signature covers the body");
    }
    if (of.kind().isMultipart() && !of.sealed() && !of.kind().encoding().equals("7bit")) {
      encodings.put(of.number(), "7bit");
    }
    total = 0;
    eightBit = 0;
  }

  @Override
  void content(Entity of, byte[] bytes, int offset, int length) {
    total += length;
    for (int i = offset; i < offset + length; i++) {
      eightBit += bytes[i] < 0 ? 1 : 0;
    }
  }

  @Override
  void endOfContent(Entity of, boolean atEnd) throws IOException {
    if (eightBit == 0) {
      return;
    }
    if (of.sealed() || of.kind().isMessage() || !of.kind().isUnencoded()) {
      throw new NotConvertibleException(
          "8-bit content that must stay as it is: " + of.kind().type());
    }
    // quoted-printable takes 3 bytes for 1, base64 4 for 3
    boolean mostlyAscii = eightBit * 6 <= total;
    encodings.put(of.number(), of.kind().isText() && mostlyAscii ? "quoted-printable" : "base64");
  }

  @Override
  void structure(byte[] bytes, int offset, int length) throws IOException {
    for (int i = offset; i < offset + length; i++) {
      if (bytes[i] < 0) {
        throw new NotConvertibleException("8-bit bytes between the parts");
      }
    }
  }

  /** Whether any change of the message would break a signature in its header (RFC 6376). */
  static boolean isSigned(byte[] header) {
    return HeaderField.split(header).stream().anyMatch(field -> field.is("DKIM-Signature"));
  }

  /** The fields of a converted entity's header: the encoding is exchanged, nothing else. */
  static List<HeaderField> kept(byte[] header) {
    return HeaderField.split(header).stream()
        .filter(field -> !field.is("Content-Transfer-Encoding"))
        .toList();
  }
}
