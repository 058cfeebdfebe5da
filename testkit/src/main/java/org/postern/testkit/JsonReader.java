package org.postern.testkit;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a JSON object (RFC 8259) that a client has sent, strictly: members that come twice and
 * anything after the object are faults. Texts become {@code String}, numbers {@code BigDecimal},
 * then {@code Boolean}, {@code List} and {@code Map}; null is left out. One thread.
 */
final class JsonReader {

  private static final Pattern NUMBER =
      Pattern.compile("-?(?:0|[1-9]\\d{0,99})(?:\\.\\d{1,99})?(?:[eE][+-]?\\d{1,3})?");
  private static final int DEEPEST = 32;

  private final String text;
  private int at;
  private int depth;

  private JsonReader(String text) {
    this.text = text;
  }

  /**
   * The members of the object, in their order.
   *
   * @throws IllegalArgumentException where the text is none
   */
  static Map<String, Object> object(String text) {
    JsonReader reader = new JsonReader(text);
    reader.blanks();
    Map<String, Object> members = reader.members();
    reader.blanks();
    if (reader.at < text.length()) {
      throw reader.fault("the end");
    }
    return members;
  }

  private Map<String, Object> members() {
    Map<String, Object> members = new LinkedHashMap<>();
    List<String> names = new ArrayList<>();
    each(
        '{',
        '}',
        () -> {
          String name = string();
          if (names.contains(name)) {
            throw fault("another name");
          }
          names.add(name);
          blanks();
          expect(':');
          add(value -> members.put(name, value));
        });
    return members;
  }

  private List<Object> elements() {
    List<Object> elements = new ArrayList<>();
    each('[', ']', () -> add(elements::add));
    return elements;
  }

  private void each(char begin, char end, Runnable one) {
    expect(begin);
    if (++depth > DEEPEST) {
      throw fault("less depth");
    }
    blanks();
    boolean more = !takes(String.valueOf(end));
    while (more) {
      blanks();
      one.run();
      blanks();
      more = takes(",");
      if (!more) {
        expect(end);
      }
    }
    depth--;
  }

  private interface Place {
    void put(Object value);
  }

  private void add(Place place) {
    blanks();
    char next = at < text.length() ? text.charAt(at) : ' ';
    if (next == '"') {
      place.put(string());
    } else if (next == '{') {
      place.put(members());
    } else if (next == '[') {
      place.put(elements());
    } else if (takes("true")) {
      place.put(true);
    } else if (takes("false")) {
      place.put(false);
    } else if (!takes("null")) {
      place.put(number());
    }
  }

  private BigDecimal number() {
    Matcher number = NUMBER.matcher(text).region(at, text.length());
    if (!number.lookingAt()) {
      throw fault("a value");
    }
    at = number.end();
    return new BigDecimal(number.group());
  }

  private String string() {
    expect('"');
    StringBuilder string = new StringBuilder();
    while (!takes("\"")) {
      if (at >= text.length() || text.charAt(at) < ' ') {
        throw fault("the end of a text");
      }
      char c = text.charAt(at++);
      string.append(c == '\\' ? escaped() : c);
    }
    return string.toString();
  }

  private char escaped() {
    int known = at < text.length() ? "\"\\/bfnrt".indexOf(text.charAt(at)) : -1;
    if (known >= 0) {
      at++;
      return "\"\\/\b\f\n\r\t".charAt(known);
    }
    if (text.startsWith("u", at) && text.substring(at).matches("(?s)u[0-9a-fA-F]{4}.*")) {
      at += 5;
      return (char) Integer.parseInt(text.substring(at - 4, at), 16);
    }
    throw fault("an escape");
  }

  private void blanks() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private boolean takes(String word) {
    boolean here = text.startsWith(word, at);
    at += here ? word.length() : 0;
    return here;
  }

  private void expect(char c) {
    if (!takes(String.valueOf(c))) {
      throw fault("'" + c + "'");
    }
  }

  private IllegalArgumentException fault(String wanted) {
    return new IllegalArgumentException("no JSON: " + wanted + " is missing at character " + at);
  }
}
