package org.postern.distribution.sendmail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.distribution.cli.Shell;

class ManualTest {

  @TempDir Path home;

  @Test
  void thePageOfTheBundleIsWhatTheCommandSays() throws IOException {
    Path page = Path.of("src/main/bundle/man/man1/postern-sendmail.1");

    assertThat(new Shell(home).sendmail("--man").out())
        .as("%s is old: bin/postern-sendmail --man > %s", page, page)
        .isEqualTo(Files.readString(page));
  }

  @Test
  void theHelpFitsAScreenAndNamesWhatThePageNames() {
    Shell.Run help = new Shell(home).sendmail("--help");

    assertThat(help.code()).isZero();
    assertThat(help.out()).contains("-t", "--man", "75", "local_recipients");
    assertThat(help.out().lines()).allMatch(line -> line.length() <= 100);
  }

  @Test
  void theGuideHasEveryExitCode() throws IOException {
    String guide = Files.readString(Path.of("../docs/relay.md"));

    Manual.CODES.forEach(
        (code, meaning) -> assertThat(guide).contains("| " + code + " | " + meaning + " |"));
  }
}
