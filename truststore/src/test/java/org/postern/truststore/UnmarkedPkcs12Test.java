package org.postern.truststore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stores that {@code openssl pkcs12 -export -nokeys} 3.0 made, with its several options. */
class UnmarkedPkcs12Test {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "openssl3-nokeys.p12",
        "openssl-legacy-nokeys.p12",
        "openssl3-plain-nokeys.p12",
        "openssl3-nomac-nokeys.p12"
      })
  void storeOfOpensslIsReadThoughJavaSeesNothingInIt(String name) throws Exception {
    Path path = fixture(name);
    assertThat(KeyStore.getInstance(path.toFile(), "changeit".toCharArray()).size()).isZero();

    TrustStoreFile store = TrustStoreFile.at(path);
    assertThat(store.entries())
        .extracting(TrustedEntry::alias)
        .containsExactly("openssl-root", "second-root");
    assertThat(Trust.only(store).certificates()).hasSize(2);
  }

  @Test
  void firstImportMarksTheCertificatesSoThatJavaSeesThem() throws Exception {
    Path path = fixture("openssl3-nokeys.p12");
    TrustStoreFile.at(path)
        .importCertificates(List.of(Cert.root("Third").x509()), ImportOptions.strict());
    KeyStore java = KeyStore.getInstance(path.toFile(), "changeit".toCharArray());
    assertThat(java.size()).isEqualTo(3);
    assertThat(java.isCertificateEntry("openssl-root")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"openssl3-nokeys.p12", "openssl-legacy-nokeys.p12", "openssl3-plain-nokeys.p12"})
  void wrongPasswordIsAnError(String name) throws Exception {
    Path path = fixture(name);
    assertThatThrownBy(() -> TrustStoreFile.at(path, "wrong".toCharArray()).entries())
        .isInstanceOf(TrustStoreException.class)
        .hasMessageContaining(name);
  }

  private Path fixture(String name) throws Exception {
    Path path = folder.resolve(name);
    try (InputStream in = UnmarkedPkcs12Test.class.getResourceAsStream(name)) {
      Files.copy(in, path);
    }
    return path;
  }
}
