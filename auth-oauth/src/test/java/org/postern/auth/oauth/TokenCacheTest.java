package org.postern.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.postern.core.settings.Secret;
import org.postern.core.spi.AuthException;
import org.postern.core.vitals.TokenStatus;

class TokenCacheTest {

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
  private final AtomicInteger requests = new AtomicInteger();
  private final Queue<Runnable> background = new ArrayDeque<>();
  private final Queue<Runnable> later = new ArrayDeque<>();
  private final List<Duration> waits = new ArrayList<>();
  private Duration lifetime = Duration.ofHours(1);
  private Optional<AuthException> trouble = Optional.empty();

  private final TokenCache cache =
      new TokenCache(this::issue, Duration.ofMinutes(5), background::add, now::get, this::putOff);

  @Test
  void twoHundredColdSendersMakeOneRequest() throws Exception {
    CountDownLatch slow = new CountDownLatch(1);
    TokenCache shared =
        new TokenCache(
            () -> {
              awaitQuietly(slow);
              return issue();
            },
            Duration.ofMinutes(5),
            Runnable::run,
            now::get,
            (wait, work) -> {});
    ExecutorService threads = Executors.newFixedThreadPool(200);
    try {
      List<Future<String>> all = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        all.add(threads.submit(() -> shared.get().token().value().reveal()));
      }
      slow.countDown();
      Set<String> tokens = new HashSet<>();
      for (Future<String> one : all) {
        tokens.add(one.get());
      }
      assertThat(tokens).hasSize(1);
      assertThat(requests).hasValue(1);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aTokenIsRenewedAheadInTheBackgroundWhileTheOldOneIsUsed() throws AuthException {
    assertThat(token()).isEqualTo("t1");
    after(Duration.ofMinutes(56));

    assertThat(token()).isEqualTo("t1");
    assertThat(token()).isEqualTo("t1");
    assertThat(background).hasSize(1);
    background.remove().run();

    assertThat(token()).isEqualTo("t2");
  }

  @Test
  void theOldTokenIsUsedToItsEndWhereRenewalFails() throws AuthException {
    token();
    after(Duration.ofMinutes(56));
    trouble = Optional.of(AuthException.temporary("down", Optional.empty(), null));
    token();
    background.remove().run();

    assertThat(token()).isEqualTo("t1");
    assertThat(background).as("no second try within the back-off").isEmpty();
    after(Duration.ofMinutes(5));
    assertThatThrownBy(this::token).hasMessageContaining("down");
  }

  @Test
  void aPermanentFailureIsAskedAboutOnceAMinute() {
    trouble = Optional.of(AuthException.permanent("wrong secret", null));
    for (int i = 0; i < 10; i++) {
      assertThatThrownBy(this::token).hasMessageContaining("wrong secret");
    }
    assertThat(requests).hasValue(1);
    assertThatThrownBy(this::token).hasMessageContaining("the next request is made in");

    after(Duration.ofSeconds(61));
    assertThatThrownBy(this::token).hasMessageContaining("wrong secret");

    assertThat(requests).hasValue(2);
  }

  @Test
  void retryAfterIsWaitedFor() throws AuthException {
    trouble =
        Optional.of(
            AuthException.temporary("slow down", Optional.of(Duration.ofMinutes(10)), null));
    assertThatThrownBy(this::token).hasMessageContaining("slow down");
    trouble = Optional.empty();
    after(Duration.ofMinutes(9));
    assertThatThrownBy(this::token).hasMessageContaining("slow down");
    after(Duration.ofMinutes(2));

    assertThat(token()).isEqualTo("t2");
  }

  @Test
  void aTokenForOneLoginIsNotKept() throws AuthException {
    lifetime = Duration.ZERO;

    assertThat(token()).isEqualTo("t1");
    assertThat(token()).isEqualTo("t2");
  }

  @Test
  void aStormOfRefusalsIsOneRenewal() throws AuthException {
    token();
    for (int i = 0; i < 50; i++) {
      assertThat(cache.renewAfterRefusal()).isTrue();
      assertThat(token()).isEqualTo("t2");
    }
    after(Duration.ofSeconds(61));
    cache.renewAfterRefusal();

    assertThat(token()).isEqualTo("t3");
  }

  @Test
  void itTellsAgeAndRestOfItsTokenAndCountsRequests() throws AuthException {
    assertThat(cache.status()).isEqualTo(new TokenStatus(Optional.empty(), Optional.empty(), 0, 0));
    token();
    after(Duration.ofMinutes(20));
    assertThat(cache.status())
        .isEqualTo(
            new TokenStatus(
                Optional.of(Duration.ofMinutes(20)), Optional.of(Duration.ofMinutes(40)), 1, 0));
    trouble = Optional.of(AuthException.permanent("no", null));
    after(Duration.ofMinutes(50));
    assertThatThrownBy(cache::get).isSameAs(trouble.get());
    assertThat(cache.status()).isEqualTo(new TokenStatus(Optional.empty(), Optional.empty(), 1, 1));
  }

  @Test
  void aShortTokenIsRenewedInItsLastQuarter() throws AuthException {
    lifetime = Duration.ofSeconds(4);
    token();
    after(Duration.ofMillis(2900));
    token();
    assertThat(background).isEmpty();
    after(Duration.ofMillis(200));
    token();
    assertThat(background).hasSize(1);
  }

  @Test
  void aTokenInUseIsRenewedByTheClockThoughNobodyAsksInTime() throws AuthException {
    lifetime = Duration.ofSeconds(4);
    token();
    assertThat(waits).containsExactly(Duration.ofSeconds(3));
    after(Duration.ofSeconds(3));
    later.remove().run();
    assertThat(background).hasSize(1);
    background.remove().run();

    assertThat(token()).isEqualTo("t2");
    assertThat(waits).containsExactly(Duration.ofSeconds(3), Duration.ofSeconds(3));
  }

  @Test
  void aTokenThatNobodyHasAskedForIsLeftToEnd() throws AuthException {
    token();
    after(Duration.ofMinutes(55));
    later.remove().run();
    background.remove().run();
    after(Duration.ofMinutes(55));
    later.remove().run();

    assertThat(background).isEmpty();
  }

  private void putOff(Duration wait, Runnable work) {
    waits.add(wait);
    later.add(work);
  }

  private String token() throws AuthException {
    return cache.get().token().value().reveal();
  }

  private TokenSource.AccessToken issue() throws AuthException {
    int number = requests.incrementAndGet();
    if (trouble.isPresent()) {
      throw trouble.get();
    }
    return new TokenSource.AccessToken(Secret.of("t" + number), lifetime);
  }

  private void after(Duration time) {
    now.addAndGet(time.toNanos());
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
