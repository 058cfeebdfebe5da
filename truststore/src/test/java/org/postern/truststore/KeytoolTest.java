package org.postern.truststore;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.truststore.Forked.Ended;
import org.postern.truststore.ImportedCertificate.Change;

/** The real keytool of the running JDK reads what we write, and we what it writes. */
class KeytoolTest {

  private static final Cert ROOT = Cert.root("Example Root CA");
  private static final Cert OTHER = Cert.root("Other Root");

  @TempDir Path folder;
  private Path store;
  private Path rootFile;
  private Path otherFile;

  @BeforeEach
  void files() throws Exception {
    store = folder.resolve("truststore.p12");
    rootFile = Files.writeString(folder.resolve("root.pem"), ROOT.pem());
    otherFile = Files.writeString(folder.resolve("other.pem"), OTHER.pem());
  }

  @ParameterizedTest
  @ValueSource(strings = {"PKCS12", "JKS"})
  void storeOfKeytoolIsReadAndExtendedAndKeytoolReadsItAgain(String type) throws Exception {
    Ended made =
        Forked.keytool(
            "",
            "-importcert",
            "-noprompt",
            "-alias",
            "By Keytool",
            "-storetype",
            type,
            "-storepass",
            "changeit",
            "-keystore",
            store.toString(),
            "-file",
            rootFile.toString());
    assertThat(made.status()).as(made.output()).isZero();
    TrustStoreFile ours = TrustStoreFile.at(store);
    assertThat(ours.type()).contains(StoreType.valueOf(type));
    assertThat(ours.entries()).containsExactly(new TrustedEntry("by keytool", ROOT.x509()));

    ours.importFiles(List.of(otherFile), ImportOptions.strict().withAlias("by-postern"));

    Ended listed =
        Forked.keytool("", "-list", "-v", "-storepass", "changeit", "-keystore", store.toString());
    assertThat(listed.status()).as(listed.output()).isZero();
    assertThat(listed.output())
        .contains("Keystore type: " + type, "Your keystore contains 2 entries")
        .contains("Alias name: by keytool", "Alias name: by-postern")
        .containsSubsequence("by-postern", "Entry type: trustedCertEntry")
        .contains(Fingerprint.sha256(ROOT.x509()), Fingerprint.sha256(OTHER.x509()))
        .contains(Fingerprint.sha1(OTHER.x509()));
  }

  @Test
  void documentedCommandImportsIntoOurStore() throws Exception {
    TrustStoreFile ours = TrustStoreFile.at(store);
    ours.importFiles(List.of(rootFile), ImportOptions.strict());

    // as on the administrator's page: asks for the password, then whether to trust
    Ended imported =
        Forked.keytool(
            "changeit\nyes\n",
            "-importcert",
            "-alias",
            "mail.example.com",
            "-storetype",
            "PKCS12",
            "-keystore",
            store.toString(),
            "-file",
            otherFile.toString());

    assertThat(imported.output()).contains("Certificate was added to keystore");
    assertThat(ours.entries())
        .containsExactly(
            new TrustedEntry("example-root-ca", ROOT.x509()),
            new TrustedEntry("mail.example.com", OTHER.x509()));
    assertThat(
            ours.importFiles(List.of(otherFile), ImportOptions.strict())
                .certificates()
                .get(0)
                .change())
        .isEqualTo(Change.ALREADY_PRESENT);
  }

  @Test
  void removedCertificateIsGoneForKeytool() throws Exception {
    TrustStoreFile ours = TrustStoreFile.at(store);
    ours.importFiles(List.of(rootFile, otherFile), ImportOptions.strict());
    ours.remove("other-root");
    Ended listed =
        Forked.keytool("", "-list", "-storepass", "changeit", "-keystore", store.toString());
    assertThat(listed.output())
        .contains("contains 1 entry", "example-root-ca")
        .doesNotContain("other-root");
  }

  @Test
  void entryDeletedByKeytoolIsGoneForUs() throws Exception {
    TrustStoreFile ours = TrustStoreFile.at(store);
    ours.importFiles(List.of(rootFile, otherFile), ImportOptions.strict());
    Ended deleted =
        Forked.keytool(
            "",
            "-delete",
            "-alias",
            "other-root",
            "-storepass",
            "changeit",
            "-keystore",
            store.toString());
    assertThat(deleted.status()).as(deleted.output()).isZero();
    assertThat(ours.entries()).extracting(TrustedEntry::alias).containsExactly("example-root-ca");
  }

  @Test
  void ourStoreWorksAsTheTrustOfAnyJavaProgram() throws Exception {
    TrustStoreFile.at(store).importFiles(List.of(rootFile), ImportOptions.strict());
    try (LoopbackServer known = LoopbackServer.implicit(ROOT.server());
        LoopbackServer stranger = LoopbackServer.implicit(OTHER.server())) {
      assertThat(probe(store, "jdk", known, stranger)).isEqualTo("trusted\nrefused\n");
    }
  }

  @Test
  void trustOfTheJdkAndOfOurStoreHoldTogether() throws Exception {
    Path jdks = folder.resolve("jdk.p12");
    TrustStoreFile.at(jdks).importFiles(List.of(rootFile), ImportOptions.strict());
    TrustStoreFile.at(store).importFiles(List.of(otherFile), ImportOptions.strict());
    try (LoopbackServer byJdk = LoopbackServer.implicit(ROOT.server());
        LoopbackServer byUs = LoopbackServer.implicit(OTHER.server());
        LoopbackServer stranger = LoopbackServer.implicit(Cert.root("Stranger").server())) {
      assertThat(probe(jdks, store.toString(), byJdk, byUs, stranger))
          .isEqualTo("trusted\ntrusted\nrefused\n");
    }
  }

  private static String probe(Path jdkTrust, String ours, LoopbackServer... servers)
      throws Exception {
    String[] arguments = new String[servers.length + 1];
    arguments[0] = ours;
    for (int i = 0; i < servers.length; i++) {
      arguments[i + 1] = String.valueOf(servers[i].port());
    }
    List<String> options =
        List.of(
            "-Djavax.net.ssl.trustStore=" + jdkTrust,
            "-Djavax.net.ssl.trustStorePassword=changeit");
    return Forked.ended(Forked.java(TlsProbe.class, options, arguments)).output();
  }
}
