package org.postern.core.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How values of one type are written, and how they are read. Immutable.
 *
 * @param name what the reference page calls the type
 * @param parser reads a value without blanks at its ends, or says what is wrong with it
 * @param writer how a value that code sets would be written, so that the parser sees it too; empty
 *     where its type alone says that it can be used
 */
record ValueForm<T>(
    String name, Function<String, T> parser, Function<? super T, Optional<String>> writer) {

  /** Thirteen digits: the longest of a value in milliseconds that code sets. */
  private static final Pattern DURATION = Pattern.compile("(\\d{1,13})\\s*(ms|s|m|h|d)");

  private static final Duration WRITTEN_AT_MOST = Duration.ofDays(100_000);

  /** Texts are written as they are, and nothing else. */
  ValueForm(String name, Function<String, T> parser) {
    this(
        name,
        parser,
        value -> Optional.of(value).filter(String.class::isInstance).map(String.class::cast));
  }

  /**
   * The value as it would have come out of a file.
   *
   * @throws IllegalArgumentException as the parser
   */
  T checked(T value) {
    return writer.apply(value).map(text -> parser.apply(text.strip())).orElse(value);
  }

  /** As {@link #duration} reads it, to the millisecond. */
  private static String written(Duration duration) {
    return duration.isNegative() || duration.compareTo(WRITTEN_AT_MOST) > 0
        ? duration.toString()
        : duration.toMillis() + "ms";
  }

  /** {@code true} or {@code false}, in any case. */
  static ValueForm<Boolean> bool() {
    return new ValueForm<>(
        "true | false",
        text ->
            switch (text.toLowerCase(Locale.ROOT)) {
              case "true" -> true;
              case "false" -> false;
              default ->
                  throw SettingKey.invalid(text, "neither true nor false", "write true or false");
            });
  }

  /** A whole number within these bounds, both included. */
  static ValueForm<Integer> integer(int min, int max) {
    return new ValueForm<>(
        min + " to " + max,
        text -> {
          try {
            int value = Integer.parseInt(text);
            if (value >= min && value <= max) {
              return value;
            }
          } catch (NumberFormatException notANumber) {
            // answered below, like a number out of range
          }
          throw SettingKey.invalid(
              text,
              "not a whole number from " + min + " to " + max,
              "write a number in that range");
        },
        value -> Optional.of(String.valueOf(value)));
  }

  /** A length of time such as {@code 500ms}, {@code 30s}, {@code 5m}, {@code 1h}, {@code 2d}. */
  static ValueForm<Duration> duration(Duration min, Duration max) {
    return new ValueForm<>(
        "duration, " + show(min) + " to " + show(max),
        text -> {
          Matcher matcher = DURATION.matcher(text.toLowerCase(Locale.ROOT));
          if (matcher.matches()) {
            long number = Long.parseLong(matcher.group(1));
            Duration value =
                switch (matcher.group(2)) {
                  case "ms" -> Duration.ofMillis(number);
                  case "s" -> Duration.ofSeconds(number);
                  case "m" -> Duration.ofMinutes(number);
                  case "h" -> Duration.ofHours(number);
                  default -> Duration.ofDays(number);
                };
            if (value.compareTo(min) >= 0 && value.compareTo(max) <= 0) {
              return value;
            }
          }
          throw SettingKey.invalid(
              text,
              "not a duration from " + show(min) + " to " + show(max),
              "write a number and its unit, such as 30s, 5m or 1h");
        },
        value -> Optional.of(written(value)));
  }

  /** An absolute http or https URL with a host and without user-info or fragment. */
  static ValueForm<URI> url() {
    return new ValueForm<>(
        "URL",
        text -> {
          try {
            URI uri = new URI(text);
            if (("https".equalsIgnoreCase(uri.getScheme())
                    || "http".equalsIgnoreCase(uri.getScheme()))
                && uri.getHost() != null
                && uri.getRawUserInfo() == null
                && uri.getRawFragment() == null
                && uri.getPort() <= 65535
                && uri.getPort() != 0) {
              return uri;
            }
          } catch (URISyntaxException malformed) {
            // answered below
          }
          throw SettingKey.invalid(
              text,
              "not an https URL with a host",
              "write it as https://host/path, without user name, password or #fragment");
        },
        value -> Optional.of(value.toString()));
  }

  /** A path; a relative one is resolved by the reader against the folder of the settings. */
  static ValueForm<Path> path() {
    return new ValueForm<>(
        "path",
        text -> {
          try {
            return Path.of(text);
          } catch (InvalidPathException malformed) {
            throw SettingKey.invalid(
                text, "not a path", "write a file name that this system allows");
          }
        });
  }

  /** One of the constants of {@code type}, written in lower case with {@code -} for {@code _}. */
  static <E extends Enum<E>> ValueForm<E> choice(Class<E> type) {
    List<String> names = Arrays.stream(type.getEnumConstants()).map(ValueForm::spelled).toList();
    return new ValueForm<>(
        String.join(" | ", names),
        text -> {
          int index = names.indexOf(text.toLowerCase(Locale.ROOT));
          if (index < 0) {
            throw SettingKey.invalid(
                text, "none of " + String.join(", ", names), "write one of them");
          }
          return type.getEnumConstants()[index];
        });
  }

  /** Several of {@code allowed}, separated by commas or blanks, in order of preference. */
  static ValueForm<List<String>> list(List<String> allowed) {
    return new ValueForm<>(
        "list of " + String.join(", ", allowed),
        text -> {
          List<String> values =
              Arrays.stream(text.split("[,\\s]+")).filter(s -> !s.isEmpty()).toList();
          for (String value : values) {
            if (!allowed.contains(value)) {
              throw SettingKey.invalid(
                  value,
                  "none of " + String.join(", ", allowed),
                  "write some of them, separated by commas");
            }
          }
          return values;
        },
        value -> Optional.of(String.join(",", value)));
  }

  private static String spelled(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String show(Duration duration) {
    if (duration.toMillisPart() != 0) {
      return duration.toMillis() + "ms";
    }
    if (duration.toSecondsPart() != 0) {
      return duration.toSeconds() + "s";
    }
    if (duration.toMinutesPart() != 0) {
      return duration.toMinutes() + "m";
    }
    return duration.toHoursPart() != 0 || duration.isZero()
        ? duration.toHours() + "h"
        : duration.toDays() + "d";
  }
}
