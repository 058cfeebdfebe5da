package org.postern.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.postern.spool.SpoolSample.MINUTE;
import static org.postern.spool.SpoolSample.put;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.spool.SpoolException.Kind;

/** A disk that refuses to sync, played by strace in this process; left out where there is none. */
class SqliteSyncTest {

  private static final Path STRACE = Path.of("/usr/bin/strace");

  @TempDir Path folder;

  /** While it is open, each call of these on the spool's files fails with an input/output error. */
  private static final class BrokenDisk implements AutoCloseable {

    private final Process strace;

    BrokenDisk(Path folder, String calls) throws IOException {
      Assumptions.assumeTrue(Files.isExecutable(STRACE), "strace is installed");
      strace =
          new ProcessBuilder(
                  List.of(
                      STRACE.toString(),
                      "-f",
                      "-p",
                      String.valueOf(ProcessHandle.current().pid()),
                      "-P",
                      folder.resolve("spool.db-wal").toString(),
                      "-P",
                      folder.resolve("spool.db").toString(),
                      "-e",
                      "trace=" + calls,
                      "-e",
                      "inject=" + calls + ":error=EIO"))
              .redirectErrorStream(true)
              .start();
      BufferedReader said = strace.inputReader();
      String line = said.readLine();
      Assumptions.assumeTrue(
          line != null && line.contains("attached"), "strace may attach to this process");
      Thread rest = new Thread(() -> said.lines().forEach(ignored -> {}));
      rest.setDaemon(true);
      rest.start();
    }

    @Override
    public void close() {
      strace.destroy();
      strace.onExit().join();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"fsync,fdatasync", "pwrite64", "pread64,fsync,fdatasync,pwrite64"})
  void aMailWhoseSyncFailsIsRefusedAndNothingIsLost(String calls) throws IOException {
    MailId before;
    MailId after;
    try (Spool spool = SqliteSpools.server(folder)) {
      before = put(spool, "before");
      try (BrokenDisk disk = new BrokenDisk(folder, calls)) {
        for (int i = 0; i < 3; i++) {
          assertThatThrownBy(() -> put(spool, "lost"))
              .isInstanceOfSatisfying(
                  SpoolException.class,
                  refusal -> assertThat(refusal.kind()).isEqualTo(Kind.UNUSABLE))
              .hasMessageContaining("disk");
        }
        assertThat(disk.strace.isAlive()).isTrue();
      }
      after = put(spool, "after");
      assertThat(spool.claim(10, MINUTE)).extracting(Claim::id).containsExactly(before, after);
    }
    try (Spool again = SqliteSpools.server(folder)) {
      assertThat(again.claim(10, MINUTE)).extracting(Claim::id).containsExactly(before, after);
    }
  }

  @Test
  void deliveryGoesOnWhenTheDiskDoes() throws IOException {
    try (Spool spool = SqliteSpools.server(folder)) {
      put(spool, "x");
      Claim claim = SpoolSample.claimOne(spool);
      List<Settlement> done = List.of(new Settlement.Done(SpoolSample.ANN));
      try (BrokenDisk disk = new BrokenDisk(folder, "fsync,fdatasync")) {
        assertThatThrownBy(() -> spool.settle(claim, done, List.of()))
            .isInstanceOf(SpoolException.class);
        assertThat(disk.strace.isAlive()).isTrue();
      }
      spool.settle(claim, done, List.of());
      assertThat(spool.queue().counts().mails()).isZero();
    }
  }
}
