package org.postern.distribution.faultlab;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.postern.core.diagnosis.Diagnoses;
import org.postern.core.diagnosis.Diagnosis;
import org.postern.testkit.TokenAnswer;

/** The rows of the token endpoint's errors: it really answers with each row's own example. */
final class TokenReplies {

  private static final Pattern ANSWERED =
      Pattern.compile("^the token endpoint \\S+ answered (\\d{3})(?: (\\w+)(?:: (.+))?)?$");

  private TokenReplies() {}

  static List<Fault> all() {
    return Diagnoses.builtIn().all().stream().flatMap(TokenReplies::of).toList();
  }

  private static Stream<Fault> of(Diagnosis row) {
    return answer(row.example()).stream()
        .map(answer -> Fault.oauth(row.id(), site -> site.endpoint().always(answer)));
  }

  private static Optional<TokenAnswer> answer(String example) {
    Matcher answered = ANSWERED.matcher(example);
    if (!answered.find()) {
      return Optional.empty();
    }
    int status = Integer.parseInt(answered.group(1));
    return Optional.of(
        answered.group(2) == null
            ? TokenAnswer.html(status)
            : TokenAnswer.error(
                status, answered.group(2), Optional.ofNullable(answered.group(3)).orElse("")));
  }
}
