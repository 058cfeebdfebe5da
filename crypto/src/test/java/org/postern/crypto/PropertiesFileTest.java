package org.postern.crypto;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.postern.crypto.EncryptedProperty.State.ALREADY;
import static org.postern.crypto.EncryptedProperty.State.BLANK;
import static org.postern.crypto.EncryptedProperty.State.ENCRYPTED;
import static org.postern.crypto.EncryptedProperty.State.REENCRYPTED;

import java.io.File;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PropertiesFileTest {

  private static final Set<String> NAMES = Set.of("secret", "other.secret");
  private static final String[] PIECES = {
    "secret",
    "k",
    "=",
    ":",
    " ",
    "\t",
    "\\",
    "\\\\",
    "\n",
    "\r\n",
    "\r",
    "#",
    "!",
    "é",
    "\\n",
    "=\\\n  ",
    "secret=v",
    "\nsecret = a b",
    "\n"
  };

  @TempDir Path folder;
  private Path file;
  private KeyRing ring;
  private SecretCodec codec;

  @BeforeEach
  void makeRing() {
    file = folder.resolve("is.properties");
    ring = KeyRing.create(folder.resolve("keys"));
    codec = new SecretCodec(ring);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "secret=hunter2\n",
        "# c\r\nsecret = hunter2\r\nafter=1\r\n",
        "secret hunter2",
        "secret:hunter2\rlast=1",
        "\uFEFFsecret=hunter2\n",
        "  secret\\\n  =\\\n   hun\\\n   ter2\nnext=ü\n",
        "s\\u0065cret=hunter\\u0032\n",
      })
  void onlyTheSecretsBytesChange(String text) throws IOException {
    Files.writeString(file, text);

    List<EncryptedProperty> done = PropertiesFile.encrypt(file, NAMES, codec);

    assertThat(done).extracting(EncryptedProperty::state).containsExactly(ENCRYPTED);
    String after = Files.readString(file);
    int start = after.indexOf("ENC[");
    int end = after.indexOf(']', start) + 1;
    assertThat(text).startsWith(after.substring(0, start)).endsWith(after.substring(end));
    assertThat(new String(codec.decrypt("secret", after.substring(start, end))))
        .isEqualTo("hunter2");
  }

  @Test
  void anyFileKeepsItsMeaningForTheJdk() throws IOException {
    Random random = new Random(11);
    for (int round = 0; round < 3000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(25); i > 0; i--) {
        text.append(PIECES[random.nextInt(PIECES.length)]);
      }
      Charset charset = random.nextBoolean() ? UTF_8 : ISO_8859_1;
      Files.write(file, text.toString().getBytes(charset));
      Properties before = load(charset);

      PropertiesFile.encrypt(file, NAMES, codec);

      Properties after = load(charset);
      assertThat(after.keySet()).as("%s", text).isEqualTo(before.keySet());
      for (Object key : before.keySet()) {
        String old = (String) before.get(key);
        String value = (String) after.get(key);
        if (NAMES.contains(key) && !old.isBlank()) {
          assertThat(new String(codec.decrypt((String) key, value))).as("%s", text).isEqualTo(old);
        } else {
          assertThat(value).as("%s", text).isEqualTo(old);
        }
      }
    }
  }

  @Test
  void aSecondRunChangesNothingNotEvenTheTime() throws IOException {
    Files.writeString(file, "secret=hunter2\nother.secret=\n");
    PropertiesFile.encrypt(file, NAMES, codec);
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000));
    byte[] first = Files.readAllBytes(file);

    List<EncryptedProperty> done = PropertiesFile.encrypt(file, NAMES, codec);

    assertThat(done).extracting(EncryptedProperty::state).containsExactly(ALREADY, BLANK);
    assertThat(file).hasBinaryContent(first);
    assertThat(Files.getLastModifiedTime(file)).isEqualTo(FileTime.fromMillis(1_000));
  }

  @Test
  void rotationMovesValuesToTheNewKey() throws IOException {
    Files.writeString(file, "secret=hunter2\n");
    PropertiesFile.encrypt(file, NAMES, codec);
    SecretCodec rotated = new SecretCodec(ring.rotate());

    assertThat(PropertiesFile.encrypt(file, NAMES, rotated))
        .extracting(EncryptedProperty::state)
        .containsExactly(REENCRYPTED);
    assertThat(Files.readString(file)).contains(rotated.activeId());
  }

  @Test
  void modeAndLinkStay() throws IOException {
    Files.writeString(file, "secret=hunter2\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);

    PropertiesFile.encrypt(link, NAMES, codec);

    assertThat(link).isSymbolicLink();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r-----");
    assertThat(Files.readString(file)).startsWith("secret=ENC[");
  }

  @Test
  @EnabledIfSystemProperty(named = "user.name", matches = "root", disabledReason = "chown")
  void ownerAndGroupStay() throws IOException {
    Files.writeString(file, "secret=hunter2\n");
    Files.setAttribute(file, "unix:uid", 65534);
    Files.setAttribute(file, "unix:gid", 65533);

    PropertiesFile.encrypt(file, NAMES, codec);

    assertThat(Files.readString(file)).startsWith("secret=ENC[");
    assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(65534);
    assertThat(Files.getAttribute(file, "unix:gid")).isEqualTo(65533);
  }

  @Test
  void everyOccurrenceIsEncrypted() throws IOException {
    Files.writeString(file, "secret=a\nx=1\nsecret=b\n");

    assertThat(PropertiesFile.encrypt(file, NAMES, codec))
        .extracting(EncryptedProperty::line)
        .containsExactly(1, 3);
    assertThat(Files.readString(file)).doesNotContain("=a").doesNotContain("=b");
  }

  @Test
  void aValueThatCannotBeDecryptedIsNamedAndTheFileStays() throws IOException {
    Files.writeString(file, "other.secret=plain\nsecret=ENC[1.k00000000.AAAA]\n");
    byte[] before = Files.readAllBytes(file);

    assertThatThrownBy(() -> PropertiesFile.encrypt(file, NAMES, codec))
        .hasMessageContaining("secret:");
    assertThat(file).hasBinaryContent(before);
  }

  @Test
  void propertiesAreLeftOutWithAllTheirLinesAndEveryOtherByteStays() {
    String text = "# a\r\nk = 1 \\\r\n   2\r\n  secret: x \\\n  y\nsecret\n#secret=z\nlast=\u00e9";

    assertThat(new String(PropertiesFile.without(text.getBytes(UTF_8), NAMES), UTF_8))
        .isEqualTo("# a\r\nk = 1 \\\r\n   2\r\n#secret=z\nlast=\u00e9");
  }

  @Test
  void whatIsLeftOutOfAnyFileIsGoneAndNothingElseIs() throws IOException {
    Random random = new Random(9);
    for (int round = 0; round < 2000; round++) {
      StringBuilder text = new StringBuilder();
      for (int piece = random.nextInt(12); piece >= 0; piece--) {
        text.append(PIECES[random.nextInt(PIECES.length)]);
      }
      Properties expected = new Properties();
      expected.load(new StringReader(text.toString()));
      expected.keySet().removeAll(NAMES);
      Properties rest = new Properties();
      byte[] without = PropertiesFile.without(text.toString().getBytes(UTF_8), NAMES);
      rest.load(new StringReader(new String(without, UTF_8)));

      assertThat(rest).as(text.toString()).isEqualTo(expected);
    }
  }

  @Test
  void aFileThatCannotBeReplacedStaysAndTheReasonIsSaid() {
    assertThatThrownBy(() -> PropertiesFile.encrypt(Path.of("/proc/version"), NAMES, codec))
        .hasMessageContaining("was not changed");
  }

  @Test
  void aKilledProcessLeavesTheOldOrTheNewFileWhole() throws Exception {
    String padding = "# padding\n".repeat(20_000);
    Files.writeString(file, padding + "secret=hunter2\n" + padding);
    PropertiesFile.encrypt(file, NAMES, codec);
    Random random = new Random(3);
    for (int round = 0; round < 8; round++) {
      Process victim =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xshare:auto",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Rotator.class.getName(),
                  folder.toString())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("out").toFile())
              .redirectInput(new File("/dev/null"))
              .start();
      victim.waitFor(300 + random.nextInt(500), java.util.concurrent.TimeUnit.MILLISECONDS);
      victim.destroyForcibly().waitFor();

      String text = Files.readString(file);
      assertThat(text).startsWith(padding).endsWith(padding);
      String value = text.lines().filter(l -> l.startsWith("secret=")).findFirst().orElseThrow();
      SecretCodec current = new SecretCodec(KeyRing.load(folder.resolve("keys")));
      assertThat(new String(current.decrypt("secret", value.substring(7)))).isEqualTo("hunter2");
    }
    ring = KeyRing.load(folder.resolve("keys")).rotate();
    PropertiesFile.encrypt(file, NAMES, new SecretCodec(ring));
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.filter(f -> f.toString().endsWith("tmp"))).isEmpty();
    }
  }

  /** Rotates and re-encrypts until it is killed. */
  static final class Rotator {
    public static void main(String[] folder) {
      Path ringFile = Path.of(folder[0], "keys");
      while (true) {
        KeyRing rotated = KeyRing.load(ringFile).rotate();
        PropertiesFile.encrypt(
            Path.of(folder[0], "is.properties"), NAMES, new SecretCodec(rotated));
      }
    }
  }

  private Properties load(Charset charset) throws IOException {
    Properties properties = new Properties();
    byte[] bytes = Files.readAllBytes(file);
    Charset used = charset;
    try {
      UTF_8.newDecoder().decode(java.nio.ByteBuffer.wrap(bytes));
      used = UTF_8;
    } catch (java.nio.charset.CharacterCodingException latin) {
      used = ISO_8859_1;
    }
    properties.load(new StringReader(new String(bytes, used)));
    return properties;
  }
}
