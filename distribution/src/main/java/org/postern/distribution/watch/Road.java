package org.postern.distribution.watch;

/** A way by which warnings reach people, other than the mail that may be stuck. Thread safe. */
public interface Road {

  /** Its name in settings and metrics: {@code webhook}. */
  String name();

  /**
   * Carries one message, and waits until that is done.
   *
   * @return how it went, for people, without a secret
   * @throws RoadException where it did not
   * @throws InterruptedException where nobody waits for it any more
   */
  String carry(Notice notice) throws RoadException, InterruptedException;
}
