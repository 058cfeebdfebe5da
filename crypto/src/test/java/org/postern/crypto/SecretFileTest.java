package org.postern.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are one secret. */
class SecretFileTest {

  private static final String PROPERTY = "postern.oauth.service_account.file";

  @TempDir Path folder;

  @Test
  void aFileIsEncryptedAsAWholeAndAgainWithANewKey() throws Exception {
    KeyRing ring = KeyRing.create(folder.resolve("keys"));
    SecretCodec codec = new SecretCodec(ring);
    Path file = Files.writeString(folder.resolve("account.json"), "{\n \"key\": \"ü\"\n}\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

    assertThat(SecretFile.encrypt(file, PROPERTY, codec))
        .isEqualTo(EncryptedProperty.State.ENCRYPTED);
    String envelope = Files.readString(file).strip();
    assertThat(SecretCodec.isEncrypted(envelope)).isTrue();
    assertThat(codec.decrypt(PROPERTY, envelope))
        .containsExactly("{\n \"key\": \"ü\"\n}".toCharArray());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r-----");
    assertThat(SecretFile.encrypt(file, PROPERTY, codec))
        .isEqualTo(EncryptedProperty.State.ALREADY);
    assertThat(Files.readString(file).strip()).isEqualTo(envelope);

    assertThatThrownBy(() -> SecretFile.encrypt(file, "another.property", codec))
        .isInstanceOf(CryptoException.class)
        .hasMessageContaining("another.property");
  }

  @Test
  void anEmptyOrAbsentFileIsSaidSo() throws Exception {
    SecretCodec codec = new SecretCodec(KeyRing.create(folder.resolve("keys")));
    Path empty = Files.writeString(folder.resolve("empty"), " \n");
    assertThat(SecretFile.encrypt(empty, PROPERTY, codec)).isEqualTo(EncryptedProperty.State.BLANK);
    assertThatThrownBy(() -> SecretFile.encrypt(folder.resolve("absent"), PROPERTY, codec))
        .isInstanceOf(CryptoException.class)
        .hasMessageContaining("absent was not changed");
  }
}
