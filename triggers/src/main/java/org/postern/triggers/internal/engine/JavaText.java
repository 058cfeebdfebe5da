package org.postern.triggers.internal.engine;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Matcher;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.lc.type.TypeInfo;
import org.postern.triggers.compat.java.util.regex.Pattern;

/**
 * A Java string as scripts see it. Its methods with a regular expression watch the clock, since the
 * JDK's own go on for ages when the expression is a bad one.
 */
final class JavaText extends ViewedObject {

  private static final Map<String, BiFunction<Matcher, String, Object>> WATCHED =
      Map.of(
          "matches", (matcher, with) -> matcher.matches(),
          "replaceAll", Matcher::replaceAll,
          "replaceFirst", Matcher::replaceFirst);

  private final String text;

  JavaText(Scriptable scope, String text, TypeInfo stringType) {
    super(scope, text, stringType);
    this.text = text;
  }

  @Override
  public Object get(String name, Scriptable start) {
    BiFunction<Matcher, String, Object> watched = WATCHED.get(name);
    if (watched != null) {
      return function(
          name,
          arguments ->
              watched.apply(
                  Pattern.compile(arguments.get(0)).matcher(text),
                  arguments.size() > 1 ? arguments.get(1) : ""));
    }
    if (name.equals("split")) {
      return function(
          name,
          arguments ->
              Pattern.compile(arguments.get(0))
                  .split(
                      text, arguments.size() > 1 ? (int) Double.parseDouble(arguments.get(1)) : 0));
    }
    return super.get(name, start);
  }

  private ScriptFunction function(String name, Function<List<String>, Object> work) {
    return new ScriptFunction(getParentScope(), name, 1, arguments -> work.apply(texts(arguments)));
  }

  /** Without an argument JavaScript takes the text "null". */
  private static List<String> texts(Object[] arguments) {
    return Arrays.stream(arguments.length == 0 ? new Object[] {"null"} : arguments)
        .map(Context::toString)
        .toList();
  }
}
