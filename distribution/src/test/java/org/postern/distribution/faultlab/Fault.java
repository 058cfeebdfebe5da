package org.postern.distribution.faultlab;

import java.io.IOException;

/**
 * One fault of the catalogue and how it is really produced.
 *
 * @param id of the row
 * @param mode of the installation
 * @param send true where only a mail shows it
 * @param maker brings it about in an installation with nothing wrong
 */
record Fault(String id, Mode mode, boolean send, Maker maker) {

  enum Mode {
    OPEN,
    BASIC,
    OAUTH
  }

  @FunctionalInterface
  interface Maker {
    void in(Site site) throws IOException;
  }

  static Fault basic(String id, Maker maker) {
    return new Fault(id, Mode.BASIC, false, maker);
  }

  static Fault oauth(String id, Maker maker) {
    return new Fault(id, Mode.OAUTH, false, maker);
  }

  static Fault open(String id, Maker maker) {
    return new Fault(id, Mode.OPEN, false, maker);
  }

  /** Seen by {@code doctor --send} only. */
  Fault sending() {
    return new Fault(id, mode, true, maker);
  }

  @Override
  public String toString() {
    return id;
  }
}
