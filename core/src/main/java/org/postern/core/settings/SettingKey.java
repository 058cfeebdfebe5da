package org.postern.core.settings;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One setting: its name in the property files, the type of its value, and all that the reference
 * page says of it. Drives validation, hints, masking and the reference. Immutable; equal by name.
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

  private final String name;
  private final ValueForm<T> form;
  private final Home home;
  private final boolean required;
  private final boolean secret;
  private final Optional<String> defaultText;
  private final String description;

  private SettingKey(
      String name,
      ValueForm<T> form,
      Home home,
      boolean required,
      boolean secret,
      Optional<String> defaultText,
      String description) {
    this.name = name;
    this.form = form;
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
   * @param parser reads a value without blanks at its ends, also a text that code sets; throws
   *     {@link IllegalArgumentException} with a message of the form "is not …; remedy"
   */
  public static <T> SettingKey<T> of(String name, String typeName, Function<String, T> parser) {
    return of(name, new ValueForm<>(typeName, parser));
  }

  private static <T> SettingKey<T> of(String name, ValueForm<T> form) {
    return new SettingKey<>(name, form, Home.EITHER, false, false, Optional.empty(), "");
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
    return new SettingKey<>(name, form, home, required, true, defaultText, description);
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
    return of(name, ValueForm.bool());
  }

  /** A whole number within these bounds, both included. */
  public static SettingKey<Integer> integer(String name, int min, int max) {
    return of(name, ValueForm.integer(min, max));
  }

  /** A length of time such as {@code 500ms}, {@code 30s}, {@code 5m}, {@code 1h}, {@code 2d}. */
  public static SettingKey<Duration> duration(String name, Duration min, Duration max) {
    return of(name, ValueForm.duration(min, max));
  }

  /** An absolute http or https URL with a host and without user-info or fragment. */
  public static SettingKey<URI> url(String name) {
    return of(name, ValueForm.url());
  }

  /** A path; a relative one is resolved by the reader against the folder of the settings. */
  public static SettingKey<Path> path(String name) {
    return of(name, ValueForm.path());
  }

  /** One of the constants of {@code type}, written in lower case with {@code -} for {@code _}. */
  public static <E extends Enum<E>> SettingKey<E> choice(String name, Class<E> type) {
    return of(name, ValueForm.choice(type));
  }

  /** Several of {@code allowed}, separated by commas or blanks, in order of preference. */
  public static SettingKey<List<String>> list(String name, List<String> allowed) {
    return of(name, ValueForm.list(allowed));
  }

  /** The message that a parser throws: {@code "value" is …; remedy}. */
  public static IllegalArgumentException invalid(String value, String complaint, String remedy) {
    return new IllegalArgumentException("\"" + value + "\" is " + complaint + "; " + remedy);
  }

  /** As this, and its scheme cannot work without it. */
  public SettingKey<T> asRequired() {
    return new SettingKey<>(name, form, home, true, secret, defaultText, description);
  }

  /** As this, at home in that file. */
  public SettingKey<T> in(Home file) {
    return new SettingKey<>(name, form, file, required, secret, defaultText, description);
  }

  /** As this, with the value that stands when the property is absent. */
  public SettingKey<T> withDefault(String text) {
    form.parser().apply(text);
    return new SettingKey<>(name, form, home, required, secret, Optional.of(text), description);
  }

  /** As this, with what the reference page says of it: whole sentences, units named. */
  public SettingKey<T> describedAs(String sentences) {
    return new SettingKey<>(name, form, home, required, secret, defaultText, sentences);
  }

  /** The property's name. */
  public String name() {
    return name;
  }

  /** What the reference page calls the type. */
  public String typeName() {
    return form.name();
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
    return form.name().equals(SECRET_FILE);
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
    String whole = familyPrefix().orElseThrow() + memberName;
    return new SettingKey<>(whole, form, home, false, secret, Optional.empty(), description);
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
    return form.parser().apply(text.strip());
  }

  /** A value that code sets, under the rules of {@link #parse}. */
  @SuppressWarnings("unchecked") // who sets a value has a key of this name, whose type it is
  Object checked(Object value) {
    return form.checked((T) value);
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
}
