package org.postern.relay.deliver;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.core.smtp.MailAddress;
import org.postern.core.smtp.Visible;
import org.postern.relay.internal.address.Utf8Xtext;

/** Addresses as a notification writes them (RFC 3464 section 2.3, RFC 6533 section 3). */
final class NoticeAddress {

  private static final Pattern XTEXT = Pattern.compile("\\+([0-9A-F]{2})");
  private static final Pattern EMBEDDED = Pattern.compile("\\\\x\\{([0-9A-F]{2,6})\\}");

  private NoticeAddress() {}

  /**
   * Original-Recipient; what could end the line there is made visible.
   *
   * @param orcpt as it came, encoded
   * @param utf8 true where UTF-8 may stand there
   */
  static String original(String orcpt, boolean utf8) {
    if (utf8 && orcpt.regionMatches(true, 0, "utf-8;", 0, 6)) {
      return Visible.text(decoded(EMBEDDED, orcpt));
    }
    return ascii(decoded(XTEXT, orcpt));
  }

  /** Final-Recipient. */
  static String last(MailAddress address, boolean utf8) {
    if (!address.needsSmtpUtf8()) {
      return "rfc822; " + address.ascii();
    }
    return "utf-8; "
        + (utf8 ? address.toString() : Utf8Xtext.of(address.toString(), NoticeAddress::isPlain));
  }

  private static String decoded(Pattern code, String text) {
    return code.matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(character(found.group(), found.group(1))));
  }

  private static String character(String code, String hex) {
    int c = Integer.parseInt(hex, 16);
    return Character.isValidCodePoint(c) ? Character.toString(c) : code;
  }

  /** Printable ASCII alone. */
  static String ascii(String text) {
    return Visible.text(text).replaceAll("[^\\x20-\\x7e]", "?");
  }

  /** False for what the form has a meaning of its own for. */
  private static boolean isPlain(int c) {
    return c > 0x20 && c < 0x7f && c != '\\' && c != '+' && c != '=';
  }
}
