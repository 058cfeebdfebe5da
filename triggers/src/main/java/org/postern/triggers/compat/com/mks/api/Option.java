package org.postern.triggers.compat.com.mks.api;

import java.util.Locale;

/** An option of a command of the host product's API. Immutable. */
public final class Option {

  private final String name;
  private final String value;

  /** An option without a value. */
  public Option(String name) {
    this(name, "");
  }

  /** An option with its value. */
  public Option(String name, String value) {
    this.name = name;
    this.value = value;
  }

  /** An option with several values. */
  public Option(String name, MultiValue values) {
    this(name, values.toString());
  }

  /** Its name. */
  public String getName() {
    return name;
  }

  /** Its value; "" where it has none. */
  public String getValue() {
    return value;
  }

  /** As on a command line; a password is not shown. */
  @Override
  public String toString() {
    if (value.isEmpty()) {
      return "--" + name;
    }
    return "--" + name + "=" + (name.toLowerCase(Locale.ROOT).contains("passw") ? "***" : value);
  }
}
