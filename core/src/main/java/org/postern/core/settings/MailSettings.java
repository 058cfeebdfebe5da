package org.postern.core.settings;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.core.smtp.MailAddress;

/**
 * Everything that decides how mail leaves, read once and checked as a whole: nothing downstream
 * reads a property. Immutable. {@link SettingsLoader} makes it from files, {@link #builder} from
 * code; both apply the same rules.
 */
public final class MailSettings {

  private final SettingValues values;
  private final List<SettingsProblem> warnings;
  private final List<EffectiveSetting> effective;
  private final Map<String, Place> places;
  private final Place elsewhere;

  /**
   * @param places of those that were given, by name
   * @param elsewhere where all others should be
   */
  MailSettings(
      SettingValues values,
      List<SettingsProblem> warnings,
      List<EffectiveSetting> effective,
      Map<String, Place> places,
      Place elsewhere) {
    this.values = values;
    this.warnings = List.copyOf(warnings);
    this.effective = List.copyOf(effective);
    this.places = Map.copyOf(places);
    this.elsewhere = elsewhere;
  }

  /**
   * Settings made by code.
   *
   * @param schemes the auth schemes that may be chosen, normally {@code AuthStrategies.schemes()}
   */
  public static Builder builder(Collection<? extends AuthScheme> schemes) {
    return builder(schemes, List.of());
  }

  /**
   * Settings made by code, those of further modules among them.
   *
   * @param further keys of other modules that may be set as well, such as those of the spool
   */
  public static Builder builder(
      Collection<? extends AuthScheme> schemes, Collection<SettingKey<?>> further) {
    return new CodedSettings(new KnownKeys(schemes, further, List.of()));
  }

  /** Host name or address of the mail server. */
  public String host() {
    return values.get(CoreKeys.HOST);
  }

  /** Port of the mail server, 1 to 65535. */
  public int port() {
    return values.get(CoreKeys.PORT);
  }

  /** The auth scheme by the mode table or by {@code postern.auth.scheme}. */
  public String scheme() {
    return values.get(CoreKeys.SCHEME);
  }

  /** The family of the mail provider, such as {@code microsoft365}; empty where none is named. */
  public Optional<String> provider() {
    return values.find(CoreKeys.PROVIDER).map(Provider::family);
  }

  /** How TLS is used. */
  public TlsMode tls() {
    return values.get(CoreKeys.TLS_MODE);
  }

  /** The sender address of mail that names none: {@code postern.mail.from} or the user name. */
  public Optional<MailAddress> from() {
    return values
        .find(CoreKeys.FROM)
        .or(() -> values.find(CoreKeys.USER).flatMap(MailAddress::tryParse));
  }

  /** What becomes of mail at a test installation; empty where it goes to its recipients. */
  public Optional<TestMode> testMode() {
    return TestMode.of(values);
  }

  /** All values, typed. */
  public SettingValues values() {
    return values;
  }

  /** What works and yet should be changed: a plain secret, a password that is not used. */
  public List<SettingsProblem> warnings() {
    return warnings;
  }

  /** All settings in force, sorted by name, secrets masked. */
  public List<EffectiveSetting> effective() {
    return effective;
  }

  /**
   * Something that is wrong with one of these settings, at the place where it stands.
   *
   * @param key the property's name
   * @param cause what is wrong, without a secret
   * @param remedy what to do
   */
  public SettingsProblem problem(String key, String cause, String remedy) {
    return places.getOrDefault(key, elsewhere).problem(key, cause, remedy);
  }

  /** Scheme, host and port. */
  @Override
  public String toString() {
    return scheme() + "@" + host() + ":" + port() + " tls=" + tls();
  }

  /**
   * One setting in force.
   *
   * @param key the property's name
   * @param value its value; {@code ********} for a secret
   * @param source {@code is.properties:12}, {@code default}, {@code code}, {@code derived} or
   *     {@code provider microsoft365}
   */
  public record EffectiveSetting(String key, String value, String source) {}

  /** Collects settings; not thread safe. */
  public interface Builder {

    /**
     * Sets a value; the last one counts. {@link #build} checks it as if it stood in a file: a blank
     * text or secret, a number or a duration out of bounds, a list with what is not allowed is a
     * problem.
     */
    <T> Builder set(SettingKey<T> key, T value);

    /**
     * Checks all and makes the settings.
     *
     * @throws SettingsException with every problem
     */
    MailSettings build();
  }
}
