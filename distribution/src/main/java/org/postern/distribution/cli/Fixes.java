package org.postern.distribution.cli;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.postern.core.examination.TlsPeer;
import org.postern.core.settings.Secret;
import org.postern.crypto.CryptoException;
import org.postern.distribution.doctor.DoctorFinding;
import org.postern.distribution.doctor.DoctorReport;
import org.postern.distribution.doctor.Fix;
import org.postern.distribution.plugins.Plugins;
import org.postern.distribution.wiring.BundleKeys;
import org.postern.distribution.wiring.Configuration;
import org.postern.distribution.wiring.Secrets;
import org.postern.distribution.wiring.Trusts;
import org.postern.truststore.CertificateSummary;
import org.postern.truststore.ChainFetchException;
import org.postern.truststore.ChainFetcher;
import org.postern.truststore.FetchMode;
import org.postern.truststore.FetchedChain;
import org.postern.truststore.ImportOptions;
import org.postern.truststore.Trust;
import org.postern.truststore.TrustStoreException;
import org.postern.truststore.TrustStoreFile;

/** Mends what can be mended safely on this machine, each thing after it was said and agreed to. */
final class Fixes {

  private final PosternCommand postern;
  private final Configuration configuration;
  private final boolean agreed;
  private final Set<String> trusted;

  /**
   * @param agreed true to ask nothing, but for whom to trust
   * @param trusted SHA-256 fingerprints that may be trusted unasked
   */
  Fixes(PosternCommand postern, Configuration configuration, boolean agreed, List<String> trusted) {
    this.postern = postern;
    this.configuration = configuration;
    this.agreed = agreed;
    this.trusted = new LinkedHashSet<>(trusted.stream().map(Fixes::plain).toList());
  }

  /** Mends what was found; true where anything was changed. */
  boolean mend(DoctorReport report) throws IOException {
    boolean any = false;
    Set<Fix> all = new LinkedHashSet<>();
    report.findings().stream().map(DoctorFinding::fix).flatMap(Optional::stream).forEach(all::add);
    for (Fix fix : all) {
      if (agreedTo(fix)) {
        any |= tried(fix);
      } else {
        note("Not done: " + fix.inWords() + why(fix));
      }
    }
    return any;
  }

  private boolean agreedTo(Fix fix) {
    if (fix instanceof Fix.Import missing) {
      return trusted.contains(plain(missing.sha256()))
          || postern
              .terminal()
              .confirms(
                  "Is that the SHA-256 that the server's administrator told you?\n"
                      + "  "
                      + missing.sha256()
                      + "\nTrust "
                      + missing.subject()
                      + "?");
    }
    return agreed || postern.terminal().confirms("Shall I " + fix.inWords() + "?");
  }

  private static String why(Fix fix) {
    return fix instanceof Fix.Import missing ? "; name it by --trust " + missing.sha256() : "";
  }

  /** What cannot be mended is said, and keeps nothing else from being mended. */
  private boolean tried(Fix fix) {
    try {
      return mended(fix);
    } catch (FileSystemException refused) {
      note("Not done: " + fix.inWords() + ": " + Failures.inWords(refused));
    } catch (IOException | CommandFailure | CryptoException refused) {
      note("Not done: " + fix.inWords() + ": " + refused.getMessage());
    }
    return false;
  }

  private boolean mended(Fix fix) throws IOException {
    if (fix instanceof Fix.Mode mode) {
      Files.setPosixFilePermissions(mode.file(), PosixFilePermissions.fromString(mode.mode()));
      note("Done: " + fix.inWords());
      return true;
    }
    if (fix instanceof Fix.Encrypt) {
      EncryptCommand.run(configuration, postern.terminal());
      return true;
    }
    return fix instanceof Fix.Import missing && imported(missing);
  }

  /** Looks at the server once more: what is imported is what was agreed to, not what comes now. */
  private boolean imported(Fix.Import missing) {
    try {
      TrustStoreFile store = store();
      Trust trust = store.exists() ? Trust.jdkAnd(store) : Trust.jdk();
      TlsPeer peer = missing.peer();
      FetchedChain chain =
          new ChainFetcher(trust)
              .fetch(
                  peer.host(),
                  peer.port(),
                  peer.startTls() ? FetchMode.STARTTLS : FetchMode.IMPLICIT);
      Optional<X509Certificate> offered = chain.importable().or(chain::selfSignedServer);
      if (offered.filter(one -> same(one, missing)).isEmpty()) {
        note("Not done: the server now presents another certificate than before");
        return false;
      }
      store.importCertificates(List.of(offered.get()), ImportOptions.strict().allowingLeaf());
      note("Done: " + missing.inWords() + ", in " + store.path());
      return true;
    } catch (TrustStoreException | ChainFetchException refused) {
      note("Not done: " + refused.getMessage());
      return false;
    }
  }

  private TrustStoreFile store() {
    Optional<Secret> password =
        configuration.secret(
            BundleKeys.TRUSTSTORE_PASSWORD,
            Plugins.none(),
            Secrets.keeper(configuration, postern.terminal().environment()));
    return Trusts.store(configuration, password);
  }

  private static boolean same(X509Certificate offered, Fix.Import missing) {
    return CertificateSummary.of(offered).sha256().equals(missing.sha256());
  }

  private void note(String text) {
    postern.terminal().note(Wrapped.text(text, "    "));
  }

  private static String plain(String fingerprint) {
    return fingerprint.replaceAll("[^0-9A-Fa-f]", "").toLowerCase(Locale.ROOT);
  }
}
