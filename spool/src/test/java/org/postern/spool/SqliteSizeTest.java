package org.postern.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.postern.spool.SpoolSample.ANN;
import static org.postern.spool.SpoolSample.arrival;
import static org.postern.spool.SpoolSample.large;
import static org.postern.spool.SpoolSample.put;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.spool.Settlement.Done;
import org.postern.spool.internal.sql.SqlSpool;
import org.postern.spool.internal.sqlite.SqliteDatabase;
import org.postern.spool.internal.sqlite.SqliteOptions;

class SqliteSizeTest {

  @TempDir Path folder;

  @Test
  void oneHundredMegabytesPassThroughAHeapOfSixtyFour() throws IOException {
    try (SpoolChild child = SpoolChild.start(folder, "large")) {
      child.awaitLine(SpoolChild.largePassed());
    }
  }

  @Test
  void theFileDoesNotGrowWithWhatPassesThrough() throws IOException {
    try (Spool spool = SqliteSpools.server(folder)) {
      for (int i = 0; i < 10; i++) {
        for (int mail = 0; mail < 20; mail++) {
          put(spool, large(200_000), arrival(ANN));
        }
        for (Claim claim : spool.claim(20, SpoolSample.MINUTE)) {
          spool.settle(claim, List.of(new Done(ANN)), List.of());
        }
      }
      assertThat(spool.queue().counts().mails()).isZero();
    }
    // 40 MB passed through it, 4 MB at a time
    assertThat(Files.size(folder.resolve("spool.db"))).isLessThan(10 << 20);
  }

  @Test
  @Tag("same-on-every-jdk")
  void whatALongQueueTookGoesBackToTheDisk() throws IOException {
    byte[] twentyMegabytes = large(20 << 20);
    try (Spool spool = SqliteSpools.server(folder)) {
      for (int mail = 0; mail < 6; mail++) {
        put(spool, twentyMegabytes, arrival(ANN));
      }
      for (Claim claim : spool.claim(6, SpoolSample.MINUTE)) {
        spool.settle(claim, List.of(new Done(ANN)), List.of());
      }
      // while it is open, and beside the room that is kept for the next mails
      await().until(() -> Files.size(folder.resolve("spool.db")) < 70 << 20);
    }
  }

  @Test
  void noMailIsTakenFromItsHolderWhenSomebodySetsTheClockAhead() {
    SetClock clock = new SetClock();
    SqliteOptions options = new SqliteOptions(folder, true, true, 0, SqliteOptions.PATIENCE, clock);
    try (Spool spool = new SqlSpool(new SqliteDatabase(options), clock, System::nanoTime, true)) {
      put(spool, large(500), arrival(ANN));
      Claim claim = SpoolSample.claimOne(spool);

      clock.pass(Duration.ofDays(6));

      assertThat(spool.claim(5, SpoolSample.MINUTE)).isEmpty();
      spool.settle(claim, List.of(new Done(ANN)), List.of());
      assertThat(spool.queue().counts().mails()).isZero();
    }
  }

  @Test
  void mailGoesOnWhenSomebodySetsTheClockBack() {
    SetClock clock = new SetClock();
    SqliteOptions options = new SqliteOptions(folder, true, true, 0, SqliteOptions.PATIENCE, clock);
    try (Spool spool = new SqlSpool(new SqliteDatabase(options), clock, System::nanoTime, true)) {
      MailId before = put(spool, large(500), arrival(ANN));
      clock.pass(Duration.ofDays(-1));
      MailId after = put(spool, large(500), arrival(ANN));

      assertThat(after).isGreaterThan(before);
      assertThat(spool.claim(5, SpoolSample.MINUTE)).extracting(Claim::id).contains(after);
    }
  }
}
