package org.postern.relay.internal.listen;

/** RFC 3461 section 4: printable ASCII, with {@code +HH} for the rest. */
final class Xtext {

  private Xtext() {}

  /** The characters behind it. */
  static String decode(String xtext) throws Refused {
    StringBuilder text = new StringBuilder(xtext.length());
    for (int i = 0; i < xtext.length(); i++) {
      char c = xtext.charAt(i);
      if (c == '+') {
        int high = i + 2 < xtext.length() ? digit(xtext.charAt(i + 1)) : -1;
        int low = i + 2 < xtext.length() ? digit(xtext.charAt(i + 2)) : -1;
        if (high < 0 || low < 0) {
          throw malformed();
        }
        text.append((char) (high << 4 | low));
        i += 2;
      } else if (c <= 0x20 || c >= 0x7f || c == '=') {
        throw malformed();
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  private static int digit(char c) {
    return "0123456789ABCDEF".indexOf(c);
  }

  private static Refused malformed() {
    return Refused.because(501, "5.5.4", "A value is not in xtext (RFC 3461 section 4)");
  }
}
