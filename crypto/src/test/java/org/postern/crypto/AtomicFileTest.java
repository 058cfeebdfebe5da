package org.postern.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

  @TempDir Path folder;

  @Test
  void aNewFileIsTheOwnersAlone() throws IOException {
    Path file = folder.resolve("new");

    AtomicFile.write(file, "one".getBytes(UTF_8));

    assertThat(file).hasContent("one");
    assertThat(mode(file)).isEqualTo("rw-------");
  }

  @Test
  @EnabledIfSystemProperty(named = "user.name", matches = "root", disabledReason = "chown")
  void whatRootMakesBelongsToTheAccountThatTheFolderIsOfAndSoDoesItsLock() throws IOException {
    Files.setAttribute(folder, "unix:uid", 65534);

    AtomicFile.write(folder.resolve("new"), "one".getBytes(UTF_8));

    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files)
          .hasSize(2)
          .allSatisfy(made -> assertThat(Files.getAttribute(made, "unix:uid")).isEqualTo(65534));
    }
  }

  @Test
  void oneThatIsThereKeepsItsModeAndTheLinkToIt() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "old");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);

    AtomicFile.write(link, "new".getBytes(UTF_8));

    assertThat(file).hasContent("new");
    assertThat(link).isSymbolicLink();
    assertThat(mode(file)).isEqualTo("rw-r--r--");
  }

  @Test
  void aFolderInItsPlaceIsNotTouched() throws IOException {
    Path taken = Files.createDirectory(folder.resolve("taken"));
    Files.writeString(taken.resolve("inside"), "kept");

    assertThatThrownBy(() -> AtomicFile.write(taken, new byte[1])).isInstanceOf(IOException.class);
    assertThat(taken.resolve("inside")).hasContent("kept");
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
