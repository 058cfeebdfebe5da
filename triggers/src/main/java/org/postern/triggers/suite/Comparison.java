package org.postern.triggers.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.postern.triggers.TriggerResult;
import org.postern.triggers.run.LogLine;
import org.postern.triggers.run.ReadableMail;
import org.postern.triggers.run.ScriptFault;
import org.postern.triggers.run.SentMail;

/** Compares what a script did with what its case expects. */
final class Comparison {

  private final TriggerCase expected;
  private final TriggerResult result;
  private final List<String> differences = new ArrayList<>();

  Comparison(TriggerCase expected, TriggerResult result) {
    this.expected = expected;
    this.result = result;
  }

  List<String> differences(boolean update) throws IOException {
    ending();
    changes();
    for (String line : expected.log()) {
      if (result.log().stream().map(LogLine::text).noneMatch(one -> one.contains(line))) {
        differences.add("no line of the log has \"" + line + "\"");
      }
    }
    if (update) {
      write();
    } else {
      mails();
    }
    return differences;
  }

  private void ending() {
    TriggerResult.Ending wanted =
        expected
            .ending()
            .orElse(
                expected.fault().isPresent()
                    ? TriggerResult.Ending.FAILED
                    : TriggerResult.Ending.COMPLETED);
    String fault = result.fault().map(ScriptFault::toString).orElse("");
    if (result.ending() != wanted) {
      differences.add(
          "ending: expected "
              + small(wanted)
              + ", it is "
              + small(result.ending())
              + (fault.isEmpty() ? "" : " (" + fault + ")"));
    }
    expected
        .fault()
        .filter(part -> !fault.contains(part))
        .ifPresent(part -> differences.add("fault: \"" + part + "\" is not in \"" + fault + "\""));
    expected
        .message()
        .filter(text -> !text.equals(result.message()))
        .ifPresent(
            text ->
                differences.add(
                    "message: expected \"" + text + "\", it is \"" + result.message() + "\""));
  }

  private static String small(Enum<?> one) {
    return one.name().toLowerCase(Locale.ROOT);
  }

  private void changes() {
    Map<String, String> now = new LinkedHashMap<>();
    result.changes().forEach(one -> now.put(one.field(), one.value().orElse("")));
    if (!now.equals(expected.changes())) {
      differences.add("changes: expected " + expected.changes() + ", they are " + now);
    }
  }

  private void mails() throws IOException {
    int number = 0;
    for (SentMail mail : result.mails()) {
      number++;
      Path file = expected.mail(number);
      String now = ReadableMail.of(mail.message()).asText();
      if (!Files.exists(file)) {
        differences.add(
            "mail " + number + " is not expected (no " + file.getFileName() + "):\n" + now);
      } else {
        compare(number, Files.readString(file).replace("\r\n", "\n"), now);
      }
    }
    for (int more = number + 1; Files.exists(expected.mail(more)); more++) {
      differences.add("mail " + more + " is expected and was not sent");
    }
  }

  private void compare(int number, String wanted, String now) {
    List<String> before = wanted.stripTrailing().lines().toList();
    List<String> after = now.stripTrailing().lines().toList();
    for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
      String left = i < before.size() ? before.get(i) : "(nothing)";
      String right = i < after.size() ? after.get(i) : "(nothing)";
      if (!left.equals(right)) {
        differences.add(
            "mail "
                + number
                + ", line "
                + (i + 1)
                + ":\n  expected: "
                + left
                + "\n  it is:    "
                + right);
        return; // what follows is often only moved
      }
    }
  }

  private void write() throws IOException {
    int number = 0;
    for (SentMail mail : result.mails()) {
      number++;
      Files.writeString(expected.mail(number), ReadableMail.of(mail.message()).asText());
    }
    for (int more = number + 1; Files.deleteIfExists(expected.mail(more)); more++) {
      // a mail that is sent no more
    }
  }
}
