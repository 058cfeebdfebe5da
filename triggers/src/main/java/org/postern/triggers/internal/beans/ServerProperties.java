package org.postern.triggers.internal.beans;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.postern.triggers.internal.run.RunLog;
import org.slf4j.event.Level;

/** The properties of the server's files, of which secrets are withheld. Immutable. */
public final class ServerProperties {

  /** Names of what is a secret in such files, whoever's it is. */
  private static final Pattern SECRET =
      Pattern.compile("passw|passphrase|pwd|secret|token(?!endpoint)|credential|privatekey|apikey");

  private final Map<String, String> values;

  /**
   * @param values all of both files, as they stand there
   */
  public ServerProperties(Map<String, String> values) {
    this.values = Map.copyOf(values);
  }

  /** The value; empty where it is absent or a secret, and the log says which. */
  public Optional<String> find(String name, RunLog log) {
    String value = values.get(name.strip());
    if (value == null) {
      return Optional.empty();
    }
    if (secret(name, value)) {
      log.platform(
          Level.WARN,
          "the script asked for the property " + name.strip() + ": secrets are withheld");
      return Optional.empty();
    }
    return Optional.of(value);
  }

  private static boolean secret(String name, String value) {
    String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    return SECRET.matcher(plain).find() || value.strip().startsWith("ENC[");
  }
}
