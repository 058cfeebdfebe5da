package org.postern.core.internal.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WatchdogTest {

  @Test
  void whatTakesTooLongIsEndedOnceAndStaysEnded() throws InterruptedException {
    try (Watchdog watchdog = new Watchdog()) {
      CountDownLatch ended = new CountDownLatch(1);
      Watchdog.Guard guard = watchdog.guard(ended::countDown);
      guard.arm(Duration.ofMillis(30));
      assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
      guard.disarm();
      assertThat(guard.fired()).isTrue();
    }
  }

  @Test
  void aShortLimitIsKeptThoughALongOneWasArmedBefore() throws InterruptedException {
    try (Watchdog watchdog = new Watchdog()) {
      CountDownLatch ended = new CountDownLatch(1);
      watchdog.guard(() -> {}).arm(Duration.ofHours(1));
      watchdog.guard(ended::countDown).arm(Duration.ofMillis(30));
      assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void whatIsDoneInTimeOrArmedAnewIsLeftAlone() {
    try (Watchdog watchdog = new Watchdog()) {
      AtomicInteger wrong = new AtomicInteger();
      AtomicInteger right = new AtomicInteger();
      Watchdog.Guard disarmed = watchdog.guard(wrong::incrementAndGet);
      Watchdog.Guard rearmed = watchdog.guard(wrong::incrementAndGet);
      Watchdog.Guard closed = watchdog.guard(wrong::incrementAndGet);
      // long enough for any machine: what would be overdue is asked for a moment to come
      for (Watchdog.Guard guard : List.of(disarmed, rearmed, closed)) {
        guard.arm(Duration.ofHours(1));
      }
      watchdog.guard(right::incrementAndGet).arm(Duration.ofHours(1));
      disarmed.disarm();
      rearmed.arm(Duration.ofHours(3));
      closed.close();

      watchdog.look(Watchdog.now() + Duration.ofHours(2).toNanos());

      assertThat(right).hasValue(1);
      assertThat(wrong).hasValue(0);
      assertThat(rearmed.fired()).isFalse();
    }
  }

  @Test
  void noGuardIsOverlookedWhenManyAreArmedAtOnce() throws Exception {
    try (Watchdog watchdog = new Watchdog()) {
      int each = 500;
      CountDownLatch ended = new CountDownLatch(4 * each);
      List<Thread> threads = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        Thread thread =
            new Thread(
                () -> {
                  for (int i = 0; i < each; i++) {
                    watchdog.guard(ended::countDown).arm(Duration.ofMillis(1 + i % 20));
                  }
                });
        threads.add(thread);
        thread.start();
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aBugInOneDoesNotEndTheWatch() throws InterruptedException {
    try (Watchdog watchdog = new Watchdog()) {
      CountDownLatch ended = new CountDownLatch(1);
      watchdog
          .guard(
              () -> {
                throw new IllegalStateException("bug");
              })
          .arm(Duration.ofMillis(5));
      watchdog.guard(ended::countDown).arm(Duration.ofMillis(60));
      assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
    }
  }
}
