package org.postern.distribution.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManPageTest {

  @TempDir Path home;

  @Test
  void thePageOfTheBundleIsWhatTheCommandsSay() throws IOException {
    Path page = Path.of("src/main/bundle/man/man1/postern.1");

    assertThat(new Shell(home).run("man").out())
        .as("%s is old: bin/postern man > %s", page, page)
        .isEqualTo(Files.readString(page));
  }
}
