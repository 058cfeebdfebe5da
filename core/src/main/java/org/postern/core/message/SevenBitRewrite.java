package org.postern.core.message;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.core.smtp.NotConvertibleException;

/**
 * Writes a message with the transfer encodings that a survey chose, and header sections in ASCII.
 */
final class SevenBitRewrite extends MimeLines {

  private static final byte[] LINE_END = {'\r', '\n'};

  private final OutputStream out;
  private final Map<Integer, String> encodings;
  private boolean signedWhole;
  private Optional<QuotedPrintable> quoted = Optional.empty();
  private Optional<OutputStream> base64 = Optional.empty();

  SevenBitRewrite(OutputStream out, Map<Integer, String> encodings) {
    this.out = out;
    this.encodings = encodings;
  }

  @Override
  void header(Entity of) throws IOException {
    byte[] header = ascii(of);
    String encoding = encodings.getOrDefault(of.number(), "");
    if (encoding.isEmpty()) {
      out.write(header);
      return;
    }
    List<HeaderField> kept = SevenBitSurvey.kept(header);
    for (HeaderField field : kept) {
      out.write(field.raw());
    }
    if (of.number() == 0 && kept.stream().noneMatch(field -> field.is("MIME-Version"))) {
      line("MIME-Version: 1.0");
    }
    line("Content-Transfer-Encoding: " + encoding);
    if (encoding.equals("quoted-printable")) {
      quoted = Optional.of(new QuotedPrintable(out));
    } else if (encoding.equals("base64")) {
      base64 = Optional.of(Base64.getMimeEncoder(76, LINE_END).wrap(new Segment.Unclosed(out)));
    }
  }

  private byte[] ascii(Entity of) throws IOException {
    if (of.number() == 0) {
      signedWhole = SevenBitSurvey.isSigned(of.header());
    }
    if (!AsciiHeader.isNeeded(of.header())) {
      return of.header();
    }
    if (signedWhole) {
      throw new NotConvertibleException(
          "a DKIM signature covers it; sign a header that is ASCII (RFC 2047)");
    }
    if (of.within()) {
      throw new NotConvertibleException("it stands in a part that is signed or encrypted");
    }
    return AsciiHeader.of(of.header());
  }

  private void line(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
    out.write(LINE_END);
  }

  @Override
  void content(Entity of, byte[] bytes, int offset, int length) throws IOException {
    if (base64.isPresent()) {
      base64.get().write(bytes, offset, length);
    } else if (quoted.isPresent()) {
      for (int i = offset; i < offset + length; i++) {
        quoted.get().write(bytes[i] & 0xFF);
      }
    } else {
      out.write(bytes, offset, length);
    }
  }

  @Override
  void endOfContent(Entity of, boolean atEnd) throws IOException {
    if (quoted.isPresent()) {
      quoted.get().finish();
      quoted = Optional.empty();
    }
    if (base64.isPresent()) {
      base64.get().close();
      base64 = Optional.empty();
      if (atEnd) {
        out.write(LINE_END);
      }
    }
  }

  @Override
  void structure(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
  }
}
