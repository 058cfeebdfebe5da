package org.postern.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyRingTest {

  @TempDir Path folder;
  private Path file;
  private KeyRing ring;

  @BeforeEach
  void make() {
    file = folder.resolve("postern.keys");
    ring = KeyRing.create(file);
  }

  @Test
  void isReadableByItsOwnerOnly() throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    ring.rotate();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void isNeverOverwritten() {
    assertThatThrownBy(() -> KeyRing.create(file)).hasMessageContaining("keys rotate");
    assertThat(KeyRing.load(file).activeId()).isEqualTo(ring.activeId());
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-rw-rw-"})
  void isRefusedWhereOthersMayReadOrWriteIt(String mode) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));

    assertThatThrownBy(() -> KeyRing.load(file)).hasMessageContaining("chmod 600 " + file);
  }

  @Test
  void isRefusedInAFolderThatEverybodyMayWrite() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));

    assertThatThrownBy(() -> KeyRing.load(file)).hasMessageContaining("chmod o-w " + folder);
  }

  @Test
  void aLinkIsRefused() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);

    assertThatThrownBy(() -> KeyRing.load(link)).hasMessageContaining("symbolic link");
  }

  @Test
  void aMissingOneSaysWhatToDo() {
    assertThatThrownBy(() -> KeyRing.load(folder.resolve("none")))
        .hasMessageContaining("postern keys init");
  }

  @Test
  void everyChangedByteIsSeenOrChangesNothing() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    String secret = new SecretCodec(ring).encrypt("p", "s".toCharArray());
    for (int i = 0; i < whole.length; i++) {
      byte[] changed = whole.clone();
      changed[i] ^= 1;
      Files.write(file, changed);
      boolean inComment =
          new String(whole, 0, i + 1).lines().reduce((a, b) -> b).get().startsWith("#");
      if (!inComment) {
        assertThatThrownBy(() -> new SecretCodec(KeyRing.load(file)).decrypt("p", secret))
            .as("byte %s", i)
            .isInstanceOf(CryptoException.class);
      }
    }
  }

  @Test
  void everyTruncationIsSeen() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, java.util.Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> KeyRing.load(file)).isInstanceOf(CryptoException.class);
    }
  }

  @Test
  void aKeyIdThatStandsTwiceIsRefused() throws IOException {
    String text = Files.readString(file);
    String key = text.lines().reduce((a, b) -> b).orElseThrow();
    Files.writeString(file, text + key + "\n");

    assertThatThrownBy(() -> KeyRing.load(file)).hasMessageContaining("stands twice");
  }

  @Test
  void showsNoKey() throws IOException {
    String key = Files.readString(file).lines().reduce((a, b) -> b).orElseThrow().split(" ")[2];

    assertThat(ring + " " + ring.keys()).doesNotContain(key).contains(ring.activeId());
  }
}
