package org.postern.testkit;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses as they stand in header fields. */
final class Addresses {

  private static final Pattern ANGLE = Pattern.compile("<([^<>]*)>\\s*$");

  private Addresses() {}

  /** The address of a header field with one mailbox, in lower case. */
  static String bare(String field) {
    Matcher angle = ANGLE.matcher(field);
    return (angle.find() ? angle.group(1) : field).strip().toLowerCase(Locale.ROOT);
  }
}
