package org.postern.distribution.e2e;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Runs a test class where Postfix and Dovecot can be started, and says plainly that it was skipped
 * where they cannot. With {@code -Dpostern.e2e=required} a skip is an error.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("e2e")
@ExtendWith(NeedsLab.Condition.class)
@interface NeedsLab {

  /** Looks for what the stack needs. */
  final class Condition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      String missing = missing();
      if (missing.isEmpty()) {
        return ConditionEvaluationResult.enabled("Postfix and Dovecot are here");
      }
      if ("required".equals(System.getProperty("postern.e2e"))) {
        throw new IllegalStateException("the end-to-end tests are required, but " + missing);
      }
      System.out.println("SKIPPED " + context.getDisplayName() + ": " + missing);
      return ConditionEvaluationResult.disabled(missing);
    }

    private static String missing() {
      boolean installed =
          Stream.of("postfix", "dovecot")
              .allMatch(n -> Files.isExecutable(Path.of("/usr/sbin", n)));
      if (!installed) {
        return "Postfix or Dovecot is not installed; this line brings them: "
            + "apt-get install -y --no-install-recommends postfix dovecot-core";
      }
      return "root".equals(System.getProperty("user.name"))
          ? ""
          : "Postfix starts as root only; run the tests by scripts/test as root";
    }
  }
}
