package org.postern.testkit;

import java.util.List;
import java.util.function.Consumer;

/**
 * The lines that begin with {@code token}, {@code device} or {@code browser}: answers of the token
 * endpoint, and what becomes of logins there.
 */
final class TokenSyntax {

  private static final List<String> ANSWERS =
      List.of(
          "fault",
          "error",
          "aadsts",
          "status",
          "json",
          "field",
          "without",
          "redirect",
          "slow",
          "cut",
          "hang",
          "reset",
          "good");

  private static final List<String> BROWSER = List.of("approve", "deny", "with", "without");

  private TokenSyntax() {}

  static Consumer<FakeTokenEndpoint> token(ScriptLine line) {
    if (line.takes("always")) {
      TokenAnswer answer = answer(line);
      return endpoint -> endpoint.always(answer);
    }
    int times = next(line, "\"next\" or \"always\"");
    TokenAnswer answer = answer(line);
    return endpoint -> repeat(times, () -> endpoint.next(answer));
  }

  static Consumer<FakeTokenEndpoint> device(ScriptLine line) {
    if (line.takes("approve")) {
      line.end();
      return endpoint -> endpoint.devices().approveAll();
    }
    int times = next(line, "\"next\" or \"approve\"");
    TokenAnswer answer = answer(line);
    return endpoint -> repeat(times, () -> endpoint.nextDevice(answer));
  }

  static Consumer<BrowserLogins> browser(ScriptLine line) {
    String what = line.word("what becomes of logins in a browser");
    Consumer<BrowserLogins> change =
        switch (what) {
          case "approve" -> BrowserLogins::approveAll;
          case "deny" -> BrowserLogins::denyAll;
          case "with" -> {
            String parameter = line.word("the parameter");
            String value = line.text("the value");
            yield logins -> logins.redirectWith(parameter, value);
          }
          case "without" -> {
            String parameter = line.word("the parameter");
            yield logins -> logins.redirectWithout(parameter);
          }
          default -> throw ScriptLine.unknown("what becomes of logins", what, BROWSER);
        };
    line.end();
    return change;
  }

  private static int next(ScriptLine line, String choice) {
    if (!line.takes("next")) {
      throw new ScriptLine.Fault(choice + " is missing before \"" + line.peek() + "\"; write it");
    }
    return line.peek().matches("\\d+") ? line.count("the number of answers") : 1;
  }

  private static void repeat(int times, Runnable action) {
    for (int i = 0; i < times; i++) {
      action.run();
    }
  }

  private static TokenAnswer answer(ScriptLine line) {
    String kind = line.word("the answer");
    TokenAnswer answer =
        switch (kind) {
          case "fault" -> fault(line);
          case "error" ->
              TokenAnswer.error(status(line), line.word("the OAuth error"), line.rest());
          case "aadsts" ->
              TokenAnswer.microsoftError(
                  status(line),
                  line.word("the OAuth error"),
                  line.count("the AADSTS number"),
                  line.rest());
          case "status" -> status(line, status(line));
          case "json" -> TokenAnswer.json(line.rest());
          case "field" -> TokenAnswer.token().field(line.word("the member"), line.rest());
          case "without" -> TokenAnswer.token().without(line.word("the member"));
          case "redirect" -> TokenAnswer.redirect(status(line), line.word("the address"));
          case "slow" -> slow(line);
          case "cut" -> TokenAnswer.token().cutAfter(line.count("the number of bytes"));
          case "hang" -> TokenAnswer.hang();
          case "reset" -> TokenAnswer.reset();
          case "good" -> TokenAnswer.token();
          default -> throw ScriptLine.unknown("the answer", kind, ANSWERS);
        };
    line.end();
    return answer;
  }

  private static TokenAnswer fault(ScriptLine line) {
    String name = line.word("the name of the fault");
    return TokenFault.named(name)
        .orElseThrow(() -> ScriptLine.unknown("the fault", name, TokenFault.ids()))
        .answer();
  }

  private static TokenAnswer slow(ScriptLine line) {
    if (line.takes("headers")) {
      return TokenAnswer.token().slowHeaders(line.duration("the time between two bytes"));
    }
    if (line.takes("body")) {
      return TokenAnswer.token().slowBody(line.duration("the time between two bytes"));
    }
    throw new ScriptLine.Fault("slow what? write \"slow headers\" or \"slow body\", then a time");
  }

  /** {@code status 503 retry-after 5 some text}. */
  private static TokenAnswer status(ScriptLine line, int status) {
    if (!line.takes("retry-after")) {
      return TokenAnswer.status(status, "text/plain", line.rest());
    }
    String after = line.text("the value of Retry-After");
    return TokenAnswer.status(status, "text/plain", line.rest()).header("Retry-After", after);
  }

  private static int status(ScriptLine line) {
    int status = line.count("the status");
    if (status < 200 || status > 599) {
      throw new ScriptLine.Fault("status " + status + " is no answer; write one from 200 to 599");
    }
    return status;
  }
}
