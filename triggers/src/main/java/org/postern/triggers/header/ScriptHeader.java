package org.postern.triggers.header;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the comments of a script declare: its parameters, as the origin product reads them.
 * Immutable.
 *
 * @param parameters in the order of the script
 */
public record ScriptHeader(List<ScriptParameter> parameters) {

  private static final Pattern COMMENT = Pattern.compile("^\\s*(?://+|/\\*+|\\*+(?!/))\\s?(.*)$");
  private static final Pattern PARAMETER =
      Pattern.compile("^\\s*@param\\s+([\\w:]+)\\s+(\\S.*?)\\s*(?:\\*/)?$");

  public ScriptHeader {
    parameters = List.copyOf(parameters);
  }

  /** Reads the comments of a script, wherever they stand; a byte-order mark is passed over. */
  public static ScriptHeader of(String source) {
    List<ScriptParameter> found = new ArrayList<>();
    Optional<ScriptParameter> open = Optional.empty();
    int number = 0;
    for (String line : withoutMark(source).split("\r\n|\r|\n", -1)) {
      number++;
      Matcher comment = COMMENT.matcher(line);
      String text = comment.matches() ? comment.group(1).replace("*/", "").strip() : "";
      Matcher parameter = PARAMETER.matcher(text);
      if (parameter.matches()) {
        open.ifPresent(found::add);
        open = Optional.of(new ScriptParameter(parameter.group(1), parameter.group(2), "", number));
      } else if (text.isEmpty()) {
        open.ifPresent(found::add);
        open = Optional.empty();
      } else {
        open = open.map(one -> described(one, text));
      }
    }
    open.ifPresent(found::add);
    return new ScriptHeader(found);
  }

  private static String withoutMark(String source) {
    return source.startsWith("\uFEFF") ? source.substring(1) : source;
  }

  private static ScriptParameter described(ScriptParameter one, String more) {
    String text = one.description().isEmpty() ? more : one.description() + " " + more;
    return new ScriptParameter(one.type(), one.name(), text, one.line());
  }

  /** The parameter of this name. */
  public Optional<ScriptParameter> find(String name) {
    return parameters.stream().filter(one -> one.name().equals(name)).findFirst();
  }

  /** All names. */
  public List<String> names() {
    return parameters.stream().map(ScriptParameter::name).toList();
  }
}
