package org.postern.triggers.internal.beans;

import java.util.Map;
import java.util.Optional;
import org.postern.triggers.internal.run.RunLog;
import org.postern.triggers.internal.run.SecretNames;
import org.slf4j.event.Level;

/** The properties of the server's files, of which secrets are withheld. Immutable. */
public final class ServerProperties {

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
    return SecretNames.match(name) || value.strip().startsWith("ENC[");
  }
}
