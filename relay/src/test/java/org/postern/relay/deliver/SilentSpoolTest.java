package org.postern.relay.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postern.spool.Notebook;

/** The spool does not answer for long: who takes mail in, or looks how it stands, does not wait. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SilentSpoolTest {

  private final Slow notebook = new Slow();

  @Test
  void whereThereIsALimitNothingIsSentStraightUntilTheSpoolAnswersAndAllIsCounted() {
    Pace pace = pace(OptionalInt.of(100));
    assertThat(pace.take(3)).isZero();
    CompletableFuture<Void> asks = asks(pace);

    assertThat(pace.tryTake(1)).isFalse();
    pace.giveBack(1);
    assertThat(pace.today()).isEqualTo(2);
    assertThat(pace.fullAt()).isEmpty();
    assertThat(pace.renewsAt()).isEmpty();

    notebook.answers.countDown();
    asks.join();
    assertThat(pace.take(98)).isZero();
    pace.rest();
    assertThat(written()).isEqualTo(100);
    assertThat(pace.today()).isEqualTo(100);
    assertThat(pace.take(1)).isPositive();
  }

  @Test
  void whereThereIsNoneMailGoesStraightMeanwhile() {
    Pace pace = pace(OptionalInt.empty());
    assertThat(pace.take(3)).isZero();
    CompletableFuture<Void> asks = asks(pace);

    assertThat(pace.tryTake(4)).isTrue();

    notebook.answers.countDown();
    asks.join();
    assertThat(pace.today()).isEqualTo(7);
    pace.rest();
    assertThat(written()).isEqualTo(7);
  }

  @Test
  void otherLimitsHoldThoughTheSpoolWasAskedForThoseOfBefore() {
    Pace pace = pace(OptionalInt.of(100));
    assertThat(pace.take(3)).isZero();
    CompletableFuture<Void> asks = asks(pace);

    pace.limit(OptionalInt.empty(), OptionalInt.of(4));

    notebook.answers.countDown();
    asks.join();
    assertThat(pace.tryTake(1)).isFalse();
    assertThat(pace.take(1)).isZero();
    assertThat(pace.take(1)).isPositive();
  }

  private Pace pace(OptionalInt perDay) {
    // what the spool has promised does not end while a busy machine lets us wait
    return new Pace(OptionalInt.empty(), perDay, notebook, Clock.systemUTC(), () -> 0);
  }

  /** A thread that asks the spool, and waits for it. */
  private CompletableFuture<Void> asks(Pace pace) {
    notebook.silent = true;
    CompletableFuture<Void> asks = CompletableFuture.runAsync(pace::rest);
    try {
      notebook.asked.await();
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
    return asks;
  }

  private int written() {
    return PacePage.of(notebook.pages.get("pace")).steps().values().stream()
        .mapToInt(Integer::intValue)
        .sum();
  }

  /** Of one node, which is told nothing for a while. */
  private static final class Slow implements Notebook {

    private final Map<String, String> pages = new HashMap<>();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch answers = new CountDownLatch(1);
    private volatile boolean silent;

    @Override
    public Optional<String> read(String name) {
      return Optional.ofNullable(pages.get(name));
    }

    @Override
    public void write(String name, String text) {
      pages.put(name, text);
    }

    @Override
    public String change(String name, Change change) {
      pages.put(name, change.of(pages.getOrDefault(name, ""), Instant.now()));
      if (silent) {
        asked.countDown();
        try {
          answers.await();
        } catch (InterruptedException stopped) {
          throw new IllegalStateException(stopped);
        }
      }
      return pages.get(name);
    }

    @Override
    public long node() {
      return 1;
    }
  }
}
