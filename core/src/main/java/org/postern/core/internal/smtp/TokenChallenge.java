package org.postern.core.internal.smtp;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The JSON with which a server says why it refuses a token (RFC 7628 section 3.2.2). */
final class TokenChallenge {

  private static final int SHOWN = 300;
  private static final Pattern STATUS = Pattern.compile("\"status\"\\s*:\\s*\"?([^\",}\\s]{1,64})");
  private static final Pattern SCOPE = Pattern.compile("\"scope\"\\s*:\\s*\"([^\"]{0,200})\"");

  private TokenChallenge() {}

  /** {@code status 401, scope "mail"}; the text itself where it has neither. */
  static String summary(String challenge) {
    Matcher status = STATUS.matcher(challenge);
    Matcher scope = SCOPE.matcher(challenge);
    String found =
        (status.find() ? "status " + status.group(1) : "")
            + (scope.find() ? ", scope \"" + scope.group(1) + "\"" : "");
    if (!found.isEmpty()) {
      return found.startsWith(", ") ? found.substring(2) : found;
    }
    return challenge.length() > SHOWN ? challenge.substring(0, SHOWN) + "…" : challenge;
  }
}
