package org.postern.truststore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cms.CMSAbsentContent;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.truststore.ImportedCertificate.Change;

class TrustStoreFileTest {

  private static final Cert ROOT = Cert.root("Example Root CA");
  private static final Cert INTER = ROOT.intermediate("Example Issuing CA");
  private static final Cert OTHER = Cert.root("Other Root");
  private static final Cert LEAF = INTER.server();
  private static final ImportOptions STRICT = ImportOptions.strict();

  @TempDir Path folder;
  private TrustStoreFile store;

  @BeforeEach
  void newStore() {
    store = TrustStoreFile.at(folder.resolve("truststore.p12"));
  }

  @Test
  void missingStoreIsEmptyAndIsMadeByTheFirstImport() throws Exception {
    assertThat(store.exists()).isFalse();
    assertThat(store.entries()).isEmpty();
    assertThat(store.type()).isEmpty();

    ImportResult result = store.importFiles(List.of(file("ca.pem", ROOT.pem())), STRICT);

    assertThat(result.created()).isTrue();
    assertThat(result.changed()).isTrue();
    assertThat(result.store()).isEqualTo(store.path().toRealPath());
    assertThat(store.type()).contains(StoreType.PKCS12);
    assertThat(store.entries()).containsExactly(new TrustedEntry("example-root-ca", ROOT.x509()));
  }

  @Test
  void bundleWithTextBetweenAndCrLfIsReadWhole() throws Exception {
    String bundle =
        "Bag Attributes\n  friendlyName: root\n# the root\n"
            + ROOT.pem()
            + "\nand its intermediate, subject=CN=x\n\n"
            + INTER.pem()
            + OTHER.pem().stripTrailing();
    store.importFiles(List.of(file("bundle.pem", bundle.replace("\n", "\r\n"))), STRICT);
    assertThat(aliases()).containsExactly("example-issuing-ca", "example-root-ca", "other-root");
  }

  @Test
  void pemSavedAsUnicodeByAnEditorIsRead() throws Exception {
    Path utf16 = folder.resolve("utf16.pem");
    Files.write(utf16, ("\ufeff" + ROOT.pem()).getBytes(StandardCharsets.UTF_16LE));
    Path utf8 = file("utf8.pem", "\ufeff" + OTHER.pem());
    store.importFiles(List.of(utf16, utf8), STRICT);
    assertThat(aliases()).containsExactly("example-root-ca", "other-root");
  }

  @Test
  void derAndPkcs7InBothFormsAreRead() throws Exception {
    CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
    generator.addCertificate(new JcaX509CertificateHolder(INTER.x509()));
    generator.addCertificate(new JcaX509CertificateHolder(OTHER.x509()));
    byte[] p7 = generator.generate(new CMSAbsentContent()).getEncoded();
    Path der = Files.write(folder.resolve("root.der"), ROOT.der());
    Path p7b = Files.write(folder.resolve("cas.p7b"), p7);
    Path p7pem = file("cas.pem", Cert.pem("PKCS7", p7));

    assertThat(store.importFiles(List.of(der, p7b), STRICT).certificates()).hasSize(3);
    assertThat(store.importFiles(List.of(p7pem), STRICT).changed()).isFalse();
    assertThat(aliases()).containsExactly("example-issuing-ca", "example-root-ca", "other-root");
  }

  @Test
  void fiftyCertificatesOfOneBundleAllArrive() throws Exception {
    List<Cert> all = IntStream.range(0, 50).mapToObj(i -> Cert.root("Root " + i)).toList();
    String bundle = all.stream().map(Cert::pem).collect(Collectors.joining("# next\n"));
    ImportResult result =
        store.importFiles(List.of(file("bundle.pem", bundle)), STRICT.withAlias("corp"));
    assertThat(result.certificates())
        .extracting(ImportedCertificate::change)
        .containsOnly(Change.ADDED);
    assertThat(store.entries())
        .extracting(TrustedEntry::certificate)
        .containsExactlyInAnyOrderElementsOf(all.stream().map(Cert::x509).toList());
    assertThat(aliases()).contains("corp-1", "corp-50");
  }

