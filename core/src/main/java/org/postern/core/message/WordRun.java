package org.postern.core.message;

import java.util.regex.Pattern;

/**
 * Words of a header field with white space between them, of which some become encoded-words. White
 * space between two encoded-words is not shown (RFC 2047 section 6.2), so where it is meant to be
 * seen it goes into one of them. Not thread safe.
 */
final class WordRun {

  private static final Pattern ENCODED_WORD = Pattern.compile("=\\?[^?]+\\?[BbQq]\\?[^?]*\\?=");

  private final int room;
  private final StringBuilder out = new StringBuilder();
  private final StringBuilder pending = new StringBuilder();
  private final StringBuilder blank = new StringBuilder();
  private boolean afterEncodedWord;

  /**
   * @param room how many characters the first encoded-word may have
   */
  WordRun(int room) {
    this.room = room;
  }

  /** White space, as it stands between the words. */
  void blank(String text) {
    blank.append(text);
  }

  /**
   * A word.
   *
   * @param raw as it stands in the field; may be an encoded-word already
   * @param text what it means, for its encoding
   */
  void word(String raw, String text, boolean encode) {
    if (encode) {
      encode(text);
      return;
    }
    boolean encodedWord = ENCODED_WORD.matcher(raw).matches();
    if (encodedWord && pending.length() > 0) {
      pending.append(taken(blank));
    }
    verbatim(raw);
    afterEncodedWord = encodedWord;
  }

  private void encode(String text) {
    String before = taken(blank);
    if (pending.length() > 0) {
      pending.append(before);
    } else if (afterEncodedWord) {
      out.append(' ');
      pending.append(before);
    } else {
      out.append(before.isEmpty() && out.length() > 0 ? " " : before);
    }
    pending.append(text);
    afterEncodedWord = false;
  }

  /** What stays as it is; white space is put between it and an encoded-word before it. */
  void verbatim(String raw) {
    String before = taken(blank);
    boolean touches = pending.length() > 0 && before.isEmpty();
    flush();
    out.append(touches ? " " : before).append(raw);
    afterEncodedWord = false;
  }

  /** The whole, blanks at its end included. */
  String end() {
    flush();
    return out.append(taken(blank)).toString();
  }

  private void flush() {
    if (pending.length() > 0) {
      out.append(String.join(" ", EncodedWords.of(taken(pending), room)));
    }
  }

  private static String taken(StringBuilder from) {
    String text = from.toString();
    from.setLength(0);
    return text;
  }
}
