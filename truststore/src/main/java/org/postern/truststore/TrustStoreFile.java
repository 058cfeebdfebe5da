package org.postern.truststore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The trust store of an installation: a PKCS#12 or JKS file of CA certificates, as the JDK's
 * keytool reads and writes it. The kind is told from the content; new stores are PKCS#12 with mode
 * {@code rw-r--r--}, for CA certificates are no secret.
 *
 * <p>Every change is all or nothing, for a caller and for a crash: readers meet the old or the new
 * store, whole, with its owner and mode kept. Writers of any process wait for one another (30 s at
 * most) on {@code .NAME.lock} beside the store. A symbolic link stays one; its target is replaced.
 * Private keys in the store are kept and never shown. Reads the file on each call; thread safe.
 */
public final class TrustStoreFile {

  private static final String KEYTOOL_PASSWORD = "changeit";
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String NEW_MODE = "rw-r--r--";

  private final Path path;
  private final char[] password;
  private final Clock clock;

  private TrustStoreFile(Path path, char[] password, Clock clock) {
    this.path = path.toAbsolutePath().normalize();
    this.password = password.clone();
    this.clock = clock;
  }

  /** The store at {@code path}, which need not exist yet, with the password of keytool's stores. */
  public static TrustStoreFile at(Path path) {
    return at(path, KEYTOOL_PASSWORD.toCharArray());
  }

  /** With its own password, copied; it protects against accidents more than against people. */
  public static TrustStoreFile at(Path path, char[] password) {
    return new TrustStoreFile(path, password, Clock.systemUTC());
  }

  TrustStoreFile withClock(Clock other) {
    return new TrustStoreFile(path, password, other);
  }

  public Path path() {
    return path;
  }

  public boolean exists() {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  /** Empty while the store does not exist. */
  public Optional<StoreType> type() throws TrustStoreException {
    return exists() ? Optional.of(read(path).type()) : Optional.empty();
  }

  /**
   * The trusted certificates by alias; none while the store does not exist.
   *
   * @throws TrustStoreException if the file is no store, damaged, or the password is wrong: never
   *     an empty list instead
   */
  public List<TrustedEntry> entries() throws TrustStoreException {
    return exists() ? read(path).trusted() : List.of();
  }

  /**
   * Imports every certificate of {@code files} (PEM with any number and text between, DER, PKCS#7),
   * or none. A store is made where there is none; its folder must exist.
   *
   * @throws TrustStoreException naming every file, line and certificate that cannot be imported
   */
  public ImportResult importFiles(List<Path> files, ImportOptions options)
      throws TrustStoreException {
    List<FoundCertificate> found = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (Path file : files) {
      CertificateFile read = CertificateFile.read(file);
      found.addAll(read.found());
      warnings.addAll(read.warnings());
      problems.addAll(read.problems());
    }
    if (!problems.isEmpty()) {
      throw new TrustStoreException(problems);
    }
    return importAll(found, options, warnings);
  }

  /** As {@link #importFiles}, for certificates at hand, such as those of a {@link FetchedChain}. */
  public ImportResult importCertificates(List<X509Certificate> certificates, ImportOptions options)
      throws TrustStoreException {
    return importAll(
        certificates.stream().map(c -> new FoundCertificate(c, "certificate")).toList(),
        options,
        List.of());
  }

  /**
   * Takes the certificate out.
   *
   * @return what was removed
   * @throws TrustStoreException if there is no such certificate; the message lists those there are
   */
  public TrustedEntry remove(String alias) throws TrustStoreException {
    Path real = realPath();
    String name = alias.strip().toLowerCase(Locale.ENGLISH);
    if (!Files.exists(real)) {
      throw new TrustStoreException(real + ": does not exist, there is nothing to remove");
    }
    try (StoreLock lock = StoreLock.take(real, PATIENCE)) {
      StoreContent content = read(real);
      TrustedEntry entry =
          content
              .trusted(name)
              .orElseThrow(
                  () ->
                      new TrustStoreException(
                          real
                              + ": holds no certificate with alias \""
                              + Printable.text(name)
                              + "\"; it has "
                              + content.trusted().stream().map(TrustedEntry::alias).toList()));
      content.remove(name);
      write(lock, content);
      return entry;
    }
  }

  private ImportResult importAll(
      List<FoundCertificate> found, ImportOptions options, List<String> fileWarnings)
      throws TrustStoreException {
    Path real = realPath();
    ImportOptions once = options.replacing(new RememberedDecision(options.replace()));
    // a first run in memory finds the faults and asks the questions while nobody waits for the lock
    ImportPlan.apply(readOrEmpty(real), found, once, clock.instant());
    try (StoreLock lock = StoreLock.take(real, PATIENCE)) {
      boolean created = !Files.exists(real);
      StoreContent content = readOrEmpty(real);
      ImportPlan plan = ImportPlan.apply(content, found, once, clock.instant());
      List<String> warnings = new ArrayList<>(fileWarnings);
      warnings.addAll(plan.warnings());
      ImportResult result = new ImportResult(real, created, plan.steps(), warnings);
      if (result.changed()) {
        write(lock, content);
      }
      return result;
    }
  }

  private StoreContent readOrEmpty(Path real) throws TrustStoreException {
    return Files.exists(real) ? read(real) : StoreContent.empty(real);
  }

  private StoreContent read(Path file) throws TrustStoreException {
    return StoreContent.read(file, password);
  }

  private void write(StoreLock lock, StoreContent content) throws TrustStoreException {
    byte[] bytes = content.toBytes(password);
    try {
      AtomicFile.write(lock, bytes, NEW_MODE);
    } catch (IOException e) {
      throw new TrustStoreException(FileProblem.of(lock.store(), "write", e), e);
    }
  }

  /** Behind symbolic links, so that two names of one store share one lock and links survive. */
  private Path realPath() throws TrustStoreException {
    try {
      if (exists()) {
        return path.toRealPath();
      }
      Path folder = path.getParent();
      if (folder == null || !Files.isDirectory(folder)) {
        throw new TrustStoreException(
            path + ": its folder does not exist; make the folder or mend the path");
      }
      return folder.toRealPath().resolve(path.getFileName());
    } catch (IOException e) {
      throw new TrustStoreException(
          Files.isSymbolicLink(path)
              ? path + ": is a symbolic link to a file that does not exist; mend or remove the link"
              : FileProblem.of(path, "read", e),
          e);
    }
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
