package org.postern.distribution.faultlab;

import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * One fault of the catalogue, how it is really produced, and who names it.
 *
 * @param id of the row
 * @param mode of the installation
 * @param by whom it is named
 * @param maker brings it about in an installation with nothing wrong
 * @param witness then looks, and says what it is
 */
record Fault(String id, Mode mode, By by, Maker maker, Witness witness) {

  enum Mode {
    OPEN,
    BASIC,
    OAUTH
  }

  /** Most are seen by the doctor; some are faults of a certain mail, or of many at once. */
  enum By {
    DOCTOR,
    DELIVERY
  }

  @FunctionalInterface
  interface Maker {
    void in(Site site) throws Exception;
  }

  @FunctionalInterface
  interface Witness {
    Set<String> named(Site site) throws Exception;
  }

  static Fault basic(String id, Maker maker) {
    return seen(id, Mode.BASIC, maker);
  }

  static Fault oauth(String id, Maker maker) {
    return seen(id, Mode.OAUTH, maker);
  }

  static Fault open(String id, Maker maker) {
    return seen(id, Mode.OPEN, maker);
  }

  private static Fault seen(String id, Mode mode, Maker maker) {
    return new Fault(id, mode, By.DOCTOR, maker, site -> Named.by(site.examined(false)));
  }

  /** Named by the result of a mail. */
  static Fault delivery(String id, Witness witness) {
    return new Fault(id, Mode.BASIC, By.DELIVERY, site -> {}, witness);
  }

  /** Seen by {@code doctor --send} only. */
  Fault sending() {
    return new Fault(id, mode, by, maker, site -> Named.by(site.examined(true)));
  }

  /** Seen by a doctor in a process of its own, which is begun by this command. */
  Fault elsewhere(Function<Site, List<String>> java) {
    return new Fault(id, mode, by, maker, site -> Elsewhere.named(site, java.apply(site)));
  }

  @Override
  public String toString() {
    return id;
  }
}
