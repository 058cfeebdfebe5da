package org.postern.distribution.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangedFilesTest {

  @TempDir Path folder;

  @Test
  void aChangeIsToldOnceUntilItIsAppliedOrThereIsAnother() throws IOException {
    Path file = Files.writeString(folder.resolve("is.properties"), "a");
    Path absent = folder.resolve("truststore.p12");
    ChangedFiles files = new ChangedFiles();
    files.applied(List.of(file, absent));

    assertThat(files.look()).isEmpty();
    Files.writeString(file, "ab");
    Files.writeString(absent, "now there");
    assertThat(files.look()).containsExactly(file, absent);
    assertThat(files.look()).isEmpty();
    Files.writeString(file, "abc");
    assertThat(files.look()).containsExactly(file);
    files.applied(List.of(file, absent));
    assertThat(files.look()).isEmpty();
    Files.delete(file);
    assertThat(files.look()).containsExactly(file);
  }
}
