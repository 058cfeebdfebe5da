package org.postern.testkit;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Notes one connection to the token endpoint, without its secrets.
 *
 * @param connection the number of the connection
 */
record TokenLog(SeenLog seen, int connection) {

  /** The fields that are none; all others may be, vendors' own ones too. */
  private static final Set<String> OPEN =
      Set.of(
          "grant_type",
          "client_id",
          "client_assertion_type",
          "scope",
          "resource",
          "audience",
          "response_type",
          "code_challenge_method",
          "user_code",
          "redirect_uri");

  private static final Pattern SECRET_MEMBER =
      Pattern.compile(
          "(\"(?:access_token|refresh_token|id_token|device_code)\"\\s*:\\s*\")([^\"]+)\"");
  private static final int SHOWN = 400;

  void received(TokenRequest request) {
    Map<String, String> shown = new TreeMap<>(request.query());
    shown.putAll(request.form());
    shown.replaceAll((name, value) -> OPEN.contains(name) ? value : hide(value));
    String form =
        shown.entrySet().stream()
            .map(field -> " " + field.getKey() + "=" + field.getValue())
            .collect(Collectors.joining());
    String proof =
        request.header("authorization").map(value -> " (Authorization: ********)").orElse("");
    add(SeenLog.Kind.CLIENT, request.method() + " " + request.path() + form + proof);
  }

  private String hide(String value) {
    seen.secret(value);
    return SeenLog.MASK;
  }

  void answers(TokenAnswer answer, String body) {
    Matcher secret = SECRET_MEMBER.matcher(body);
    while (secret.find()) {
      seen.secret(secret.group(2));
    }
    // masked before it is cut: what is left of a secret after a cut is no text that is known
    String masked = secret.replaceAll("$1" + SeenLog.MASK + "\"");
    String shown = masked.length() > SHOWN ? masked.substring(0, SHOWN) + "…" : masked;
    add(SeenLog.Kind.SERVER, answer + " " + shown);
  }

  private void add(SeenLog.Kind kind, String text) {
    seen.add(SeenLog.Source.TOKEN, connection, kind, text);
  }
}
