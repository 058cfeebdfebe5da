package org.postern.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptSecretTest {

  private static final String NAME = "postern.test";

  @TempDir Path folder;
  private Path file;
  private SecretCodec codec;

  @BeforeEach
  void makeRing() {
    file = folder.resolve("kept");
    Path ring = folder.resolve("keys");
    codec = new SecretCodec(KeyRing.create(ring));
  }

  @Test
  void whatIsKeptIsEncryptedForThisUserOnlyAndReadAgain() throws Exception {
    try (KeptSecret kept = open()) {
      assertThat(kept.secret()).isEmpty();
      kept.replace("one".toCharArray());
      kept.replace("two".toCharArray());
      assertThat(kept.secret().map(String::new)).contains("two");
    }
    assertThat(Files.readString(file)).startsWith("ENC[").doesNotContain("two");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (KeptSecret kept = open()) {
      assertThat(kept.secret().map(String::new)).contains("two");
    }
  }

  @Test
  void aPlainOneThatWasPutThereByHandIsReadAndEncryptedWhenItIsReplaced() throws Exception {
    Files.writeString(file, "by-hand\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    try (KeptSecret kept = open()) {
      assertThat(kept.secret().map(String::new)).contains("by-hand");
      kept.replace("by-hand".toCharArray());
    }
    assertThat(Files.readString(file)).startsWith("ENC[");
  }

  @Test
  void aFileThatOthersMayReadIsRefusedWithTheCommandThatMendsIt() throws Exception {
    Files.writeString(file, "x");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(this::open)
        .isInstanceOf(CryptoException.class)
        .hasMessageContaining("chmod 600 '" + file + "'");
  }

  @Test
  void anotherThreadWaitsUntilItIsClosed() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CompletableFuture<String> other;
    try (KeptSecret kept = open()) {
      other =
          CompletableFuture.supplyAsync(
              () -> {
                asked.countDown();
                try (KeptSecret mine = open()) {
                  return mine.secret().map(String::new).orElse("");
                }
              });
      asked.await();
      kept.replace("fresh".toCharArray());
    }
    assertThat(other.get()).isEqualTo("fresh");
  }

  @Test
  void aFolderThatTakesNoFileSaysSo() {
    assertThatThrownBy(() -> KeptSecret.open(folder.resolve("no/such"), NAME, codec))
        .isInstanceOf(CryptoException.class)
        .hasMessageContaining("check that this user may write its folder");
  }

  private KeptSecret open() {
    return KeptSecret.open(file, NAME, codec);
  }
}
