package org.postern.core.settings;

import java.util.Optional;
import java.util.Set;

/**
 * The origin's table of modes: which scheme its two switches mean ("Configuring OAuth
 * authentication for the SMTP email server").
 */
final class ModeTable {

  private static final Set<String> NAMED_BY_SWITCHES = Set.of("open", "basic", "oauth");

  private ModeTable() {}

  /** The scheme by the switches alone; an absent switch is empty. */
  static String scheme(Optional<Boolean> oauth, Optional<Boolean> basic) {
    boolean basicOn = basic.orElse(false);
    if (oauth.isEmpty()) {
      return basicOn ? "basic" : "open";
    }
    if (!oauth.get()) {
      return "open";
    }
    return basicOn ? "basic" : "oauth";
  }

  /** True where the switches forbid the scheme that was named outright. */
  static boolean contradicts(String named, Optional<Boolean> oauth, Optional<Boolean> basic) {
    if (oauth.isEmpty() && basic.isEmpty()) {
      return false;
    }
    String bySwitches = scheme(oauth, basic);
    return NAMED_BY_SWITCHES.contains(named)
        ? !named.equals(bySwitches)
        : !bySwitches.equals("open");
  }
}
