package org.postern.triggers.internal.engine;

import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.LambdaFunction;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.lc.type.TypeInfo;
import org.postern.triggers.internal.run.WatchedText;

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
  private final RunClock clock;

  JavaText(Scriptable scope, String text, TypeInfo stringType, RunClock clock) {
    super(scope, text, stringType);
    this.text = text;
    this.clock = clock;
  }

  @Override
  public Object get(String name, Scriptable start) {
    BiFunction<Matcher, String, Object> watched = WATCHED.get(name);
    if (watched != null) {
      return function(
          name,
          arguments ->
              watched.apply(
                  Pattern.compile(arguments.get(0)).matcher(new WatchedText(text, clock::check)),
                  arguments.size() > 1 ? arguments.get(1) : ""));
    }
    if (name.equals("split")) {
      return function(
          name,
          arguments ->
              Pattern.compile(arguments.get(0))
                  .split(
                      new WatchedText(text, clock::check),
                      arguments.size() > 1 ? (int) Double.parseDouble(arguments.get(1)) : 0));
    }
    return super.get(name, start);
  }

  private LambdaFunction function(
      String name, java.util.function.Function<List<String>, Object> work) {
    return new LambdaFunction(
        getParentScope(),
        name,
        1,
        (context, scope, self, arguments) ->
            context
                .getWrapFactory()
                .wrap(
                    context,
                    scope,
                    work.apply(
                        java.util.Arrays.stream(
                                arguments.length == 0 ? new Object[] {"null"} : arguments)
                            .map(Context::toString)
                            .toList()),
                    TypeInfo.OBJECT));
  }
}
