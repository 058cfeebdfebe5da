package org.postern.core.message;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.postern.core.smtp.NotConvertibleException;

/**
 * The value of Content-Type or Content-Disposition in ASCII: parameters by RFC 2231, which every
 * mail program of today reads for file names. What is ASCII stays as it stands. One linear scan.
 */
final class AsciiParameters {

  /**
   * One parameter.
   *
   * @param raw all of it up to the next semicolon
   * @param text its value without quotes
   */
  private record Parameter(String raw, String name, String text) {

    /** RFC 2231 marks sections and character sets by asterisks. */
    boolean isExtended() {
      return name.indexOf('*') >= 0;
    }
  }

  private final String value;
  private int at;

  private AsciiParameters(String value) {
    this.value = value;
  }

  /**
   * Of an unfolded value.
   *
   * @throws NotConvertibleException saying of the field what has no such form
   */
  static String of(String value) throws NotConvertibleException {
    return new AsciiParameters(value).read();
  }

  private String read() throws NotConvertibleException {
    at = next(0);
    StringBuilder out = new StringBuilder(ascii(value.substring(0, at)));
    List<Parameter> parameters = new ArrayList<>();
    while (at < value.length()) {
      parameters.add(parameter());
    }
    Set<String> extended = new HashSet<>();
    parameters.stream()
        .filter(Parameter::isExtended)
        .forEach(p -> extended.add(p.name().substring(0, p.name().indexOf('*'))));
    for (Parameter parameter : parameters) {
      if (AsciiAddresses.isAscii(parameter.raw())) {
        out.append(';').append(parameter.raw());
      } else if (!extended.contains(parameter.name())) {
        out.append("; ").append(String.join("; ", encoded(parameter)));
      }
      // else the same is said by an extended parameter beside it
    }
    return out.toString();
  }

  private static List<String> encoded(Parameter parameter) throws NotConvertibleException {
    boolean token = parameter.name().matches("[a-z0-9!#$&+.^_`{|}~-]{1,60}");
    if (!token || parameter.name().equals("boundary")) {
      throw new NotConvertibleException("has a parameter that must be ASCII and is not");
    }
    return FileNameParameters.extended(parameter.name(), parameter.text());
  }

  /** From the semicolon at hand to the next one. */
  private Parameter parameter() throws NotConvertibleException {
    int start = at + 1;
    int nameEnd = start;
    while (nameEnd < value.length()
        && value.charAt(nameEnd) != '='
        && value.charAt(nameEnd) != ';') {
      nameEnd++;
    }
    String name = value.substring(start, nameEnd).strip().toLowerCase(Locale.ROOT);
    boolean hasValue = nameEnd < value.length() && value.charAt(nameEnd) == '=';
    int begin = hasValue ? nameEnd + 1 : nameEnd;
    while (begin < value.length() && HeaderText.isBlank(value.charAt(begin))) {
      begin++;
    }
    String text;
    if (hasValue && begin < value.length() && value.charAt(begin) == '"') {
      text = quoted(begin);
    } else {
      at = next(nameEnd);
      text = value.substring(Math.min(begin, at), at).strip();
    }
    return new Parameter(value.substring(start, at), name, text);
  }

  private String quoted(int start) throws NotConvertibleException {
    StringBuilder text = new StringBuilder();
    int i = start + 1;
    for (; i < value.length() && value.charAt(i) != '"'; i++) {
      if (value.charAt(i) == '\\' && i + 1 < value.length()) {
        i++;
      }
      text.append(value.charAt(i));
    }
    int end = Math.min(i + 1, value.length());
    at = next(end);
    if (!AsciiAddresses.isAscii(value.substring(start, at))
        && !value.substring(end, at).isBlank()) {
      throw new NotConvertibleException("has text behind a quoted parameter");
    }
    return text.toString();
  }

  private int next(int from) {
    int semicolon = value.indexOf(';', from);
    return semicolon < 0 ? value.length() : semicolon;
  }

  private static String ascii(String text) throws NotConvertibleException {
    if (!AsciiAddresses.isAscii(text)) {
      throw new NotConvertibleException("must be ASCII before its parameters and is not");
    }
    return text;
  }
}
