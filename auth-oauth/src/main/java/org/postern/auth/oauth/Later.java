package org.postern.auth.oauth;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Does work after a while, beside the caller. */
@FunctionalInterface
interface Later {

  void after(Duration wait, Runnable work);

  /** By the JDK's own timer, on this executor. */
  static Later on(Executor background) {
    return (wait, work) ->
        CompletableFuture.delayedExecutor(wait.toNanos(), TimeUnit.NANOSECONDS, background)
            .execute(work);
  }
}
