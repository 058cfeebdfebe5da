package org.postern.core.diagnosis;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.postern.core.smtp.Action;

/**
 * Rows of a catalogue as text: blocks of {@code name: value} with a blank line between them, a line
 * that begins with a blank goes on with the value before it, and {@code #} begins a comment line.
 */
public final class DiagnosisText {

  private static final Set<String> NAMES =
      Set.of(
          "id",
          "stage",
          "code",
          "status",
          "text",
          "provider",
          "meaning",
          "why",
          "remedy",
          "for",
          "action",
          "source",
          "date",
          "example");

  private DiagnosisText() {}

  /**
   * Reads rows, in their order.
   *
   * @throws IllegalArgumentException naming the line where a block cannot be read
   */
  public static List<Diagnosis> read(String text) {
    List<Diagnosis> rows = new ArrayList<>();
    Map<String, String> block = new LinkedHashMap<>();
    String name = "";
    int number = 0;
    for (String line : (text + "\n\n").split("\r?\n", -1)) {
      number++;
      if (line.startsWith("#")) {
        continue;
      }
      if (line.isBlank()) {
        if (!block.isEmpty()) {
          rows.add(row(block, number));
          block.clear();
        }
      } else if (line.startsWith(" ")) {
        block.merge(name, line.strip(), (before, more) -> before + " " + more);
      } else {
        int colon = line.indexOf(':');
        name = colon < 0 ? "" : line.substring(0, colon).strip();
        if (!NAMES.contains(name) || block.put(name, line.substring(colon + 1).strip()) != null) {
          throw new IllegalArgumentException(
              "line " + number + ": \"" + line + "\" is no field of a diagnosis, or its second");
        }
      }
    }
    return rows;
  }

  private static Diagnosis row(Map<String, String> block, int line) {
    try {
      String stages = block.getOrDefault("stage", "");
      return new Diagnosis(
          needed(block, "id"),
          stages.isEmpty() ? Set.of() : Set.of(stages.split("[, ]+")),
          block.getOrDefault("code", ""),
          block.getOrDefault("status", ""),
          Pattern.compile(
              block.getOrDefault("text", ""), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE),
          Optional.ofNullable(block.get("provider")),
          needed(block, "meaning"),
          needed(block, "why"),
          needed(block, "remedy"),
          Diagnosis.Audience.of(needed(block, "for")),
          Action.valueOf(needed(block, "action").toUpperCase(Locale.ROOT).replace(' ', '_')),
          needed(block, "source"),
          LocalDate.parse(needed(block, "date")),
          needed(block, "example"));
    } catch (RuntimeException wrong) {
      throw new IllegalArgumentException(
          "the block before line " + line + ": " + wrong.getMessage(), wrong);
    }
  }

  private static String needed(Map<String, String> block, String name) {
    String value = block.getOrDefault(name, "");
    if (value.isEmpty()) {
      throw new IllegalArgumentException("\"" + name + "\" is missing");
    }
    return value;
  }
}
