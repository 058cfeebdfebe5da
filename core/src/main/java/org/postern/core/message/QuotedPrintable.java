package org.postern.core.message;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/**
 * Quoted-printable (RFC 2045 section 6.7) of text in CRLF lines. Besides what the RFC asks, a dot
 * and the F of "From " at the start of an output line are encoded, since mailbox formats and broken
 * relays touch them. Not thread safe.
 */
final class QuotedPrintable {

  /** The RFC's 76, one of which a soft line break takes. */
  private static final int LINE = 75;

  private static final byte[] HEX =
      "0123456789ABCDEF".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

  private final OutputStream out;
  private int column;

  /** A blank or CR that waits for what follows it; -1 for none. */
  private int held = -1;

  QuotedPrintable(OutputStream out) {
    this.out = out;
  }

  static byte[] encode(byte[] text) {
    ByteArrayOutputStream encoded = new ByteArrayOutputStream(text.length + text.length / 8);
    QuotedPrintable encoder = new QuotedPrintable(encoded);
    try {
      for (byte b : text) {
        encoder.write(b & 0xFF);
      }
      encoder.finish();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return encoded.toByteArray();
  }

  void write(int b) throws IOException {
    int before = held;
    held = -1;
    if (before == '\r' && b == '\n') {
      out.write('\r');
      out.write('\n');
      column = 0;
      return;
    }
    if (before == '\r') {
      put(before, true);
    } else if (before >= 0) {
      put(before, b == '\r');
    }
    if (b == '\r' || b == ' ' || b == '\t') {
      held = b;
    } else {
      put(b, b < 0x20 || b > 0x7E || b == '=' || column == 0 && (b == '.' || b == 'F'));
    }
  }

  /** What waits is written; a blank at the very end must not be the last of its line. */
  void finish() throws IOException {
    if (held >= 0) {
      put(held, true);
      held = -1;
    }
  }

  private void put(int b, boolean encoded) throws IOException {
    int width = encoded ? 3 : 1;
    if (column + width > LINE) {
      out.write('=');
      out.write('\r');
      out.write('\n');
      column = 0;
    }
    if (encoded || column == 0 && (b == '.' || b == 'F')) {
      out.write('=');
      out.write(HEX[b >> 4]);
      out.write(HEX[b & 15]);
      column += 3;
    } else {
      out.write(b);
      column++;
    }
  }
}
