package org.postern.distribution.watch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.postern.core.ConnectionReport;
import org.postern.core.Mailer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs in without mail when none has gone out for a while. One at a time; one that fails is
 * repeated after twice, then after four times the usual wait, so that no account is locked by it.
 * Thread safe.
 */
public final class LoginProbe {

  private static final Logger LOG = LoggerFactory.getLogger(LoginProbe.class);
  private static final int MOST = 4;

  private final Clock clock;
  private final Executor background;
  private Instant reference;
  private int factor = 1;
  private boolean running;
  private Optional<Result> last = Optional.empty();
  private long worked;
  private long failed;

  /**
   * @param background runs probes, which block
   */
  public LoginProbe(Clock clock, Executor background) {
    this.clock = clock;
    this.background = background;
    this.reference = clock.instant();
  }

  /**
   * What a probe showed.
   *
   * @param at when it ended
   * @param ok whether the login worked
   * @param text one sentence: what is wrong and what to do; empty where it worked
   */
  public record Result(Instant at, boolean ok, String text) {}

  /**
   * How it stands.
   *
   * @param last the last one; empty before the first
   * @param worked how many worked since the start
   * @param failed how many did not
   */
  public record Status(Optional<Result> last, long worked, long failed) {}

  /** As it is now. */
  public synchronized Status status() {
    return new Status(last, worked, failed);
  }

  /** The settings are others now: what failed is tried at once. */
  public synchronized void settingsChanged() {
    if (last.filter(result -> !result.ok()).isPresent()) {
      reference = Instant.EPOCH;
      factor = 1;
    }
  }

  /**
   * Begins a probe where one is due; does not wait for it.
   *
   * @param every zero: none is ever due
   * @param lastSuccess when a mail got through
   * @param mailTries whether mail itself tries the way
   * @param worked told after a probe that worked
   */
  public synchronized void look(
      Duration every,
      Optional<Instant> lastSuccess,
      boolean mailTries,
      Mailer mailer,
      Runnable worked) {
    Instant now = clock.instant();
    if (reference.isAfter(now)) {
      reference = now; // the clock was set back
    }
    lastSuccess
        .filter(mail -> mail.isAfter(reference) && !mail.isAfter(now))
        .ifPresent(this::begunAnew);
    boolean due = !reference.plus(every.multipliedBy(factor)).isAfter(now);
    if (every.isZero() || running || mailTries || !due) {
      return;
    }
    running = true;
    try {
      background.execute(() -> probe(mailer, worked));
    } catch (RejectedExecutionException closed) {
      running = false;
    }
  }

  private void begunAnew(Instant from) {
    reference = from;
    factor = 1;
  }

  private void probe(Mailer mailer, Runnable whenItWorked) {
    Optional<Result> result = Optional.empty();
    try {
      ConnectionReport report = mailer.probe();
      Instant now = clock.instant();
      result =
          Optional.of(report.fault().map(fault -> failed(fault, now)).orElseGet(() -> ok(now)));
    } catch (IllegalStateException closed) {
      LOG.debug("The mailer was put away during a probe");
    } catch (RuntimeException bug) {
      LOG.error("A login probe failed unexpectedly", bug);
    } finally {
      ended(result);
    }
    if (result.filter(Result::ok).isPresent()) {
      whenItWorked.run();
    }
  }

  private static Result ok(Instant now) {
    return new Result(now, true, "");
  }

  private static Result failed(ConnectionReport.Step fault, Instant now) {
    String known = fault.diagnosis().map(one -> " [" + one.id() + "]").orElse("");
    return new Result(now, false, fault.explanation() + known);
  }

  private synchronized void ended(Optional<Result> result) {
    running = false;
    reference = clock.instant();
    if (result.isEmpty()) {
      return;
    }
    last = result;
    if (result.get().ok()) {
      worked++;
      factor = 1;
      LOG.debug("A login probe worked");
    } else {
      failed++;
      factor = Math.min(MOST, factor * 2);
      LOG.debug("A login probe failed: {}", result.get().text());
    }
  }
}
