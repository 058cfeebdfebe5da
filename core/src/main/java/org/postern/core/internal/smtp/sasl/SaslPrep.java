package org.postern.core.internal.smtp.sasl;

import java.text.Normalizer;
import javax.security.sasl.SaslException;

/** SASLprep (RFC 4013): two ways to type a password become the same bytes. */
final class SaslPrep {

  private SaslPrep() {}

  /**
   * The prepared text.
   *
   * @throws SaslException where it holds a character that is prohibited
   */
  static String prepare(String text) throws SaslException {
    StringBuilder mapped = new StringBuilder(text.length());
    text.codePoints()
        .filter(c -> !mappedToNothing(c))
        .map(c -> Character.getType(c) == Character.SPACE_SEPARATOR ? ' ' : c)
        .forEach(mapped::appendCodePoint);
    String prepared = Normalizer.normalize(mapped, Normalizer.Form.NFKC);
    if (prepared.codePoints().anyMatch(SaslPrep::prohibited)) {
      throw new SaslException(
          "user name or password holds a character that SASLprep (RFC 4013) prohibits");
    }
    if (!directionsAgree(prepared)) {
      throw new SaslException(
          "user name or password mixes right-to-left and left-to-right text (RFC 3454 section 6)");
    }
    return prepared;
  }

  private static boolean mappedToNothing(int c) {
    return c == 0x00ad
        || c == 0x034f
        || c == 0x1806
        || (c >= 0x180b && c <= 0x180d)
        || (c >= 0x200b && c <= 0x200d)
        || c == 0x2060
        || (c >= 0xfe00 && c <= 0xfe0f)
        || c == 0xfeff;
  }

  private static boolean prohibited(int c) {
    int type = Character.getType(c);
    return type == Character.CONTROL
        || type == Character.FORMAT
        || type == Character.PRIVATE_USE
        || type == Character.SURROGATE
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR
        || (c & 0xfffe) == 0xfffe
        || (c >= 0xfdd0 && c <= 0xfdef)
        || (c >= 0xfff9 && c <= 0xfffd)
        || (c >= 0x2ff0 && c <= 0x2ffb)
        || c == 0x0340
        || c == 0x0341;
  }

  private static boolean directionsAgree(String text) {
    if (text.codePoints().noneMatch(SaslPrep::rightToLeft)) {
      return true;
    }
    return rightToLeft(text.codePointAt(0))
        && rightToLeft(text.codePointBefore(text.length()))
        && text.codePoints()
            .noneMatch(
                c -> Character.getDirectionality(c) == Character.DIRECTIONALITY_LEFT_TO_RIGHT);
  }

  private static boolean rightToLeft(int c) {
    byte direction = Character.getDirectionality(c);
    return direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
        || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
  }
}
