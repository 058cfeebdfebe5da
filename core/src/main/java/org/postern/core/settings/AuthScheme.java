package org.postern.core.settings;

import java.util.List;
import java.util.Set;

/** What the settings need to know of an auth scheme: its name, its keys and its own rules. */
public interface AuthScheme {

  /** The name by which {@code postern.auth.scheme} chooses it: {@code [a-z][a-z0-9-]*}. */
  String scheme();

  /** All keys that the scheme reads beyond the core's; the same set each time. */
  Set<SettingKey<?>> keys();

  /**
   * Rules that concern more than one key. Called once, after each value alone was looked at, and
   * only for the chosen scheme. Asking for a value that was refused, or for a required one that is
   * missing, is an {@link UnusableValueException}: let through, it ends this check, and what was
   * wrong is told all the same; with several rules, catch it around each. No I/O.
   *
   * @return what is wrong; empty when nothing is
   */
  default List<Complaint> check(SettingValues values) {
    return List.of();
  }

  /**
   * A problem with one key.
   *
   * @param key the key at fault
   * @param cause what is wrong, without a secret
   * @param remedy what to do
   */
  record Complaint(SettingKey<?> key, String cause, String remedy) {

    /** That a key has no value although this scheme, set up like this, needs one. */
    public static Complaint missing(SettingKey<?> key, String why) {
      String description = key.description().isEmpty() ? "" : " (" + key.description() + ")";
      return new Complaint(
          key, "is missing, and " + why + " needs it", "add " + key.name() + "=…" + description);
    }
  }
}
