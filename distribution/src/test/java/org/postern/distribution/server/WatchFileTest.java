package org.postern.distribution.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.distribution.watch.Condition;
import org.postern.distribution.watch.Warning;

class WatchFileTest {

  private static final Instant NOW = Instant.parse("2026-11-24T03:00:00Z");

  @TempDir Path spool;

  @Test
  void whatIsWrittenIsReadByTheNextProcessAndByNobodyElse() throws IOException {
    Condition dead = Condition.error("dead-mail", "3 = über \"x\"\n\u2028", "drop: them").grade(2);
    Condition ends = Condition.warning("ending:CA a b", "it ends", "renew it");
    WatchFile.State state =
        new WatchFile.State(
            List.of(new Warning(dead, NOW.minusSeconds(60), NOW), new Warning(ends, NOW, NOW)),
            Optional.of(NOW));
    WatchFile.in(spool).write(state);
    assertThat(WatchFile.in(spool).read()).isEqualTo(state);
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(spool.resolve("server.watch"))))
        .isEqualTo("rw-------");
  }

  @Test
  void aFirstStartKnowsNothing() {
    assertThat(WatchFile.in(spool).read()).isEqualTo(WatchFile.State.NONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0.id=x", "0.id=x\n0.severity=LOUD", "last_success=lately", "\\u00zz", "0.id=\\"})
  void aDamagedFileIsNoHindrance(String text) throws IOException {
    Files.writeString(spool.resolve("server.watch"), text);
    assertThat(WatchFile.in(spool).read()).isEqualTo(WatchFile.State.NONE);
  }
}
