package org.postern.auth.oauth;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.postern.auth.oauth.TokenSource.AccessToken;
import org.postern.core.spi.AuthException;
import org.postern.core.vitals.TokenStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one token. However many threads ask, one request is under way; they share its result, a
 * failure too. A token is renewed in the background before it ends, and used to its end if that
 * fails. Thread safe; time is monotonic.
 */
final class TokenCache {

  private static final Logger LOG = LoggerFactory.getLogger(TokenCache.class);
  private static final Duration HOLD = Duration.ofSeconds(60);

  private final TokenSource source;
  private final Duration margin;
  private final Executor background;
  private final LongSupplier nanos;
  private final Later later;
  private final ReentrantLock lock = new ReentrantLock();
  private final BackOff backOff = new BackOff(HOLD);

  private Optional<Kept> kept = Optional.empty();
  private Optional<CompletableFuture<Held>> underWay = Optional.empty();
  private Optional<Long> renewedAfterRefusal = Optional.empty();
  private long askedAt;
  private long fetched;
  private long failed;
  private long requestBegun;

  /**
   * @param margin how long before its end a token is renewed, at most
   */
  TokenCache(
      TokenSource source, Duration margin, Executor background, LongSupplier nanos, Later later) {
    this.source = source;
    this.margin = margin;
    this.background = background;
    this.nanos = nanos;
    this.later = later;
  }

  /**
   * A token and how long it is still good for.
   *
   * @param left zero: for one login
   */
  record Held(AccessToken token, Duration left) {}

  /**
   * @param begun when it was asked for
   */
  private record Kept(AccessToken token, long begun, long end, long renewal) {}

  /** A token that has not ended; waits for a request only where there is none. */
  Held get() throws AuthException {
    while (true) {
      CompletableFuture<Held> request;
      boolean leader = false;
      lock.lock();
      try {
        long now = nanos.getAsLong();
        askedAt = now;
        if (kept.isPresent() && kept.get().end() - now > 0) {
          renewAhead(kept.get(), now);
          return held(kept.get(), now);
        }
        if (underWay.isEmpty()) {
          backOff.check(now);
          underWay = Optional.of(new CompletableFuture<>());
          requestBegun = now;
          leader = true;
        }
        request = underWay.orElseThrow();
      } finally {
        lock.unlock();
      }
      if (leader) {
        fetch(request);
      }
      Held result = await(request);
      // a token for one login is its fetcher's alone; the others fetch their own, one by one
      if (leader || !result.left().isZero()) {
        return result;
      }
    }
  }

  /**
   * The server refused a login: the token is fetched anew by the next {@link #get}. At most once a
   * minute, so that a storm of refusals is no storm of requests.
   *
   * @return true: one further login is worth trying
   */
  boolean renewAfterRefusal() {
    lock.lock();
    try {
      long now = nanos.getAsLong();
      boolean lately = renewedAfterRefusal.filter(then -> now - then < HOLD.toNanos()).isPresent();
      if (!lately) {
        kept = Optional.empty();
        renewedAfterRefusal = Optional.of(now);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** How the token stands. */
  TokenStatus status() {
    lock.lock();
    try {
      long now = nanos.getAsLong();
      Optional<Kept> good = kept.filter(token -> token.end() - now > 0);
      return new TokenStatus(
          good.map(token -> Duration.ofNanos(now - token.begun())),
          good.map(token -> Duration.ofNanos(token.end() - now)),
          fetched,
          failed);
    } finally {
      lock.unlock();
    }
  }

  /** Renews nothing any more by itself. */
  void close() {
    later.close();
  }

  private void renewAhead(Kept current, long now) {
    if (now - current.renewal() < 0 || underWay.isPresent() || backOff.holds(now)) {
      return;
    }
    CompletableFuture<Held> request = new CompletableFuture<>();
    underWay = Optional.of(request);
    requestBegun = now;
    try {
      background.execute(() -> fetch(request));
    } catch (RejectedExecutionException closed) {
      underWay = Optional.empty();
      request.cancel(false);
    }
  }

  /**
   * Connections live as long as their token and are opened anew all at once: whoever waits for the
   * next one to ask renews too late. A token that nobody has asked for is left to end.
   */
  private void renewIfUsed(Kept then) {
    lock.lock();
    try {
      long now = nanos.getAsLong();
      boolean current = kept.filter(held -> held == then).isPresent() && then.end() - now > 0;
      if (current && askedAt - then.begun() >= 0) {
        renewAhead(then, now);
      }
    } finally {
      lock.unlock();
    }
  }

  private void fetch(CompletableFuture<Held> request) {
    try {
      AccessToken token = source.fetch();
      request.complete(keep(token));
    } catch (AuthException refused) {
      request.completeExceptionally(remember(refused));
    } catch (RuntimeException bug) {
      LOG.error("The token request failed unexpectedly: {}", bug.getClass().getName());
      request.completeExceptionally(
          remember(
              AuthException.temporary(
                  "the token request failed unexpectedly: " + bug.getClass().getSimpleName(),
                  Optional.empty(),
                  bug)));
    }
  }

  private Held keep(AccessToken token) {
    lock.lock();
    try {
      long now = nanos.getAsLong();
      long lifetime = token.lifetime().toNanos();
      long ahead = Math.min(margin.toNanos(), lifetime / 4);
      Kept fresh = new Kept(token, requestBegun, now + lifetime, now + lifetime - ahead);
      kept = lifetime > 0 ? Optional.of(fresh) : Optional.empty();
      if (lifetime > 0) {
        later.after(Duration.ofNanos(lifetime - ahead), () -> renewIfUsed(fresh));
      }
      backOff.succeeded();
      fetched++;
      underWay = Optional.empty();
      return held(fresh, now);
    } finally {
      lock.unlock();
    }
  }

  private AuthException remember(AuthException cause) {
    lock.lock();
    try {
      failed++;
      Duration pause = backOff.failed(cause, nanos.getAsLong());
      underWay = Optional.empty();
      boolean stillGood = kept.filter(held -> held.end() - nanos.getAsLong() > 0).isPresent();
      if (stillGood) {
        Kept current = kept.get();
        later.after(pause, () -> renewIfUsed(current));
        LOG.warn(
            "The token could not be renewed and is used until it ends: {}", cause.getMessage());
      }
      return cause;
    } finally {
      lock.unlock();
    }
  }

  private static Held held(Kept kept, long now) {
    return new Held(kept.token(), Duration.ofNanos(Math.max(0, kept.end() - now)));
  }

  private static Held await(CompletableFuture<Held> request) throws AuthException {
    try {
      return request.get();
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof AuthException cause) {
        throw cause;
      }
      throw new IllegalStateException(failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw AuthException.temporary(
          "interrupted while waiting for a token", Optional.empty(), interrupted);
    }
  }
}
