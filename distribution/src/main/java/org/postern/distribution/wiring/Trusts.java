package org.postern.distribution.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Module;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.postern.core.settings.MailSettings;
import org.postern.core.settings.Secret;
import org.postern.core.settings.SettingValues;
import org.postern.core.settings.SettingsException;
import org.postern.core.spi.TlsTrust;
import org.postern.core.vitals.Ending;
import org.postern.truststore.Trust;
import org.postern.truststore.TrustStoreException;
import org.postern.truststore.TrustStoreFile;

/** Chooses the trust: the JDK's alone, or with a store of our own beside it. */
public final class Trusts {

  private Trusts() {}

  /** The store that the settings name, which need not exist. */
  public static TrustStoreFile store(Configuration configuration, Optional<Secret> password) {
    Path file = configuration.peek(BundleKeys.TRUSTSTORE).orElseThrow();
    return password
        .map(secret -> TrustStoreFile.at(file, secret.reveal().toCharArray()))
        .orElseGet(() -> TrustStoreFile.at(file));
  }

  static Module moduleFor(MailSettings settings, Configuration configuration) {
    SettingValues values = settings.values();
    values.find(BundleKeys.TRUSTSTORE); // where its name was refused, the default is not meant
    TrustStoreFile store = store(configuration, values.find(BundleKeys.TRUSTSTORE_PASSWORD));
    try {
      if (store.exists()) {
        TlsTrust trust = TlsTrust.of(Trust.jdkAnd(store).trustManager());
        return new StoreTrustModule(store.path(), new StoreTrust(trust, endings(store)));
      }
      if (values.given(BundleKeys.TRUSTSTORE)) {
        throw refused(
            settings,
            "the trust store " + store.path() + " does not exist",
            "make it with `postern truststore import FILE`, or remove the line");
      }
      return new JdkTrustModule();
    } catch (TrustStoreException unusable) {
      throw refused(settings, unusable.getMessage(), "mend or remove the store");
    }
  }

  private static List<Ending> endings(TrustStoreFile store) throws TrustStoreException {
    return store.entries().stream()
        .map(
            entry ->
                new Ending(
                    "CA " + entry.alias(),
                    entry.certificate().getNotAfter().toInstant(),
                    "import its successor by `postern truststore import`, or remove it"))
        .toList();
  }

  private static SettingsException refused(MailSettings settings, String cause, String remedy) {
    return SettingsException.of(settings.problem(BundleKeys.TRUSTSTORE.name(), cause, remedy));
  }

  /** Knows when the certificates of the store end. */
  private record StoreTrust(TlsTrust trust, List<Ending> endings) implements TlsTrust {

    @Override
    public SSLContext context() {
      return trust.context();
    }

    @Override
    public SSLContext presenting(List<KeyManager> keys) {
      return trust.presenting(keys);
    }
  }

  /** Trusts what the JDK trusts, and the store. */
  private static final class StoreTrustModule extends AbstractModule {

    private final Path file;
    private final TlsTrust trust;

    StoreTrustModule(Path file, TlsTrust trust) {
      this.file = file;
      this.trust = trust;
    }

    @Provides
    @Singleton
    TlsTrust trust() {
      return trust;
    }

    @Override
    public String toString() {
      return "trust of the JDK and of " + file;
    }
  }
}
