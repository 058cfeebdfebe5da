package org.postern.distribution.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionTest {

  private static final Path SHIPPED = Path.of("src/main/bundle/completion/postern");

  @TempDir Path home;

  @Test
  void theScriptOfTheBundleIsWhatTheCodeSays() throws IOException {
    assertThat(new Shell(home).run("completion").out())
        .as("the file is old: bin/postern completion > distribution/" + SHIPPED)
        .isEqualTo(Files.readString(SHIPPED));
  }
}