  @Test
  void oneBadCertificateOfABundleImportsNothingAndIsNamed() throws Exception {
    store.importFiles(List.of(file("first.pem", OTHER.pem())), STRICT);
    byte[] before = Files.readAllBytes(store.path());
    String bad = Cert.pem("CERTIFICATE", new byte[] {0x30, 3, 2, 1, 1});
    String bundle = ROOT.pem() + bad + INTER.pem();
    int line = (int) ROOT.pem().lines().count() + 1;

    assertThatThrownBy(() -> store.importFiles(List.of(file("bundle.pem", bundle)), STRICT))
        .isInstanceOf(TrustStoreException.class)
        .hasMessageContaining("bundle.pem:" + line + ": certificate cannot be read");
    assertThat(store.path()).hasBinaryContent(before);
  }

  @Test
  void allProblemsOfAllFilesAreToldTogether() throws Exception {
    Path leaf = file("leaf.pem", LEAF.pem());
    Path old = file("old.pem", Cert.named("CN=Old").ca().expired().make().pem());
    assertThatThrownBy(() -> store.importFiles(List.of(leaf, old), STRICT))
        .isInstanceOfSatisfying(TrustStoreException.class, e -> assertThat(e.problems()).hasSize(2))
        .hasMessageContaining("nothing was changed")
        .hasMessageContaining("leaf.pem:1 CN=mail.example.com: is the certificate of a server")
        .hasMessageContaining("import the CA that issued it (CN=Example Issuing CA)")
        .hasMessageContaining("old.pem:1 CN=Old: ended at 2020-12-31T00:00:00Z (our time is ");
    assertThat(store.exists()).isFalse();
  }

  @Test
  void leafAndExpiredAreTakenWhenTold() throws Exception {
    Path leaf = file("leaf.pem", LEAF.pem());
    Path old = file("old.pem", Cert.named("CN=Old").ca().expired().make().pem());
    store.importFiles(List.of(leaf, old), STRICT.allowingLeaf().allowingExpired());
    assertThat(aliases()).containsExactly("mail.example.com", "old");
  }

  @Test
  void weakKeysAndSignaturesAndFutureCertificatesAreWarnedOf() throws Exception {
    Cert weak = Cert.named("CN=Weak").ca().rsa(1024).make();
    Cert sha1 = Cert.named("CN=Sha1").ca().by(ROOT).digest("SHA1").make();
    Cert future = Cert.named("CN=Future").ca().future().make();
    ImportResult result =
        store.importFiles(
            List.of(file("all.pem", weak.pem() + sha1.pem() + future.pem() + ROOT.pem())), STRICT);
    assertThat(result.certificates()).hasSize(4);
    assertThat(result.warnings())
        .satisfiesExactly(
            w -> assertThat(w).contains("CN=Weak", "RSA key of 1024 bits"),
            w -> assertThat(w).contains("CN=Sha1", "signature SHA1withECDSA"),
            w -> assertThat(w).contains("CN=Future", "not valid before"));
  }

  @Test
  void certificateThatIsThereIsNotDoubledWhateverTheAlias() throws Exception {
    Path ca = file("ca.pem", ROOT.pem());
    store.importFiles(List.of(ca), STRICT.withAlias("first"));
    Object written = Files.getLastModifiedTime(store.path());
    byte[] before = Files.readAllBytes(store.path());

    ImportResult again =
        store.importFiles(List.of(ca, file("copy.pem", ROOT.pem())), STRICT.withAlias("second"));

    assertThat(again.changed()).isFalse();
    assertThat(again.certificates())
        .singleElement()
        .satisfies(
            c -> {
              assertThat(c.alias()).isEqualTo("first");
              assertThat(c.change()).isEqualTo(Change.ALREADY_PRESENT);
            });
    assertThat(store.path()).hasBinaryContent(before);
    assertThat(Files.getLastModifiedTime(store.path())).isEqualTo(written);
  }

