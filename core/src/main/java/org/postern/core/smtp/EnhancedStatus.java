package org.postern.core.smtp;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Enhanced mail system status code (RFC 3463), such as {@code 5.7.139}. Immutable.
 *
 * @param category 2 success, 4 persistent transient failure, 5 permanent failure
 * @param subject 0 to 999
 * @param detail 0 to 999
 */
public record EnhancedStatus(int category, int subject, int detail) {

  private static final Pattern LEADING =
      Pattern.compile("([245])\\.(\\d{1,3})\\.(\\d{1,3})(?=\\s|$)");

  public EnhancedStatus {
    if (category != 2 && category != 4 && category != 5) {
      throw new IllegalArgumentException("status category must be 2, 4 or 5: " + category);
    }
    if (subject < 0 || subject > 999 || detail < 0 || detail > 999) {
      throw new IllegalArgumentException("status subject and detail must be 0 to 999");
    }
  }

  /**
   * Reads the code at the very start of {@code text} (RFC 2034 section 4); empty where there is
   * none. Never fails.
   */
  public static Optional<EnhancedStatus> leading(String text) {
    Matcher matcher = LEADING.matcher(text);
    return matcher.lookingAt()
        ? Optional.of(
            new EnhancedStatus(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3))))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return category + "." + subject + "." + detail;
  }
}
