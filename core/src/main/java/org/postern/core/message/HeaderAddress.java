package org.postern.core.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.postern.core.smtp.MailAddress;

/**
 * A mailbox as a header shows it (RFC 5322 section 3.4).
 *
 * @param name the display name, "" for none
 * @param address the mailbox
 */
record HeaderAddress(String name, MailAddress address) {

  private static final int LONGEST_QUOTED = 60;
  private static final int ROOM = 60;

  /** Values of {@code addresses} with commas between them, folded. */
  static String header(String field, List<HeaderAddress> addresses) {
    List<String> words = new ArrayList<>();
    for (HeaderAddress address : addresses) {
      if (!words.isEmpty()) {
        words.set(words.size() - 1, words.get(words.size() - 1) + ",");
      }
      words.addAll(address.words());
    }
    return HeaderText.foldWords(field, words);
  }

  private List<String> words() {
    if (name.isEmpty()) {
      return List.of(spec());
    }
    List<String> words = new ArrayList<>();
    if (isAscii(name) && name.length() <= LONGEST_QUOTED && !name.contains("=?")) {
      words.add(isPhrase(name) ? name : quoted(name));
    } else {
      words.addAll(EncodedWords.of(name, ROOM));
    }
    words.add("<" + spec() + ">");
    return words;
  }

  /** With A-labels wherever the address has an ASCII form, so that old readers can answer. */
  private String spec() {
    return address.needsSmtpUtf8() ? address.toString() : address.ascii();
  }

  private static boolean isAscii(String text) {
    return StandardCharsets.US_ASCII.newEncoder().canEncode(text);
  }

  /** Words of letters, digits and blanks need no quotes, as long as single blanks part them. */
  private static boolean isPhrase(String name) {
    return name.equals(name.strip())
        && !name.contains("  ")
        && name.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == ' ' || c == '-');
  }

  private static String quoted(String name) {
    return '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
