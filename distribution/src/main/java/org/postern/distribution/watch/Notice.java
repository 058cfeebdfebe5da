package org.postern.distribution.watch;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One message about a warning. Immutable; holds no secret.
 *
 * @param event what it tells
 * @param condition of which
 * @param since when it began
 * @param at when the message was made
 */
public record Notice(Event event, Condition condition, Instant since, Instant at) {

  /** What a message tells. */
  public enum Event {
    /** It is new. */
    BEGIN,
    /** It is still there, or has become worse. */
    REPEAT,
    /** It is gone. */
    END,
    /** Nothing: somebody tries the road. */
    TEST;

    /** As it is written in messages. */
    public String spelled() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** One that says that it is a test. */
  public static Notice test(Instant now) {
    Condition test =
        Condition.warning(
            "test", "This is a test of Postern's warnings", "nothing is wrong; do nothing");
    return new Notice(Event.TEST, test, now, now);
  }

  /** One line for people. */
  public String sentence(String host) {
    String what = "Postern on " + host + ": ";
    return switch (event) {
      case BEGIN, TEST -> what + Condition.sentences(condition.text(), condition.remedy());
      case REPEAT -> what + "STILL: " + Condition.sentences(condition.text(), condition.remedy());
      case END -> what + "OVER: " + Condition.sentences(condition.text(), "nothing is to be done");
    };
  }

  /** All of it, by the names that docs/monitoring.md promises. */
  public Map<String, String> fields(String host) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("text", sentence(host));
    fields.put("source", "postern");
    fields.put("host", host);
    fields.put("event", event.spelled());
    fields.put("id", condition.id());
    fields.put("severity", condition.severity().spelled());
    fields.put("what", condition.text());
    fields.put("remedy", condition.remedy());
    fields.put("since", since.truncatedTo(ChronoUnit.SECONDS).toString());
    fields.put("at", at.truncatedTo(ChronoUnit.SECONDS).toString());
    return fields;
  }
}
