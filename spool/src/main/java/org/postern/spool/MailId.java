package org.postern.spool;

import java.util.regex.Pattern;

/**
 * Names one mail of a spool: unique over its life, sorted by the time of arrival, and short enough
 * to be read out on the phone. Administrators give it to {@code postern queue}, the log has it in
 * every line of the mail's life, and it is the id of the Received header.
 *
 * @param text 8 to 24 of 0-9 and A-Z
 */
public record MailId(String text) implements Comparable<MailId> {

  private static final Pattern FORM = Pattern.compile("[0-9A-Z]{8,24}");

  public MailId {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("not the id of a mail: 8 to 24 of 0-9 and A-Z");
    }
  }

  @Override
  public int compareTo(MailId other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