  @Test
  void sameSubjectTwiceGetsTwoNames() throws Exception {
    Cert renewed = Cert.root("Example Root CA");
    store.importFiles(List.of(file("a.pem", ROOT.pem())), STRICT);
    store.importFiles(List.of(file("b.pem", renewed.pem())), STRICT);
    assertThat(aliases()).containsExactly("example-root-ca", "example-root-ca-2");
  }

  @ParameterizedTest
  @CsvSource({
    "'CN=Müller & Söhne: Wurzel (G2), O=x', müller-söhne-wurzel-g2",
    "'O=Only Org', only-org",
    "'OU=Unit, O=Org', unit",
    "'CN=---', ca-"
  })
  void aliasIsMadeFromTheSubject(String subject, String alias) throws Exception {
    store.importFiles(List.of(file("ca.pem", Cert.named(subject).ca().make().pem())), STRICT);
    assertThat(aliases()).singleElement().asString().startsWith(alias);
  }

  @Test
  void replacingAnAliasAsksWithBothCertificates() throws Exception {
    store.importFiles(List.of(file("a.pem", ROOT.pem())), STRICT.withAlias("Corp"));
    Path other = file("b.pem", OTHER.pem());

    assertThatThrownBy(() -> store.importFiles(List.of(other), STRICT.withAlias("corp")))
        .hasMessageContaining("alias \"corp\" holds another certificate, CN=Example Root CA")
        .hasMessageContaining(Fingerprint.sha256(ROOT.x509()));
    assertThat(store.entries()).extracting(TrustedEntry::certificate).containsExactly(ROOT.x509());

    StringBuilder asked = new StringBuilder();
    ImportResult result =
        store.importFiles(
            List.of(other),
            STRICT
                .withAlias("CORP")
                .replacing(
                    (present, replacement) -> {
                      asked.append(present.summary().subject()).append(" by ");
                      asked.append(replacement.subject());
                      return true;
                    }));
    assertThat(asked).hasToString("CN=Example Root CA by CN=Other Root");
    assertThat(result.certificates())
        .extracting(ImportedCertificate::change)
        .containsExactly(Change.REPLACED);
    assertThat(store.entries()).extracting(TrustedEntry::certificate).containsExactly(OTHER.x509());
  }

  @Test
  void removeTakesOneOutAndSaysWhatThereIsOtherwise() throws Exception {
    store.importFiles(List.of(file("a.pem", ROOT.pem() + OTHER.pem())), STRICT);
    assertThat(store.remove("Other-Root").certificate()).isEqualTo(OTHER.x509());
    assertThat(aliases()).containsExactly("example-root-ca");
    assertThatThrownBy(() -> store.remove("nobody"))
        .isInstanceOf(TrustStoreException.class)
        .hasMessageContaining("no certificate with alias \"nobody\"")
        .hasMessageContaining("[example-root-ca]");
  }

