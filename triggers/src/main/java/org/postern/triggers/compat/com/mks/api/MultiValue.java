package org.postern.triggers.compat.com.mks.api;

import java.util.ArrayList;
import java.util.List;

/** Several values of one option. One thread. */
public final class MultiValue {

  private final List<String> values = new ArrayList<>();
  private String separator = ",";

  /** None yet, with commas between them. */
  public MultiValue() {}

  /** None yet. */
  public MultiValue(String separator) {
    this.separator = separator;
  }

  /** What stands between them. */
  public void setSeparator(String text) {
    separator = text;
  }

  /** One more. */
  public void add(String value) {
    values.add(value);
  }

  @Override
  public String toString() {
    return String.join(separator, values);
  }
}
