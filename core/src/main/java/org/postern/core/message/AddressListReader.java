package org.postern.core.message;

import java.util.ArrayList;
import java.util.List;
import org.postern.core.smtp.MailAddress;

/**
 * Reads an address list of a header, RFC 5322 section 3.4, in one linear scan. What callers give to
 * a builder is read strictly; in ready-made headers comments and groups are understood too.
 */
final class AddressListReader {

  private final String field;
  private final String text;
  private final boolean strict;
  private final List<HeaderAddress> found = new ArrayList<>();
  private final StringBuilder words = new StringBuilder();
  private final StringBuilder name = new StringBuilder();
  private boolean angle;
  private boolean inGroup;
  private int position;

  private AddressListReader(String field, String text, boolean strict) {
    this.field = field;
    this.text = text;
    this.strict = strict;
  }

  /** One or more mailboxes with commas between them; no comment, no group, no empty entry. */
  static List<HeaderAddress> strict(String field, String text) {
    FieldCheck.oneLine(field, text);
    return new AddressListReader(field, text, true).read();
  }

  /** The mailboxes of an unfolded header value; members of groups count, comments do not. */
  static List<HeaderAddress> lenient(String field, String value) {
    FieldCheck.headerValue(field, value);
    return new AddressListReader(field, value, false).read();
  }

  private List<HeaderAddress> read() {
    while (position < text.length()) {
      char c = text.charAt(position);
      switch (c) {
        case '"' -> quotedString();
        case '(' -> comment();
        case '<' -> angleAddress();
        case ',' -> endOfEntry();
        case ':' -> startOfGroup();
        case ';' -> endOfGroup();
        default -> word(c);
      }
    }
    if (inGroup) {
      throw refuse("the group is not closed by a semicolon");
    }
    if (strict || !isEntryEmpty()) {
      endOfEntry();
    }
    return found;
  }

  private void word(char c) {
    boolean blank = c == ' ' || c == '\t';
    if (angle && !blank) {
      throw refuse("text after <address>; put a comma between addresses");
    }
    words.append(c);
    name.append(c);
    position++;
  }

  private void quotedString() {
    if (angle) {
      throw refuse("text after <address>; put a comma between addresses");
    }
    int start = position++;
    while (position < text.length() && text.charAt(position) != '"') {
      if (text.charAt(position) == '\\') {
        position++;
      }
      if (position < text.length()) {
        name.append(text.charAt(position++));
      }
    }
    if (position >= text.length()) {
      throw refuse("a quoted text is not closed by \"");
    }
    position++;
    words.append(text, start, position);
  }

  private void comment() {
    if (strict) {
      throw refuse("comments in () are not read; put the name before <address>");
    }
    int depth = 0;
    do {
      if (position >= text.length()) {
        throw refuse("a comment is not closed by )");
      }
      switch (text.charAt(position++)) {
        case '(' -> depth++;
        case ')' -> depth--;
        case '\\' -> position++;
        default -> {}
      }
    } while (depth > 0);
  }

  private void angleAddress() {
    if (angle) {
      throw refuse("two addresses without a comma between them");
    }
    int start = ++position;
    boolean quoted = false;
    while (position < text.length() && (quoted || text.charAt(position) != '>')) {
      char c = text.charAt(position++);
      if (c == '\\' && quoted) {
        position++;
      } else if (c == '"') {
        quoted = !quoted;
      }
    }
    if (position >= text.length()) {
      throw refuse("< is not closed by >");
    }
    add(name.toString().strip(), text.substring(start, position++).strip());
    angle = true;
  }

  private void endOfEntry() {
    String spec = words.toString().strip();
    if (!angle && !spec.isEmpty()) {
      add("", spec);
    } else if (!angle && strict) {
      throw refuse(
          text.isBlank() ? "is empty; give an address" : "an address between commas is empty");
    }
    position++;
    clear();
  }

  private void startOfGroup() {
    if (strict || inGroup || angle || isEntryEmpty()) {
      throw refuse("unexpected colon; quote a name that holds one, groups are not read");
    }
    inGroup = true;
    position++;
    clear();
  }

  private void endOfGroup() {
    if (!inGroup) {
      throw refuse("unexpected semicolon; put commas between addresses");
    }
    endOfEntry();
    inGroup = false;
  }

  private boolean isEntryEmpty() {
    return !angle && words.toString().isBlank();
  }

  private void clear() {
    words.setLength(0);
    name.setLength(0);
    angle = false;
  }

  private void add(String displayName, String spec) {
    try {
      found.add(new HeaderAddress(displayName, MailAddress.parse(spec)));
    } catch (IllegalArgumentException refused) {
      throw new MessageException(
          field
              + ": "
              + refused.getMessage()
              + "; give a@example.com or Name <a@example.com>, and quote a name that holds a comma",
          refused);
    }
  }

  private MessageException refuse(String problem) {
    return new MessageException(field + ": " + problem + ": \"" + FieldCheck.shown(text) + "\"");
  }
}
