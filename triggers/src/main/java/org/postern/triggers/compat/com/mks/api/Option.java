package org.postern.triggers.compat.com.mks.api;

import org.postern.triggers.internal.run.SecretNames;

/** An option of a command of the host product's API. Immutable. */
public final class Option {

  private static final String HIDDEN = "***";

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

  /** As on a command line; secrets are not shown, nor those that a field is given. */
  @Override
  public String toString() {
    return value.isEmpty() ? "--" + name : "--" + name + "=" + shown();
  }

  private String shown() {
    if (SecretNames.match(name)) {
      return HIDDEN;
    }
    int equals = value.indexOf('=');
    return equals > 0 && SecretNames.match(value.substring(0, equals))
        ? value.substring(0, equals + 1) + HIDDEN
        : value;
  }
}
