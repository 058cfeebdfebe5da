package org.postern.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretCodecTest {

  private static final String PROPERTY = "mksis.logging.emailfrom.password";

  @TempDir Path folder;
  private KeyRing ring;
  private SecretCodec codec;

  @BeforeEach
  void makeRing() {
    ring = KeyRing.create(folder.resolve("keys"));
    codec = new SecretCodec(ring);
  }

  @Test
  void whatGoesInComesOut() {
    for (String secret : new String[] {"", "a", "pä55 wörd=\\\\ 密碼", "x".repeat(5000)}) {
      String value = codec.encrypt(PROPERTY, secret.toCharArray());

      assertThat(value).matches("ENC\\[1\\.k[0-9a-f]{8}\\.[A-Za-z0-9_-]+]");
      assertThat(new String(codec.decrypt(PROPERTY, value))).isEqualTo(secret);
    }
  }

  @Test
  void theSameSecretNeverLooksTheSame() {
    assertThat(codec.encrypt(PROPERTY, "s".toCharArray()))
        .isNotEqualTo(codec.encrypt(PROPERTY, "s".toCharArray()));
  }

  @Test
  void everyChangedBitFails() {
    String value = codec.encrypt(PROPERTY, "hunter2".toCharArray());
    for (int i = 0; i < value.length(); i++) {
      for (int bit = 0; bit < 8; bit++) {
        char[] changed = value.toCharArray();
        changed[i] ^= (char) (1 << bit);
        assertThatThrownBy(() -> codec.decrypt(PROPERTY, new String(changed)))
            .as("character %s, bit %s", i, bit)
            .isInstanceOf(CryptoException.class)
            .hasMessageContaining(PROPERTY)
            .hasMessageNotContaining("hunter2");
      }
    }
  }

  @Test
  void aShortenedOrLengthenedValueFails() {
    String value = codec.encrypt(PROPERTY, "hunter2".toCharArray());
    for (int length = 0; length < value.length(); length++) {
      String cut = value.substring(0, length);
      assertThatThrownBy(() -> codec.decrypt(PROPERTY, cut)).isInstanceOf(CryptoException.class);
    }
    assertThatThrownBy(() -> codec.decrypt(PROPERTY, value + "A"))
        .isInstanceOf(CryptoException.class);
  }

  @Test
  void aValueMovedToAnotherPropertyFails() {
    String value = codec.encrypt(PROPERTY, "hunter2".toCharArray());

    assertThatThrownBy(() -> codec.decrypt("mksis.security.smtp.oauth.clientSecret", value))
        .hasMessageContaining("another property");
  }

  @Test
  void anotherRingFailsAndTheMissingKeyIsNamed() {
    String value = codec.encrypt(PROPERTY, "hunter2".toCharArray());
    SecretCodec other = new SecretCodec(KeyRing.create(folder.resolve("other")));

    assertThatThrownBy(() -> other.decrypt(PROPERTY, value)).hasMessageContaining(ring.activeId());
  }

  @Test
  void anOldKeyStillReadsAfterRotation() {
    String value = codec.encrypt(PROPERTY, "hunter2".toCharArray());
    KeyRing rotated = ring.rotate();

    assertThat(rotated.activeId()).isNotEqualTo(ring.activeId());
    assertThat(new String(new SecretCodec(rotated).decrypt(PROPERTY, value))).isEqualTo("hunter2");
  }
}
