package org.postern.core.internal.smtp;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.postern.core.smtp.SmtpReply;

/** What the server offers (RFC 5321 section 4.1.1.1). Immutable. */
final class Capabilities {

  /** What HELO leaves: nothing. */
  static final Capabilities NONE = new Capabilities(Map.of());

  private final Map<String, List<String>> keywords;

  private Capabilities(Map<String, List<String>> keywords) {
    this.keywords = Map.copyOf(keywords);
  }

  /** Reads the reply to EHLO; its first line is a greeting. */
  static Capabilities of(SmtpReply ehlo) {
    Map<String, List<String>> keywords = new HashMap<>();
    ehlo.lines().stream()
        .skip(1)
        .map(line -> line.strip().toUpperCase(Locale.ROOT))
        .filter(line -> !line.isEmpty())
        .forEach(
            line -> {
              // "AUTH=LOGIN PLAIN" is how servers older than RFC 2554 write it
              List<String> words =
                  Arrays.asList(line.replaceFirst("^AUTH=", "AUTH ").split("\\s+"));
              Set<String> all = new LinkedHashSet<>(keywords.getOrDefault(words.get(0), List.of()));
              all.addAll(words.subList(1, words.size()));
              keywords.put(words.get(0), List.copyOf(all));
            });
    return new Capabilities(keywords);
  }

  boolean offers(String keyword) {
    return keywords.containsKey(keyword);
  }

  boolean pipelining() {
    return offers("PIPELINING");
  }

  boolean eightBitMime() {
    return offers("8BITMIME");
  }

  boolean smtpUtf8() {
    return offers("SMTPUTF8");
  }

  boolean dsn() {
    return offers("DSN");
  }

  boolean size() {
    return offers("SIZE");
  }

  /** The largest message the server takes; empty where it names none (RFC 1870 section 4). */
  OptionalLong largestMessage() {
    List<String> words = keywords.getOrDefault("SIZE", List.of());
    if (words.isEmpty() || !words.get(0).matches("\\d{1,18}")) {
      return OptionalLong.empty();
    }
    long limit = Long.parseLong(words.get(0));
    return limit == 0 ? OptionalLong.empty() : OptionalLong.of(limit);
  }

  /** SASL mechanisms in upper case, in the server's order. */
  List<String> auth() {
    return keywords.getOrDefault("AUTH", List.of());
  }

  /** The keywords with their words, sorted. */
  @Override
  public String toString() {
    return keywords.isEmpty()
        ? "no extension"
        : new TreeMap<>(keywords)
            .entrySet().stream()
                .map(entry -> entry.getKey() + " " + String.join(" ", entry.getValue()))
                .map(String::strip)
                .collect(Collectors.joining(", "));
  }

  /** Only what changes no command's parameters, for a server that refuses parameters (555). */
  Capabilities withoutParameters() {
    return pipelining() ? new Capabilities(Map.of("PIPELINING", List.of())) : NONE;
  }
}
