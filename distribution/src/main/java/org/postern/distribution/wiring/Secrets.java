package org.postern.distribution.wiring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.postern.core.settings.Secret;
import org.postern.core.settings.SettingsLoader;
import org.postern.core.spi.SecretKeeper;
import org.postern.crypto.CryptoException;
import org.postern.crypto.KeptSecret;
import org.postern.crypto.KeyRing;
import org.postern.crypto.SecretCodec;
import org.postern.spool.SpoolKeys;

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

  /** Uses the key ring, which is read when the first encrypted value is met or written. */
  public static SecretKeeper keeper(Configuration configuration, Map<String, String> environment) {
    return new KeyRingKeeper(() -> keyRing(configuration, environment));
  }

  /** Decrypts nothing and takes every secret for granted, also where the key ring is not. */
  public static SecretKeeper unread() {
    return new Unread();
  }

  /** False where a value is encrypted, and this process may not read the key ring. */
  public static boolean withinReach(Configuration configuration, Map<String, String> environment) {
    return Files.isReadable(keyRing(configuration, environment))
        || SettingsLoader.properties(configuration.folder()).values().stream()
            .noneMatch(SecretCodec::isEncrypted);
  }

  /** What is needed to open the spool: secrets only where it is a database with a password. */
  public static SecretKeeper forSpool(
      Configuration configuration, Map<String, String> environment) {
    return configuration.peekValue(SpoolKeys.PASSWORD).isPresent()
        ? keeper(configuration, environment)
        : unread();
  }

  /** Hands out a word in place of every secret. */
  private static final class Unread implements SecretKeeper {

    @Override
    public Decoded decode(String property, String value) {
      return new Decoded(Secret.of("(not read)"), true);
    }

    @Override
    public Kept open(Path file, String name) throws IOException {
      return NONE.open(file, name);
    }
  }

  /** The codec of one key ring. */
  private static final class KeyRingKeeper implements SecretKeeper {

    private final Supplier<Path> file;
    private final AtomicReference<SecretCodec> codec = new AtomicReference<>();

    KeyRingKeeper(Supplier<Path> file) {
      this.file = file;
    }

    @Override
    public Decoded decode(String property, String value) {
      if (!SecretCodec.isEncrypted(value)) {
        return PLAIN.decode(property, value);
      }
      try {
        return new Decoded(Secret.of(codec().decrypt(property, value)), true);
      } catch (CryptoException refused) {
        throw new IllegalArgumentException(refused.getMessage(), refused);
      }
    }

    @Override
    public Kept open(Path kept, String name) throws IOException {
      try {
        return new KeptByCrypto(KeptSecret.open(kept, name, codec()));
      } catch (CryptoException refused) {
        throw new IOException(refused.getMessage(), refused);
      }
    }

    private SecretCodec codec() throws CryptoException {
      if (codec.get() == null) {
        codec.set(new SecretCodec(KeyRing.load(file.get())));
      }
      return codec.get();
    }
  }

  /** The crypto module's file, in the words of the core. */
  private record KeptByCrypto(KeptSecret kept, Optional<Secret> secret)
      implements SecretKeeper.Kept {

    KeptByCrypto(KeptSecret kept) {
      this(kept, secretOf(kept));
    }

    /** What cannot be decrypted is closed at once: nobody else would. */
    private static Optional<Secret> secretOf(KeptSecret kept) {
      try {
        return kept.secret().map(Secret::of);
      } catch (CryptoException refused) {
        kept.close();
        throw refused;
      }
    }

    @Override
    public void replace(Secret fresh) throws IOException {
      try {
        kept.replace(fresh.reveal().toCharArray());
      } catch (CryptoException refused) {
        throw new IOException(refused.getMessage(), refused);
      }
    }

    @Override
    public void close() {
      kept.close();
    }
  }
}
