package org.postern.core.smtp;

import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** RFC 5321 {@code Domain} with the U-labels of RFC 6531, or an address literal. */
final class DomainSyntax {

  private static final int MAX_LABEL_OCTETS = 63;

  /** IDNA2008 context rules allow these few marks between letters (RFC 5892 appendix A). */
  private static final String CONTEXT_MARKS = "\u00B7\u0375\u05F3\u05F4\u30FB";

  private DomainSyntax() {}

  /** Checks the domain that begins at {@code start}. */
  static void check(AddressText text, int start) {
    String domain = text.from(start);
    if (domain.isEmpty()) {
      throw text.refuse("the domain after the @ is empty", start);
    }
    if (domain.charAt(0) == '[') {
      AddressLiteral.check(text, start);
    } else {
      checkName(text, start);
    }
  }

  private static void checkName(AddressText text, int start) {
    int labelStart = start;
    for (int i = start; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int c = text.codePointAt(i);
      if (c == '.') {
        checkLabel(text, labelStart, i);
        labelStart = i + 1;
      } else if (!isLabelCharacter(c)) {
        throw text.refuse(reason(c), i);
      }
    }
    if (labelStart == text.length()) {
      throw text.refuse("the domain must not end with a dot", text.length() - 1);
    }
    checkLabel(text, labelStart, text.length());
    if (text.from(labelStart).chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw text.refuse(
          "a domain must not end with a number; write an IP address as [192.0.2.1]", labelStart);
    }
  }

  private static void checkLabel(AddressText text, int start, int end) {
    if (start == end) {
      throw text.refuse("a label of the domain is empty", start);
    }
    if (text.charAt(start) == '-' || text.charAt(end - 1) == '-') {
      throw text.refuse("a label of the domain must not begin or end with a hyphen", start);
    }
    String label = text.from(start).substring(0, end - start);
    if (label.getBytes(StandardCharsets.UTF_8).length > MAX_LABEL_OCTETS) {
      throw text.refuse("a label of the domain has more than 63 octets", start);
    }
    if (label.codePointAt(0) > 0x7F && isMark(label.codePointAt(0))) {
      throw text.refuse("a label of the domain must not begin with a combining mark", start);
    }
  }

  private static boolean isLabelCharacter(int c) {
    if (c < 0x80) {
      return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-';
    }
    return Character.isLetterOrDigit(c) || isMark(c) || CONTEXT_MARKS.indexOf(c) >= 0;
  }

  private static boolean isMark(int c) {
    int type = Character.getType(c);
    return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
  }

  private static String reason(int c) {
    return switch (c) {
      case '(', ')' -> "comments are not allowed in an address";
      case '>', '<' -> "an envelope address has no angle brackets; give local@domain alone";
      case ',', ';' -> "one address is expected, not a list or group";
      case '@' -> "a second @ is allowed only within a quoted local part";
      default -> AddressText.name(c) + " is not allowed in a domain";
    };
  }

  /**
   * The domain in A-labels, empty where they do not lead back to the same name. The JDK implements
   * IDNA2003, which maps some letters to others (sharp s to ss): an address must not be re-routed
   * by that, so it is then sent in UTF-8 or not at all.
   */
  static Optional<String> aLabels(String domain) {
    if (domain.charAt(0) == '[' || domain.chars().allMatch(c -> c < 0x80)) {
      return Optional.of(domain);
    }
    try {
      String ascii = IDN.toASCII(domain, IDN.USE_STD3_ASCII_RULES);
      String back = IDN.toUnicode(ascii, IDN.USE_STD3_ASCII_RULES);
      boolean same = back.equals(foldCase(domain)) && ascii.chars().allMatch(c -> c < 0x80);
      return same ? Optional.of(ascii) : Optional.empty();
    } catch (IllegalArgumentException noALabel) {
      return Optional.empty();
    }
  }

  /** Lower case, but never from a non-ASCII to an ASCII letter: the Kelvin sign is no k. */
  private static String foldCase(String domain) {
    StringBuilder folded = new StringBuilder();
    domain
        .codePoints()
        .map(
            c -> {
              int lower = Character.toLowerCase(c);
              return c > 0x7F && lower < 0x80 ? c : lower;
            })
        .forEach(folded::appendCodePoint);
    return folded.toString();
  }
}
