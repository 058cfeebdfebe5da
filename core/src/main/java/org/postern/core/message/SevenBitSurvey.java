package org.postern.core.message;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
    refuseEightBit(of.header(), 0, of.header().length, "in the header of a part");
    boolean signedWhole =
        of.number() == 0
            && HeaderField.split(of.header()).stream().anyMatch(f -> f.is("DKIM-Signature"));
    if (signedWhole) {
      throw new NotConvertible("a DKIM signature covers the body");
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
      throw new NotConvertible("8-bit content that must stay as it is: " + of.kind().type());
    }
    // quoted-printable takes 3 bytes for 1, base64 4 for 3
    boolean mostlyAscii = eightBit * 6 <= total;
    encodings.put(of.number(), of.kind().isText() && mostlyAscii ? "quoted-printable" : "base64");
  }

  @Override
  void structure(byte[] bytes, int offset, int length) throws IOException {
    refuseEightBit(bytes, offset, length, "between the parts");
  }

  private static void refuseEightBit(byte[] bytes, int offset, int length, String where)
      throws IOException {
    for (int i = offset; i < offset + length; i++) {
      if (bytes[i] < 0) {
        throw new NotConvertible("8-bit bytes " + where);
      }
    }
  }

  /** The fields of a converted entity's header: the encoding is exchanged, nothing else. */
  static List<HeaderField> kept(byte[] header) {
    return HeaderField.split(header).stream()
        .filter(field -> !field.is("Content-Transfer-Encoding"))
        .toList();
  }
}
