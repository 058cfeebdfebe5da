package org.postern.truststore;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A store in memory: what was in the file, and the changes to be written. One thread at a time. */
final class StoreContent {

  private static final long LIMIT = 16L << 20;

  private final Path file;
  private final StoreType type;
  private final KeyStore keys;

  private StoreContent(Path file, StoreType type, KeyStore keys) {
    this.file = file;
    this.type = type;
    this.keys = keys;
  }

  /** A new one, PKCS12. */
  static StoreContent empty(Path file) throws TrustStoreException {
    try {
      KeyStore keys = KeyStore.getInstance(StoreType.PKCS12.name());
      keys.load(null, null);
      return new StoreContent(file, StoreType.PKCS12, keys);
    } catch (IOException | GeneralSecurityException e) {
      throw new TrustStoreException(
          file + ": this JDK makes no PKCS#12 store: " + e.getMessage(), e);
    }
  }

  static StoreContent read(Path file, char[] password) throws TrustStoreException {
    byte[] bytes = bytes(file);
    StoreType type = StoreType.of(bytes, file);
    try {
      KeyStore keys = KeyStore.getInstance(type.name());
      keys.load(new ByteArrayInputStream(bytes), password);
      StoreContent content = new StoreContent(file, type, keys);
      if (type == StoreType.PKCS12 && keys.size() == 0) {
        content.addUnmarked(bytes, password);
      }
      return content;
    } catch (IOException e) {
      throw new TrustStoreException(
          e.getCause() instanceof UnrecoverableKeyException
              ? file
                  + ": the password does not open this store, or the file was changed;"
                  + " give the password it was made with (keytool's own stores have \"changeit\")"
              : damaged(file, e),
          e);
    } catch (GeneralSecurityException | RuntimeException e) {
      // the JDK's parser answers some damaged files with unchecked exceptions
      throw new TrustStoreException(damaged(file, e), e);
    }
  }

  StoreType type() {
    return type;
  }

  /** Trusted certificates by alias; private keys and secrets in the store are never shown. */
  List<TrustedEntry> trusted() {
    try {
      List<TrustedEntry> entries = new ArrayList<>();
      for (String alias : Collections.list(keys.aliases())) {
        if (keys.isCertificateEntry(alias)
            && keys.getCertificate(alias) instanceof X509Certificate certificate) {
          entries.add(new TrustedEntry(alias, certificate));
        }
      }
      entries.sort(Comparator.comparing(TrustedEntry::alias));
      return entries;
    } catch (KeyStoreException e) {
      throw notLoaded(e);
    }
  }

  Optional<TrustedEntry> trusted(String alias) {
    return trusted().stream().filter(entry -> entry.alias().equals(alias)).findFirst();
  }

  Optional<TrustedEntry> holding(Certificate certificate) {
    return trusted().stream().filter(entry -> entry.certificate().equals(certificate)).findFirst();
  }

  /** Whether anything at all has this name, a private key too. */
  boolean isTaken(String alias) {
    try {
      return keys.containsAlias(alias);
    } catch (KeyStoreException e) {
      throw notLoaded(e);
    }
  }

  void put(String alias, X509Certificate certificate) {
    try {
      keys.setCertificateEntry(alias, certificate);
    } catch (KeyStoreException e) {
      throw notLoaded(e);
    }
  }

  void remove(String alias) {
    try {
      keys.deleteEntry(alias);
    } catch (KeyStoreException e) {
      throw notLoaded(e);
    }
  }

  byte[] toBytes(char[] password) throws TrustStoreException {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      keys.store(out, password);
      return out.toByteArray();
    } catch (IOException | GeneralSecurityException e) {
      throw new TrustStoreException(file + ": the store cannot be written: " + e.getMessage(), e);
    }
  }

  private void addUnmarked(byte[] bytes, char[] password) throws TrustStoreException {
    try {
      for (X509Certificate certificate : UnmarkedPkcs12.certificates(bytes, password)) {
        put(Aliases.fromSubject(certificate, this::isTaken), certificate);
      }
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      throw new TrustStoreException(
          file
              + ": shows no trusted certificate to Java and cannot be read otherwise ("
              + Printable.text(String.valueOf(e.getMessage()))
              + "); export it with \"openssl pkcs12 -in FILE -nokeys -out ca.pem\""
              + " and import ca.pem into a new store",
          e);
    }
  }

  private static byte[] bytes(Path file) throws TrustStoreException {
    try {
      if (!Files.isRegularFile(file)) {
        throw new TrustStoreException(file + ": is no regular file; give the path of the store");
      }
      if (Files.size(file) > LIMIT) {
        throw new TrustStoreException(
            file + ": is over 16 MB, which no trust store is; check the path");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new TrustStoreException(FileProblem.of(file, "read", e), e);
    }
  }

  private static String damaged(Path file, Exception e) {
    return file
        + ": cannot be read as a store ("
        + Printable.text(String.valueOf(e.getMessage()))
        + "); restore a backup, or remove it and import the CAs again";
  }

  private static IllegalStateException notLoaded(KeyStoreException e) {
    return new IllegalStateException("a key store is loaded before it is used", e);
  }
}
