package org.postern.core.smtp;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One complete SMTP reply (RFC 5321 section 4.2). Immutable.
 *
 * <p>The lines are fit to be shown: control characters are escaped and whatever secret the client
 * sent is blotted out before a reply is made, so a reply may go to logs and reports as it is.
 *
 * @param code 200 to 599
 * @param lines the text of each line without code and separator; never empty, a line may be ""
 */
public record SmtpReply(int code, List<String> lines) {

  public SmtpReply {
    if (code < 200 || code > 599) {
      throw new IllegalArgumentException("reply code must be 200 to 599: " + code);
    }
    lines = List.copyOf(lines);
    if (lines.isEmpty()) {
      throw new IllegalArgumentException("a reply has at least one line");
    }
  }

  /** The enhanced status code of the first line, where the server sent one. */
  public Optional<EnhancedStatus> status() {
    return EnhancedStatus.leading(lines.get(0));
  }

  /** 2yz. */
  public boolean positive() {
    return code / 100 == 2;
  }

  /** 3yz: the server waits for more. */
  public boolean intermediate() {
    return code / 100 == 3;
  }

  /** 4yz. */
  public boolean transientNegative() {
    return code / 100 == 4;
  }

  /** 5yz. */
  public boolean permanentNegative() {
    return code / 100 == 5;
  }

  /** All lines joined by one blank, the repeated enhanced code of continuation lines left out. */
  public String text() {
    if (lines.size() == 1) {
      return lines.get(0);
    }
    String prefix = status().map(s -> s + " ").orElse("");
    return lines.stream()
        .map(
            line ->
                line != lines.get(0) && !prefix.isEmpty() && line.startsWith(prefix)
                    ? line.substring(prefix.length())
                    : line)
        .collect(Collectors.joining(" "));
  }

  /** Code and text, on one line: {@code 550 5.1.1 no such user here}. */
  @Override
  public String toString() {
    String text = text();
    return text.isEmpty() ? Integer.toString(code) : code + " " + text;
  }
}
