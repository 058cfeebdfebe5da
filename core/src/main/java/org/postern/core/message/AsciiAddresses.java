package org.postern.core.message;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.postern.core.smtp.MailAddress;
import org.postern.core.smtp.NotConvertibleException;

/**
 * The value of an address field (RFC 5322 section 3.4) in ASCII: names and comments as
 * encoded-words, domains in A-labels. What is ASCII stays as it stands, also where it breaks the
 * grammar. One linear scan.
 */
final class AsciiAddresses {

  /** For the first encoded-word of a name; the others have their lines for themselves. */
  private static final int ROOM = 60;

  private static final String SPECIALS = " \t\"(<[,:;";

  private enum Kind {
    WORD,
    BLANK,
    COMMENT
  }

  /**
   * A piece of an entry.
   *
   * @param raw as it stands there; a comment in ASCII already
   * @param text what it means
   */
  private record Token(Kind kind, String raw, String text) {}

  private final String value;
  private final List<Token> entry = new ArrayList<>();
  private final StringBuilder out = new StringBuilder();
  private int at;

  private AsciiAddresses(String value) {
    this.value = value;
  }

  /**
   * Of an unfolded value.
   *
   * @throws NotConvertibleException saying of the field what has no such form
   */
  static String of(String value) throws NotConvertibleException {
    return new AsciiAddresses(value).read();
  }

  static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 0x7F);
  }

  private String read() throws NotConvertibleException {
    while (at < value.length()) {
      char c = value.charAt(at);
      switch (c) {
        case ' ', '\t' -> blank();
        case '"' -> quoted();
        case '(' -> comment();
        case '[' -> literal();
        case '<' -> {
          phrase();
          angle();
        }
        case ':' -> {
          phrase();
          out.append(c);
          at++;
        }
        case ',', ';' -> {
          address();
          out.append(c);
          at++;
        }
        default -> atom();
      }
    }
    address();
    return out.toString();
  }

  private void blank() {
    String text = upTo(c -> !HeaderText.isBlank(c));
    entry.add(new Token(Kind.BLANK, text, text));
  }

  private void atom() {
    String text = upTo(c -> SPECIALS.indexOf(c) >= 0);
    entry.add(new Token(Kind.WORD, text, text));
  }

  private String upTo(Predicate<Character> end) {
    int start = at;
    while (at < value.length() && !end.test(value.charAt(at))) {
      at++;
    }
    return value.substring(start, at);
  }

  private void literal() throws NotConvertibleException {
    int end = value.indexOf(']', at);
    if (end < 0) {
      throw new NotConvertibleException("has a [ that is not closed");
    }
    String text = value.substring(at, end + 1);
    entry.add(new Token(Kind.WORD, text, text));
    at = end + 1;
  }

  private void quoted() throws NotConvertibleException {
    int start = at++;
    StringBuilder text = new StringBuilder();
    while (at < value.length() && value.charAt(at) != '"') {
      at += value.charAt(at) == '\\' ? 1 : 0;
      text.append(at < value.length() ? value.charAt(at) : "");
      at++;
    }
    if (at >= value.length()) {
      throw new NotConvertibleException("has a \" that is not closed");
    }
    at++;
    entry.add(new Token(Kind.WORD, value.substring(start, at), text.toString()));
  }

  private void comment() throws NotConvertibleException {
    AsciiComment comment = new AsciiComment(value, at);
    String ascii = comment.read();
    entry.add(new Token(Kind.COMMENT, ascii, ascii));
    at = comment.end();
  }

  /** What stands before {@code <} or a colon is a name. */
  private void phrase() {
    WordRun run = new WordRun(ROOM);
    int i = 0;
    while (i < entry.size()) {
      Token token = entry.get(i++);
      if (token.kind() == Kind.BLANK) {
        run.blank(token.raw());
      } else if (token.kind() == Kind.COMMENT) {
        run.verbatim(token.raw());
      } else {
        // words that touch are one
        StringBuilder raw = new StringBuilder(token.raw());
        StringBuilder text = new StringBuilder(token.text());
        for (; i < entry.size() && entry.get(i).kind() == Kind.WORD; i++) {
          raw.append(entry.get(i).raw());
          text.append(entry.get(i).text());
        }
        run.word(raw.toString(), text.toString(), !isAscii(raw.toString()));
      }
    }
    entry.clear();
    String name = run.end();
    // RFC 2047 section 5 rule 3: an encoded-word does not touch what follows
    out.append(name).append(name.endsWith("?=") ? " " : "");
  }

  private void angle() throws NotConvertibleException {
    int start = ++at;
    boolean quoted = false;
    while (at < value.length() && (quoted || value.charAt(at) != '>')) {
      char c = value.charAt(at++);
      if (c == '\\' && quoted) {
        at++;
      } else if (c == '"') {
        quoted = !quoted;
      }
    }
    if (at >= value.length()) {
      throw new NotConvertibleException("has a < that is not closed");
    }
    String spec = value.substring(start, at++);
    out.append('<').append(isAscii(spec) ? spec : ascii(spec.strip())).append('>');
  }

  /** What stands between commas, without angle brackets, is an address. */
  private void address() throws NotConvertibleException {
    String spec =
        entry.stream()
            .filter(token -> token.kind() == Kind.WORD)
            .map(Token::raw)
            .collect(Collectors.joining());
    boolean asItIs = isAscii(spec);
    String ascii = asItIs ? "" : ascii(spec);
    for (Token token : entry) {
      if (asItIs || token.kind() != Kind.WORD) {
        out.append(token.raw());
      } else {
        out.append(ascii);
        ascii = "";
      }
    }
    entry.clear();
  }

  private static String ascii(String spec) throws NotConvertibleException {
    return MailAddress.tryParse(spec)
        .filter(address -> !address.needsSmtpUtf8())
        .map(MailAddress::ascii)
        .orElseThrow(
            () ->
                new NotConvertibleException(
                    "has \"" + FieldCheck.shown(spec) + "\" for an address, which is not ASCII"));
  }
}
