package org.postern.distribution.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The picture on the terminal, read as a telephone reads it. */
class QrCodeTest {

  private static final int WIDTH = 80;
  private static final int DOTS = 8;

  @Test
  void aTelephoneReadsTheAddressFromTheTerminal() throws Exception {
    String address = "https://login.example.com/realms/lab/device?user_code=ABCD-EFGH";

    String picture = QrCode.of(address, WIDTH).orElseThrow();

    assertThat(picture.lines()).allMatch(line -> line.length() <= WIDTH);
    assertThat(read(picture.lines().toArray(String[]::new))).isEqualTo(address);
  }

  @Test
  void whatIsWiderThanTheTerminalIsNotShown() {
    assertThat(QrCode.of("https://login.example.com/?" + "x".repeat(600), WIDTH)).isEmpty();
    assertThat(QrCode.of("x".repeat(10_000), WIDTH)).isEmpty();
  }

  /** A terminal draws light on dark. */
  private static String read(String... lines) throws Exception {
    int width = lines[0].length() * DOTS;
    int height = lines.length * 2 * DOTS;
    int[] pixels = new int[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        char block = lines[y / DOTS / 2].charAt(x / DOTS);
        boolean upper = y / DOTS % 2 == 0;
        boolean light = block == '\u2588' || block == (upper ? '\u2580' : '\u2584');
        pixels[y * width + x] = light ? 0xFFFFFF : 0;
      }
    }
    RGBLuminanceSource seen = new RGBLuminanceSource(width, height, pixels);
    return new QRCodeReader()
        .decode(
            new BinaryBitmap(new HybridBinarizer(seen)), Map.of(DecodeHintType.TRY_HARDER, true))
        .getText();
  }
}
