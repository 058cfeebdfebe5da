package org.postern.spool.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.spool.SpoolException;

/** When a disk has no room for new mail. */
class RoomTest {

  private static final long KEPT = 64L << 20;

  @TempDir Path temp;
  private long free = KEPT;
  private long now;
  private int looks;

  private Room room() {
    return new Room(
        SpoolFolder.of(temp, true),
        () -> {
          looks++;
          return free;
        },
        KEPT,
        () -> now);
  }

  @Test
  void manyMailsShareALookUntilItIsASecondOld() {
    Room room = room();
    room.checkSoon(0);
    free = 0;
    now += TimeUnit.MILLISECONDS.toNanos(999);
    room.checkSoon(0);
    assertThat(looks).isEqualTo(1);

    now += TimeUnit.MILLISECONDS.toNanos(1);
    assertThatThrownBy(() -> room.checkSoon(0)).isInstanceOf(SpoolException.class);
    assertThat(looks).isEqualTo(2);
    free = KEPT;
    now += TimeUnit.SECONDS.toNanos(1);
    room.checkSoon(0);
  }

  @Test
  void whatIsToBeWrittenNowIsNeverJudgedByAnOldLook() {
    Room room = room();
    room.check();
    free--;
    assertThatThrownBy(room::check)
        .hasMessageContaining("63 MB left")
        .hasMessageContaining("postern.spool.keep_free_mb");
  }

  @Test
  void anAnnouncedMailNeedsRoomOnTopOfWhatIsKept() {
    free = KEPT + (10L << 20);
    Room room = room();
    room.checkSoon(10L << 20);
    assertThatThrownBy(() -> room.checkSoon((10L << 20) + 1))
        .isInstanceOf(SpoolException.class)
        .hasMessageContaining("a mail of 10 MB");
  }
}
