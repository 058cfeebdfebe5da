package org.postern.distribution.watch;

import java.util.Locale;

/** How bad it is. */
public enum Severity {
  /** Mail flows; somebody should act soon. */
  WARNING,
  /** Mail does not flow, or would not if it came. */
  ERROR;

  /** As it is written in messages and metrics. */
  public String spelled() {
    return name().toLowerCase(Locale.ROOT);
  }
}
