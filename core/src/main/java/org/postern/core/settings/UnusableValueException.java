package org.postern.core.settings;

/**
 * A value was asked for that cannot be known, and of which all is said: it was refused, or is
 * missing, or hangs on another one that was. It ends the rule that wanted it, since nothing true
 * can be said without it; whoever runs several rules goes on with the next. Never thrown by
 * settings in which nothing is wrong.
 */
public final class UnusableValueException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** That of this property. */
  public UnusableValueException(String key) {
    super("the value of " + key + " cannot be used; the report of the settings says why");
  }
}
