package org.postern.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postern.auth.oauth.TokenSource.AccessToken;
import org.postern.core.Background;
import org.postern.core.settings.Secret;

class LaterTest {

  private final ExecutorService background = Background.executor();
  private final Later later = Later.on(background);

  @AfterEach
  void end() {
    later.close();
    background.shutdown();
  }

  @Test
  void workIsDoneBesideTheCaller() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    Thread caller = Thread.currentThread();

    later.after(
        Duration.ofMillis(1),
        () -> {
          if (Thread.currentThread() != caller) {
            done.countDown();
          }
        });

    assertThat(done.await(1, TimeUnit.MINUTES)).isTrue();
  }

  @Test
  void aClosedCacheIsForgottenThoughItsTokenIsGoodForHours() throws Exception {
    WeakReference<TokenCache> closed = new WeakReference<>(closedWithAToken());

    await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> {
              System.gc();
              return closed.get() == null;
            });
  }

  @Test
  void theTimerEndsWithTheCacheAndTakesNothingAfterwards() throws Exception {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    closedWithAToken();

    later.after(Duration.ZERO, () -> {});

    await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> !before.contains(thread))
                    .noneMatch(thread -> thread.getName().equals("postern-token-renewal")));
  }

  private TokenCache closedWithAToken() throws Exception {
    TokenCache cache =
        new TokenCache(() -> token(), Duration.ofMinutes(5), background, System::nanoTime, later);
    cache.get();
    cache.close();
    return cache;
  }

  private static AccessToken token() {
    return new AccessToken(Secret.of("token"), Duration.ofHours(8));
  }
}
