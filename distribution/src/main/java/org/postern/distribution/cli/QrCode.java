package org.postern.distribution.cli;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import java.util.Map;
import java.util.Optional;

/** A QR code in half blocks, for a terminal: two rows of modules in each line of text. */
final class QrCode {

  /** What the standard wants around a code: four modules; two are enough for all telephones. */
  private static final int MARGIN = 2;

  private QrCode() {}

  /** Light on dark, as terminals are; empty where it would be wider than a terminal. */
  static Optional<String> of(String text, int width) {
    BitMatrix modules;
    try {
      modules =
          new QRCodeWriter()
              .encode(text, BarcodeFormat.QR_CODE, 0, 0, Map.of(EncodeHintType.MARGIN, MARGIN));
    } catch (WriterException tooLong) {
      return Optional.empty();
    }
    if (modules.getWidth() > width) {
      return Optional.empty();
    }
    StringBuilder picture = new StringBuilder();
    for (int y = 0; y < modules.getHeight(); y += 2) {
      for (int x = 0; x < modules.getWidth(); x++) {
        boolean upper = !modules.get(x, y);
        boolean lower = y + 1 < modules.getHeight() && !modules.get(x, y + 1);
        picture.append(upper ? lower ? '\u2588' : '\u2580' : lower ? '\u2584' : ' ');
      }
      picture.append('\n');
    }
    return Optional.of(picture.toString());
  }
}
