package org.postern.relay.deliver;

import org.slf4j.Logger;

/**
 * A fault that nobody expects, of this program, of the JVM or of an application's own code. It is
 * told, and then work goes on: no such fault ends a thread that others count on.
 */
final class Mishap {

  private Mishap() {}

  /** Logs it; never throws, also where the log fails in its turn (no memory is left, say). */
  static void log(Logger log, String what, Object about, Throwable fault) {
    try {
      log.error(what, about, fault);
    } catch (Throwable mute) {
      // nothing more can be said, and mail is more than a line of a log
    }
  }

  /** Does it; what it throws, of whatever kind, is logged and goes no further. */
  static void contain(Logger log, String what, Object about, Runnable work) {
    try {
      work.run();
    } catch (Throwable fault) {
      log(log, what, about, fault);
    }
  }
}
