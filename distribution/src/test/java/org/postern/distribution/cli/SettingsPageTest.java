package org.postern.distribution.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsPageTest {

  @TempDir Path home;

  @Test
  void theReferencePageIsWhatTheCodeSays() throws IOException {
    Path page = Path.of("../docs/settings.md");

    assertThat(new Shell(home).run("settings", "--reference").out())
        .as("docs/settings.md is old: bin/postern settings --reference > docs/settings.md")
        .isEqualTo(Files.readString(page));
  }
}
