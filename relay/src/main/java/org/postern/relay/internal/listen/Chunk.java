package org.postern.relay.internal.listen;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The argument of BDAT (RFC 3030 section 2). */
record Chunk(long size, boolean last) {

  private static final Pattern FORM =
      Pattern.compile("(\\d{1,18})( +LAST)?", Pattern.CASE_INSENSITIVE);

  /** Empty where it is none. */
  static Optional<Chunk> parse(String argument) {
    Matcher matcher = FORM.matcher(argument);
    return matcher.matches()
        ? Optional.of(new Chunk(Long.parseLong(matcher.group(1)), matcher.group(2) != null))
        : Optional.empty();
  }
}
