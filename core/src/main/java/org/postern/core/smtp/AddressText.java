package org.postern.core.smtp;

import java.nio.charset.StandardCharsets;

/** The text of an address while it is read; words every refusal with what, where and which. */
final class AddressText {

  private static final int SHOWN = 100;

  private final String text;

  AddressText(String text) {
    this.text = text;
  }

  int length() {
    return text.length();
  }

  char charAt(int index) {
    return text.charAt(index);
  }

  int codePointAt(int index) {
    return text.codePointAt(index);
  }

  String from(int index) {
    return text.substring(index);
  }

  /**
   * Refuses what no mailbox may hold anywhere: controls, line separators, half characters, and
   * characters that turn the reading direction or are no characters at all.
   */
  void refuseHidden() {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("the address is empty; write local@domain");
    }
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int c = text.codePointAt(i);
      String kind = hiddenKind(c);
      if (!kind.isEmpty()) {
        throw refuse(kind + " " + name(c) + " is not allowed", i);
      }
    }
  }

  private static String hiddenKind(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL -> "control character";
      case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> "line separator";
      case Character.SURROGATE -> "unpaired surrogate";
      // zero-width joiner and non-joiner belong to the spelling of Persian and Indic words
      case Character.FORMAT -> c == 0x200C || c == 0x200D ? "" : "invisible character";
      default -> (c & 0xFFFE) == 0xFFFE || c >= 0xFDD0 && c <= 0xFDEF ? "noncharacter" : "";
    };
  }

  void limit(String what, String part, int octets) {
    int length = part.getBytes(StandardCharsets.UTF_8).length;
    if (length > octets) {
      throw refuse(
          "the " + what + " has " + length + " octets, at most " + octets + " are allowed", 0);
    }
  }

  /** {@code problem}, the position counted from 1, and the address escaped. */
  IllegalArgumentException refuse(String problem, int index) {
    return new IllegalArgumentException(
        problem + " (at character " + (index + 1) + " of \"" + escaped() + "\")");
  }

  static String name(int c) {
    return c > 0x20 && c < 0x7F ? "'" + (char) c + "'" : String.format("U+%04X", c);
  }

  private String escaped() {
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < Math.min(text.length(), SHOWN); i++) {
      char c = text.charAt(i);
      if (c >= 0x20 && c < 0x7F && c != '\\' && c != '"') {
        shown.append(c);
      } else if (c == '\\' || c == '"') {
        shown.append('\\').append(c);
      } else {
        shown.append(String.format("\\u%04X", (int) c));
      }
    }
    return text.length() > SHOWN ? shown + "..." : shown.toString();
  }
}
