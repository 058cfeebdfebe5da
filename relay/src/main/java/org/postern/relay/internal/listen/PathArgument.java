package org.postern.relay.internal.listen;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.postern.core.smtp.MailAddress;
import org.postern.core.smtp.Visible;

/**
 * The argument of MAIL and RCPT: a path and parameters (RFC 5321 section 4.1.2). A blank after the
 * colon is no SMTP, yet so common among small devices that it is read over.
 *
 * @param address empty for the null reverse-path, and for a name alone
 * @param name such as {@code scanner}, where no domain follows it; else ""
 * @param parameters by keyword in capital letters; "" for one without value
 */
record PathArgument(Optional<MailAddress> address, String name, Map<String, String> parameters) {

  private static final int MOST_PARAMETERS = 20;

  /** A dot-string of RFC 5321 that is no whole address. */
  private static final Pattern NAME =
      Pattern.compile("(?=.{1,64}$)[\\w!#$%&'*+/=?^`{|}~-]+(\\.[\\w!#$%&'*+/=?^`{|}~-]+)*");

  /**
   * Reads it.
   *
   * @param keyword {@code FROM:} or {@code TO:}
   * @param bare true where the address may stand without angle brackets: it is then what comes
   *     before the first blank, and neither empty nor quoted, so that nobody can read another
   */
  static PathArgument parse(String keyword, String argument, boolean bare) throws Refused {
    if (!argument.regionMatches(true, 0, keyword, 0, keyword.length())) {
      throw Refused.because(501, "5.5.4", "Write " + keyword + "<local@example.com>");
    }
    String rest = argument.substring(keyword.length()).strip();
    if (bare && rest.matches("[^<>\" ]+( .*)?")) {
      int end = (rest + " ").indexOf(' ');
      return of(rest.substring(0, end), rest.substring(end));
    }
    if (!rest.startsWith("<")) {
      throw Refused.because(501, "5.5.4", "The address must stand in <>");
    }
    int end = pathEnd(rest);
    String after = rest.substring(end + 1);
    if (!after.isEmpty() && after.charAt(0) != ' ') {
      throw Refused.because(501, "5.5.4", "Put a blank between the address and its parameters");
    }
    return of(rest.substring(1, end), after);
  }

  private static PathArgument of(String path, String after) throws Refused {
    Map<String, String> parameters = parameters(after.strip());
    return NAME.matcher(path).matches()
        ? new PathArgument(Optional.empty(), path, parameters)
        : new PathArgument(address(path), "", parameters);
  }

  private static int pathEnd(String text) throws Refused {
    boolean quoted = false;
    for (int i = 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted && c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == '>' && !quoted) {
        return i;
      }
    }
    throw Refused.because(501, "5.5.4", "The address is not closed by >");
  }

  private static Optional<MailAddress> address(String text) throws Refused {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(MailAddress.parse(text));
    } catch (IllegalArgumentException malformed) {
      throw Refused.because(501, "5.1.3", ascii(String.valueOf(malformed.getMessage())));
    }
  }

  private static Map<String, String> parameters(String text) throws Refused {
    if (text.isEmpty()) {
      return Map.of();
    }
    Map<String, String> all = new LinkedHashMap<>();
    String[] words = text.split(" +");
    if (words.length > MOST_PARAMETERS) {
      throw Refused.because(501, "5.5.4", "Too many parameters");
    }
    for (String word : words) {
      int equals = word.indexOf('=');
      String name = (equals < 0 ? word : word.substring(0, equals)).toUpperCase(Locale.ROOT);
      String value = equals < 0 ? "" : word.substring(equals + 1);
      boolean empty = equals >= 0 && value.isEmpty();
      if (!name.matches("[A-Z0-9][A-Z0-9-]*") || empty || all.put(name, value) != null) {
        throw Refused.because(
            501, "5.5.4", "Parameters are KEYWORD or KEYWORD=value, each of them once");
      }
    }
    return all;
  }

  /** Replies are ASCII; the messages of addresses show all else escaped, but for such as these. */
  static String ascii(String text) {
    return Visible.isPlain(text) ? text : text.replaceAll("[^\\x20-\\x7e]", "?");
  }
}
