package org.postern.distribution.wiring;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.postern.core.settings.Secret;
import org.postern.core.settings.SecretDecoder;
import org.postern.crypto.CryptoException;
import org.postern.crypto.KeyRing;
import org.postern.crypto.SecretCodec;

/** The bridge from the crypto module to the settings. */
public final class Secrets {

  private Secrets() {}

  /** The key ring of a configuration; need not exist. */
  public static Path keyRing(Configuration configuration, Map<String, String> environment) {
    return Optional.ofNullable(environment.get("POSTERN_KEYRING"))
        .filter(named -> !named.isBlank())
        .map(Path::of)
        .or(() -> configuration.peek(BundleKeys.KEYRING))
        .orElseThrow();
  }

  /** Decrypts with the key ring, which is read when the first encrypted value is met. */
  public static SecretDecoder decoder(
      Configuration configuration, Map<String, String> environment) {
    AtomicReference<SecretCodec> codec = new AtomicReference<>();
    return (property, value) -> {
      if (!SecretCodec.isEncrypted(value)) {
        return SecretDecoder.PLAIN.decode(property, value);
      }
      try {
        if (codec.get() == null) {
          codec.set(new SecretCodec(KeyRing.load(keyRing(configuration, environment))));
        }
        char[] secret = codec.get().decrypt(property, value);
        return new SecretDecoder.Decoded(Secret.of(secret), true);
      } catch (CryptoException refused) {
        throw new IllegalArgumentException(refused.getMessage(), refused);
      }
    };
  }
}
