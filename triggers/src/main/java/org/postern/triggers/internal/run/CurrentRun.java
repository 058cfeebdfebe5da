package org.postern.triggers.internal.run;

import java.util.Optional;

/**
 * The run on this thread. Classes that scripts call by static methods (Session, Transport, Logger,
 * File) find it here, since a script hands them no run.
 *
 * @param mail where its mail leaves
 * @param files what it may read
 * @param log its log
 * @param watch throws {@link LimitReached} when the run is to end
 */
public record CurrentRun(RunMail mail, AllowedFiles files, RunLog log, Runnable watch) {

  private static final ThreadLocal<CurrentRun> CURRENT = new ThreadLocal<>();

  /** The run on this thread; empty where none is. */
  public static Optional<CurrentRun> find() {
    return Optional.ofNullable(CURRENT.get());
  }

  /**
   * The run on this thread.
   *
   * @throws IllegalStateException where none is
   */
  public static CurrentRun get() {
    return find().orElseThrow(() -> new IllegalStateException("no trigger script runs here"));
  }

  /** Makes this the run on this thread until the scope is closed; runs may be nested. */
  public Scope enter() {
    CurrentRun before = CURRENT.get();
    CURRENT.set(this);
    return () -> {
      if (before == null) {
        CURRENT.remove();
      } else {
        CURRENT.set(before);
      }
    };
  }

  /** Ends what {@link #enter} began. */
  public interface Scope extends AutoCloseable {
    @Override
    void close();
  }
}
