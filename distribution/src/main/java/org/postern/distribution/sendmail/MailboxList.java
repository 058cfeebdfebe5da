package org.postern.distribution.sendmail;

import java.util.ArrayList;
import java.util.List;
import org.postern.core.smtp.Visible;

/**
 * Reads a list of mailboxes (RFC 5322 section 3.4) in which, unlike in mail that has left its host,
 * local names may stand: {@code Foo Bar <a@example.com>, root (the boss)}. Comments are read over,
 * members of groups count. One linear scan; one use.
 */
final class MailboxList {

  private final String text;
  private final List<Mailbox> found = new ArrayList<>();
  private final StringBuilder bare = new StringBuilder();
  private String name = "";
  private String inBrackets = "";
  private int start;
  private int at;

  private MailboxList(String text) {
    this.text = text;
  }

  /**
   * One mailbox.
   *
   * @param whole as it stands there
   * @param name what stands before the angle brackets, quotes included; "" without brackets
   * @param spec the address, or a local name
   */
  record Mailbox(String whole, String name, String spec) {

    /** True for the name of a user, of this host for instance. */
    boolean local() {
      return spec.matches("[A-Za-z0-9._+-]{1,64}");
    }
  }

  /**
   * All of them; empty entries are no mailboxes.
   *
   * @throws IllegalArgumentException where something that was opened is not closed
   */
  static List<Mailbox> read(String text) {
    return new MailboxList(text).all();
  }

  private List<Mailbox> all() {
    while (at < text.length()) {
      char c = text.charAt(at);
      switch (c) {
        case '"' -> bare.append(upTo('"', true));
        case '(' -> comment();
        case '[' -> bare.append(upTo(']', false));
        case '<' -> brackets();
        case ',', ';' -> end();
        case ':' -> {
          at++; // what stood before is the name of a group
          begin();
        }
        default -> {
          bare.append(c);
          at++;
        }
      }
    }
    end();
    return found;
  }

  /** From here to that character, both included. */
  private String upTo(char closing, boolean escapes) {
    int from = at++;
    while (at < text.length() && text.charAt(at) != closing) {
      at += escapes && text.charAt(at) == '\\' ? 2 : 1;
    }
    return text.substring(from, closed(closing));
  }

  private void comment() {
    int depth = 0;
    do {
      char c = at < text.length() ? text.charAt(at) : 0;
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      at += c == '\\' ? 2 : 1;
      if (at > text.length()) {
        closed(')');
      }
    } while (depth > 0);
  }

  private void brackets() {
    if (!inBrackets.isEmpty()) {
      throw new IllegalArgumentException("a comma is missing in " + Visible.text(text));
    }
    name = text.substring(start, at).strip();
    bare.setLength(0);
    int from = ++at;
    boolean quoted = false;
    while (at < text.length() && (quoted || text.charAt(at) != '>')) {
      char c = text.charAt(at);
      quoted ^= c == '"';
      at += quoted && c == '\\' ? 2 : 1;
    }
    inBrackets = text.substring(from, closed('>') - 1).strip();
    if (inBrackets.isEmpty()) {
      throw new IllegalArgumentException("<> is nobody in " + Visible.text(text));
    }
  }

  /** The place after the character that closes what was opened. */
  private int closed(char closing) {
    if (at >= text.length()) {
      throw new IllegalArgumentException(closing + " is missing in " + Visible.text(text));
    }
    return ++at;
  }

  private void end() {
    String spec = inBrackets.isEmpty() ? bare.toString().strip() : inBrackets;
    if (!inBrackets.isEmpty() && !bare.toString().isBlank()) {
      throw new IllegalArgumentException("a comma is missing in " + Visible.text(text));
    }
    if (!spec.isEmpty()) {
      found.add(
          new Mailbox(text.substring(start, Math.min(at, text.length())).strip(), name, spec));
    }
    at++;
    begin();
  }

  private void begin() {
    start = Math.min(at, text.length());
    bare.setLength(0);
    name = "";
    inBrackets = "";
  }
}
