package org.postern.auth.oauth;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.postern.core.Background;

/** Does work after a while, beside the caller. */
@FunctionalInterface
interface Later extends AutoCloseable {

  void after(Duration wait, Runnable work);

  /** Forgets what was to be done. */
  @Override
  default void close() {}

  /**
   * On this executor, by a timer of its own: the JDK's would keep the work, and with it the classes
   * of an application that was taken out, until a token ends that nobody needs any more.
   */
  static Later on(Executor background) {
    ScheduledExecutorService timer = Background.clockwork("postern-token-renewal");
    return new Later() {
      @Override
      public void after(Duration wait, Runnable work) {
        try {
          timer.schedule(() -> background.execute(work), wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closed) {
          // the mailer was closed while its last token was on its way
        }
      }

      @Override
      public void close() {
        timer.shutdownNow();
      }
    };
  }
}
