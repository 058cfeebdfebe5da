package org.postern.distribution.cli;

import java.time.Duration;

/** A bar on standard error while long work goes on, where a person looks; nothing elsewhere. */
final class Progress implements AutoCloseable {

  private static final int CELLS = 40;
  private static final Duration PATIENCE = Duration.ofMillis(500);

  private final Terminal terminal;
  private final String what;
  private final long all;
  private final boolean seen;
  private long shownAt = System.nanoTime();
  private boolean shown;

  private Progress(Terminal terminal, String what, long all) {
    this.terminal = terminal;
    this.what = what;
    this.all = Math.max(1, all);
    this.seen = terminal.console().isPresent();
  }

  /** Shows itself only once the work has taken half a second. */
  static Progress on(Terminal terminal, String what, long all) {
    return new Progress(terminal, what, all);
  }

  /** So many are done. */
  void at(long done) {
    if (seen && System.nanoTime() - shownAt > PATIENCE.toNanos()) {
      shownAt = System.nanoTime();
      shown = true;
      terminal.err().print("\r" + bar(done, all) + " " + done + " " + what);
      terminal.err().flush();
    }
  }

  /** The bar for so many of all. */
  static String bar(long done, long all) {
    int full = (int) Math.min(CELLS, done * CELLS / all);
    return "[" + "#".repeat(full) + ".".repeat(CELLS - full) + "]";
  }

  /** Takes the bar away. */
  @Override
  public void close() {
    if (shown) {
      terminal.err().print("\r\u001b[K");
      terminal.err().flush();
      shown = false;
    }
  }
}