  @Test
  void removeFromNoStoreSaysSo() {
    assertThatThrownBy(() -> store.remove("x")).hasMessageContaining("does not exist");
    assertThat(store.exists()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PKCS12", "JKS"})
  void wrongPasswordIsAnErrorAndNeverAnEmptyStore(String type) throws Exception {
    Path path = keyStore(type, "right");
    for (String wrong : List.of("wrong", "", "changeit")) {
      assertThatThrownBy(() -> TrustStoreFile.at(path, wrong.toCharArray()).entries())
          .isInstanceOf(TrustStoreException.class)
          .hasMessageContaining("the password does not open this store")
          .hasMessageNotContaining("right");
    }
    assertThat(TrustStoreFile.at(path, "right".toCharArray()).entries()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PKCS12", "JKS"})
  void kindOfAStoreIsToldFromItsContentAndKept(String type) throws Exception {
    Path path = keyStore(type, "changeit");
    TrustStoreFile opened = TrustStoreFile.at(path);
    opened.importFiles(List.of(file("o.pem", OTHER.pem())), STRICT);
    assertThat(opened.type()).contains(StoreType.valueOf(type));
    assertThat(opened.entries())
        .extracting(TrustedEntry::alias)
        .containsExactly("kept", "other-root");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PKCS12", "JKS"})
  void everyCutAndEveryChangedByteOfAStoreIsAnErrorOrTheOldContent(String type) throws Exception {
    byte[] whole = Files.readAllBytes(keyStore(type, "changeit"));
    Path broken = folder.resolve("broken");
    TrustStoreFile opened = TrustStoreFile.at(broken);
    for (int i = 0; i < whole.length; i += 7) {
      Files.write(broken, Arrays.copyOf(whole, i));
      assertOldContentOrError(opened);
      byte[] changed = whole.clone();
      changed[i] ^= 0x10;
      Files.write(broken, changed);
      assertOldContentOrError(opened);
    }
  }

  @Test
  void zeroBytesLeftByAKilledToolAreAnError() throws Exception {
    Files.write(store.path(), new byte[0]);
    assertThatThrownBy(() -> store.entries()).hasMessageContaining("is empty (0 bytes)");
    assertThatThrownBy(() -> store.importFiles(List.of(file("a.pem", ROOT.pem())), STRICT))
        .hasMessageContaining("is empty (0 bytes)");
  }

  @Test
  void pemWhereAStoreShouldBeIsExplained() throws Exception {
    Files.writeString(store.path(), ROOT.pem());
    assertThatThrownBy(() -> store.entries())
        .hasMessageContaining("but a PEM file; import it into a store: postern truststore import");
  }

  @Test
  void jceksIsRefusedWithTheCommandThatConvertsIt() throws Exception {
    Path path = keyStore("JCEKS", "changeit");
    assertThatThrownBy(() -> TrustStoreFile.at(path).entries())
        .hasMessageContaining("keytool -importkeystore");
  }

  @Test
  void folderAsStoreIsRefused() throws Exception {
    Files.createDirectory(store.path());
    assertThatThrownBy(() -> store.entries()).hasMessageContaining("is no regular file");
  }

  @Test
  void folderOfANewStoreMustExist() throws Exception {
    Path ca = file("a.pem", ROOT.pem());
    assertThatThrownBy(
            () ->
                TrustStoreFile.at(folder.resolve("no/such/t.p12")).importFiles(List.of(ca), STRICT))
        .hasMessageContaining("its folder does not exist");
  }

  @Test
  void privateKeyInAFileIsIgnoredWithAWarning() throws Exception {
    String key = Cert.pem("PRIVATE KEY", ROOT.keys().getPrivate().getEncoded());
    ImportResult result = store.importFiles(List.of(file("both.pem", key + ROOT.pem())), STRICT);
    assertThat(result.warnings())
        .singleElement()
        .asString()
        .startsWith("both.pem:1: a private key is in this file; ignored");
    assertThat(aliases()).containsExactly("example-root-ca");
  }

  @Test
  void filesWithoutACertificateAreExplained() throws Exception {
    String key = Cert.pem("RSA PRIVATE KEY", new byte[] {1, 2, 3});
    assertImportFails("key.pem", key, "holds no certificate (only what was ignored");
    assertImportFails("empty.pem", "", "holds no certificate");
    assertImportFails("text.txt", "hello", "holds no certificate");
    assertImportFails(
        "trusted.pem",
        ROOT.pem().replace(" CERT", " TRUSTED CERT"),
        "openssl x509 -in FILE -out ca.pem");
    assertImportFails(
        "req.pem", Cert.pem("CERTIFICATE REQUEST", new byte[] {1}), "is a request to sign");
    assertImportFails(
        "cut.pem",
        ROOT.pem().substring(0, 300),
        "cut.pem:1: \"-----BEGIN CERTIFICATE-----\" has no end");
    assertImportFails(
        "no-end.pem", ROOT.pem().replaceFirst("-----END.*", "") + ROOT.pem(), "no-end.pem:1:");
    assertImportFails(
        "base64.pem",
        ROOT.pem().replaceFirst("\nM", "\n?"),
        "base64.pem:1: certificate cannot be read");
    assertImportFails("missing.pem", null, "missing.pem: does not exist");
  }

  @Test
  void pkcs12AsFileToImportIsExplained() throws Exception {
    Path p12 = keyStore("PKCS12", "changeit");
    assertThatThrownBy(() -> store.importFiles(List.of(p12), STRICT))
        .hasMessageContaining("openssl pkcs12 -in FILE -nokeys");
  }

  @Test
  void newStoreIsReadableByAllAndModeOfAnOldOneIsKept() throws Exception {
    store.importFiles(List.of(file("a.pem", ROOT.pem())), STRICT);
    assertThat(mode(store.path())).isEqualTo("rw-r--r--");
    Files.setPosixFilePermissions(store.path(), PosixFilePermissions.fromString("rw-rw----"));
    store.importFiles(List.of(file("b.pem", OTHER.pem())), STRICT);
    assertThat(mode(store.path())).isEqualTo("rw-rw----");
  }

  @Test
  void symbolicLinkStaysAndItsTargetIsReplaced() throws Exception {
    Path real = Files.createDirectory(folder.resolve("real")).resolve("t.p12");
    TrustStoreFile.at(real).importFiles(List.of(file("a.pem", ROOT.pem())), STRICT);
    Files.createSymbolicLink(store.path(), real);
    ImportResult result = store.importFiles(List.of(file("b.pem", OTHER.pem())), STRICT);
    assertThat(result.store()).isEqualTo(real.toRealPath());
    assertThat(store.path()).isSymbolicLink();
    assertThat(TrustStoreFile.at(real).entries()).hasSize(2);
  }

  @Test
  void linkToNothingIsExplained() throws Exception {
    Files.createSymbolicLink(store.path(), folder.resolve("gone"));
    assertThatThrownBy(() -> store.importFiles(List.of(file("b.pem", OTHER.pem())), STRICT))
        .hasMessageContaining("symbolic link to a file that does not exist");
  }

  @Test
  void leftoversOfAKilledRunAreCleanedAndThoseOfOthersAreNot() throws Exception {
    String uuid = "0b6d5ba4-6b5c-4d5e-9f3f-0d1d4f7e8a90";
    Path ours = file(".truststore.p12." + uuid + ".tmp", "half");
    Path neighbour = file(".truststore.p12.bak." + uuid + ".tmp", "half");
    store.importFiles(List.of(file("a.pem", ROOT.pem())), STRICT);
    assertThat(ours).doesNotExist();
    assertThat(neighbour).exists();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "a.pem",
              "truststore.p12",
              ".truststore.p12.lock",
              neighbour.getFileName().toString());
    }
  }

  @Test
  void privateKeyInTheStoreIsKeptAndNeverShownNorReplaced() throws Exception {
    char[] password = "changeit".toCharArray();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    keys.setKeyEntry(
        "mine", LEAF.keys().getPrivate(), password, LEAF.chain().toArray(Certificate[]::new));
    save(keys, store.path(), "changeit");

    assertThat(store.entries()).isEmpty();
    assertThatThrownBy(
            () -> store.importFiles(List.of(file("a.pem", ROOT.pem())), STRICT.withAlias("mine")))
        .hasMessageContaining("alias \"mine\" is that of a private key");
    assertThatThrownBy(() -> store.remove("mine")).hasMessageContaining("no certificate");
    store.importFiles(List.of(file("a.pem", ROOT.pem())), STRICT);

    KeyStore after = KeyStore.getInstance(store.path().toFile(), password);
    assertThat(after.getKey("mine", password)).isEqualTo(LEAF.keys().getPrivate());
    assertThat(Trust.only(store).certificates()).containsExactly(ROOT.x509());
  }

  @Test
  void storeWithoutPasswordStaysReadableWithoutPassword() throws Exception {
    // the cacerts of newer JDKs are such: encrypting them would take the JDK's trust away
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    keys.setCertificateEntry("kept", ROOT.x509());
    System.setProperty("keystore.pkcs12.certProtectionAlgorithm", "NONE");
    System.setProperty("keystore.pkcs12.macAlgorithm", "NONE");
    try {
      save(keys, store.path(), "changeit");
    } finally {
      System.clearProperty("keystore.pkcs12.certProtectionAlgorithm");
      System.clearProperty("keystore.pkcs12.macAlgorithm");
    }
    store.importFiles(List.of(file("b.pem", OTHER.pem())), STRICT);

    KeyStore open = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(store.path())) {
      open.load(in, null);
    }
    assertThat(open.size()).isEqualTo(2);
  }

  @Test
  void validityIsToldByTheClock() throws Exception {
    Instant end = ROOT.x509().getNotAfter().toInstant();
    Path ca = file("a.pem", ROOT.pem());
    assertThatThrownBy(() -> at(end.plusSeconds(1)).importFiles(List.of(ca), STRICT))
        .hasMessageContaining("ended at " + end + " (our time is " + end.plusSeconds(1) + ")");
    assertThat(at(end).importFiles(List.of(ca), STRICT).changed()).isTrue();
  }

  @Test
  void summaryTellsWhatAnAdministratorCompares() throws Exception {
    CertificateSummary summary = CertificateSummary.of(INTER.x509());
    assertThat(summary.subject()).isEqualTo("CN=Example Issuing CA");
    assertThat(summary.issuer()).isEqualTo("CN=Example Root CA");
    assertThat(summary.ca()).isTrue();
    assertThat(CertificateSummary.of(LEAF.x509()).ca()).isFalse();
    assertThat(summary.keyAlgorithm()).isEqualTo("EC");
    assertThat(summary.keySize()).isEqualTo(256);
    assertThat(summary.signatureAlgorithm()).isEqualTo("SHA256withECDSA");
    assertThat(summary.sha256()).matches("([0-9A-F]{2}:){31}[0-9A-F]{2}");
    assertThat(summary.sha1()).matches("([0-9A-F]{2}:){19}[0-9A-F]{2}");
    assertThat(summary.serial())
        .isEqualTo(INTER.x509().getSerialNumber().toString(16).toLowerCase(Locale.ROOT));
    assertThat(summary.daysLeft(summary.notAfter().minusSeconds(86_400 + 5))).isEqualTo(1);
    assertThat(summary.daysLeft(summary.notAfter().plusSeconds(5))).isEqualTo(-1);
    assertThat(summary.validAt(summary.notAfter())).isTrue();
    assertThat(summary.validAt(summary.notBefore().minusSeconds(1))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "a\nb", "\u001b[31m"})
  void aliasThatCouldNotBeTypedIsRefused(String alias) {
    assertThatThrownBy(() -> STRICT.withAlias(alias)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void passwordIsInNoText() throws Exception {
    TrustStoreFile secret = TrustStoreFile.at(store.path(), "hunter2".toCharArray());
    assertThat(secret.toString()).doesNotContain("hunter2");
  }

  private TrustStoreFile at(Instant now) {
    return store.withClock(Clock.fixed(now, ZoneOffset.UTC));
  }

  private void assertOldContentOrError(TrustStoreFile opened) {
    try {
      assertThat(opened.entries())
          .extracting(TrustedEntry::certificate)
          .containsExactly(ROOT.x509());
    } catch (TrustStoreException e) {
      assertThat(e).hasMessageContaining("broken");
    }
  }

  private void assertImportFails(String name, String content, String message) throws IOException {
    Path path = content == null ? folder.resolve(name) : file(name, content);
    assertThatThrownBy(() -> store.importFiles(List.of(path), STRICT))
        .as(name)
        .isInstanceOf(TrustStoreException.class)
        .hasMessageContaining(name)
        .hasMessageContaining(message);
    assertThat(store.exists()).isFalse();
  }

  private Path keyStore(String type, String password) throws Exception {
    KeyStore keys = KeyStore.getInstance(type);
    keys.load(null, null);
    keys.setCertificateEntry("kept", ROOT.x509());
    Path path = folder.resolve("made-" + type);
    save(keys, path, password);
    return path;
  }

  private static void save(KeyStore keys, Path path, String password) throws Exception {
    try (var out = Files.newOutputStream(path)) {
      keys.store(out, password.toCharArray());
    }
  }

  private List<String> aliases() throws TrustStoreException {
    return store.entries().stream().map(TrustedEntry::alias).toList();
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
