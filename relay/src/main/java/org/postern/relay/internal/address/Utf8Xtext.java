package org.postern.relay.internal.address;

import java.util.Locale;
import java.util.function.IntPredicate;

/** The form utf-8-addr-xtext of an address beyond ASCII (RFC 6533 section 3). */
public final class Utf8Xtext {

  private Utf8Xtext() {}

  /**
   * The address, where no UTF-8 may stand.
   *
   * @param plain which characters stay as they are
   */
  public static String of(String address, IntPredicate plain) {
    StringBuilder out = new StringBuilder();
    address
        .codePoints()
        .forEach(
            c -> {
              if (plain.test(c)) {
                out.appendCodePoint(c);
              } else {
                out.append("\\x{")
                    .append(Integer.toHexString(c).toUpperCase(Locale.ROOT))
                    .append('}');
              }
            });
    return out.toString();
  }
}
