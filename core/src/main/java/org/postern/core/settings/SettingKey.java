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
 * One setting: its name in the property files, the type of its value, and all that the reference
 * page says of it. Drives validation, "did you mean", masking, {@code postern settings} and the
 * generated reference. Immutable; equal by name.
 *
 * @param <T> the type of the value
 */
public final class SettingKey<T> {

  /** The file in which a property belongs. */
  public enum Home {
    /** {@code is.properties}, as in the origin product. */
    IS,
    /** {@code security.properties}, as in the origin product. */
    SECURITY,
    /** Either of the two: all {@code postern.*} keys. */
    EITHER
  }

  private static final String SECRET_FILE = "file that holds a secret";
  private static final String FAMILY = "<name>";

  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h|d)");

  private final String name;
  private final String typeName;
  private final Function<String, T> parser;
  private final Home home;
  private final boolean required;
  private final boolean secret;
  private final Optional<String> defaultText;
  private final String description;

  private SettingKey(
      String name,
      String typeName,
      Function<String, T> parser,
      Home home,
      boolean required,
      boolean secret,
      Optional<String> defaultText,
      String description) {
    this.name = name;
    this.typeName = typeName;
    this.parser = parser;
    this.home = home;
    this.required = required;
    this.secret = secret;
    this.defaultText = defaultText;
    this.description = description;
  }

  /**
   * A key whose values {@code parser} reads.
   *
   * @param name the property's name
   * @param typeName what the reference page calls the type, such as {@code address}
   * @param parser reads a value without blanks at its ends; throws {@link IllegalArgumentException}
   *     with a message of the form "is not …; remedy"
   */
  public static <T> SettingKey<T> of(String name, String typeName, Function<String, T> parser) {
    return new SettingKey<>(
        name, typeName, parser, Home.EITHER, false, false, Optional.empty(), "");
  }

  /** Any text that is not blank. */
  public static SettingKey<String> text(String name) {
    return of(name, "text", Function.identity());
  }

  /** A secret; the value is decoded by the {@link SecretDecoder} and never shown. */
  public static SettingKey<Secret> secret(String name) {
    return of(name, "secret", Secret::of).asSecret();
  }

  private SettingKey<T> asSecret() {
    return new SettingKey<>(name, typeName, parser, home, required, true, defaultText, description);
  }

  /**
   * A secret that fills a file of its own: the property names the file, the value is what stands in
   * it, decoded by the {@link SecretDecoder} when it is encrypted as a whole, and never shown.
   */
  public static SettingKey<Secret> secretFile(String name) {
    return of(name, SECRET_FILE, Secret::of).asSecret();
  }

  /**
   * Any number of texts whose names begin alike, such as {@code postern.oauth.param.audience}; read
   * by {@link SettingValues#members}.
   *
   * @param prefix with the dot at its end
   */
  public static SettingKey<String> family(String prefix) {
    return of(prefix + FAMILY, "text", Function.identity());
  }

  /** {@code true} or {@code false}, in any case. */
  public static SettingKey<Boolean> bool(String name) {
    return of(
        name,
        "true | false",
        text ->
            switch (text.toLowerCase(Locale.ROOT)) {
              case "true" -> true;
              case "false" -> false;
              default -> throw invalid(text, "neither true nor false", "write true or false");
            });
  }

  /** A whole number within these bounds, both included. */
  public static SettingKey<Integer> integer(String name, int min, int max) {
    return of(
        name,
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
          throw invalid(
              text,
              "not a whole number from " + min + " to " + max,
              "write a number in that range");
        });
  }

  /** A length of time such as {@code 500ms}, {@code 30s}, {@code 5m}, {@code 1h}, {@code 2d}. */
  public static SettingKey<Duration> duration(String name, Duration min, Duration max) {
    return of(
        name,
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
          throw invalid(
              text,
              "not a duration from " + show(min) + " to " + show(max),
              "write a number and its unit, such as 30s, 5m or 1h");
        });
  }

  /** An absolute http or https URL with a host and without user-info or fragment. */
  public static SettingKey<URI> url(String name) {
    return of(
        name,
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
          throw invalid(
              text,
              "not an https URL with a host",
              "write it as https://host/path, without user name, password or #fragment");
        });
  }

  /** A path; a relative one is resolved by the reader against the folder of the settings. */
  public static SettingKey<Path> path(String name) {
    return of(
        name,
        "path",
        text -> {
          try {
            return Path.of(text);
          } catch (InvalidPathException malformed) {
            throw invalid(text, "not a path", "write a file name that this system allows");
          }
        });
  }

  /** One of the constants of {@code type}, written in lower case with {@code -} for {@code _}. */
  public static <E extends Enum<E>> SettingKey<E> choice(String name, Class<E> type) {
    List<String> names = Arrays.stream(type.getEnumConstants()).map(SettingKey::spelled).toList();
    return of(
        name,
        String.join(" | ", names),
        text -> {
          int index = names.indexOf(text.toLowerCase(Locale.ROOT));
          if (index < 0) {
            throw invalid(text, "none of " + String.join(", ", names), "write one of them");
          }
          return type.getEnumConstants()[index];
        });
  }

  /** Several of {@code allowed}, separated by commas or blanks, in order of preference. */
  public static SettingKey<List<String>> list(String name, List<String> allowed) {
    return of(
        name,
        "list of " + String.join(", ", allowed),
        text -> {
          List<String> values =
              Arrays.stream(text.split("[,\\s]+")).filter(s -> !s.isEmpty()).toList();
          for (String value : values) {
            if (!allowed.contains(value)) {
              throw invalid(
                  value,
                  "none of " + String.join(", ", allowed),
                  "write some of them, separated by commas");
            }
          }
          return values;
        });
  }

  /** The message that a parser throws: {@code "value" is …; remedy}. */
  public static IllegalArgumentException invalid(String value, String complaint, String remedy) {
    return new IllegalArgumentException("\"" + value + "\" is " + complaint + "; " + remedy);
  }

  /** As this, and its scheme cannot work without it. */
  public SettingKey<T> asRequired() {
    return new SettingKey<>(name, typeName, parser, home, true, secret, defaultText, description);
  }

  /** As this, at home in that file. */
  public SettingKey<T> in(Home file) {
    return new SettingKey<>(
        name, typeName, parser, file, required, secret, defaultText, description);
  }

  /** As this, with the value that stands when the property is absent. */
  public SettingKey<T> withDefault(String text) {
    parser.apply(text);
    return new SettingKey<>(
        name, typeName, parser, home, required, secret, Optional.of(text), description);
  }

  /** As this, with what the reference page says of it: whole sentences, units named. */
  public SettingKey<T> describedAs(String sentences) {
    return new SettingKey<>(name, typeName, parser, home, required, secret, defaultText, sentences);
  }

  /** The property's name. */
  public String name() {
    return name;
  }

  /** What the reference page calls the type. */
  public String typeName() {
    return typeName;
  }

  /** The file it belongs in. */
  public Home home() {
    return home;
  }

  /** True where the chosen scheme cannot work without it. */
  public boolean required() {
    return required;
  }

  /** True where its value must never be shown. */
  public boolean secret() {
    return secret;
  }

  /** True for a secret that fills a file of its own. */
  public boolean secretFile() {
    return typeName.equals(SECRET_FILE);
  }

  /** What the names of a family begin with; empty for a key that stands for itself. */
  Optional<String> familyPrefix() {
    return name.endsWith(FAMILY)
        ? Optional.of(name.substring(0, name.length() - FAMILY.length()))
        : Optional.empty();
  }

  /**
   * The key of a family's member.
   *
   * @param memberName what follows the family's prefix
   * @throws java.util.NoSuchElementException when this is no family
   */
  public SettingKey<T> member(String memberName) {
    return new SettingKey<>(
        familyPrefix().orElseThrow() + memberName,
        typeName,
        parser,
        home,
        false,
        secret,
        Optional.empty(),
        description);
  }

  /** The default as it would be written in the file. */
  public Optional<String> defaultText() {
    return defaultText;
  }

  /** What the reference page says of it. */
  public String description() {
    return description;
  }

  /**
   * Reads a value.
   *
   * @throws IllegalArgumentException with a message of the form {@code "value" is …; remedy}
   */
  public T parse(String text) {
    return parser.apply(text.strip());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SettingKey<?> key && key.name.equals(name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name;
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
