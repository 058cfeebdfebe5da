package org.postern.triggers.internal.engine;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mozilla.javascript.EvaluatorException;
import org.mozilla.javascript.RhinoException;
import org.mozilla.javascript.ScriptStackElement;
import org.mozilla.javascript.WrappedException;
import org.postern.triggers.run.ScriptFault;

/** Turns what ended a script into words, with the place in the script. */
final class Faults {

  private static final int CALLS = 10;
  private static final Pattern NO_CLASS = Pattern.compile("\\[JavaPackage ([\\w.$]+)]");
  private static final Pattern NO_METHOD =
      Pattern.compile("(\\w+) is not a function, it is object");

  /** What begins like this is a Java class, whatever else a script has. */
  private static final String ROOT = "(?:Packages\\.|\\b(?=(?:java|javax|com|org|net)\\.))";

  private static final String LINE_BREAK = "\\s*\\R\\s*";
  private static final Pattern PROHIBITED =
      Pattern.compile("Access to Java class \"([^\"]+)\" is prohibited");

  private Faults() {}

  /** The text with the line of the script that is running; the text alone where none is. */
  static String here(String text) {
    List<ScriptStackElement> calls = calls(new EvaluatorException("here"));
    return calls.isEmpty() ? text : "line " + calls.get(0).lineNumber + ": " + text;
  }

  static ScriptFault syntax(String name, EvaluatorException wrong) {
    String line = wrong.lineSource() == null ? "" : wrong.lineSource().strip();
    return new ScriptFault(
        ScriptFault.Kind.SYNTAX,
        "this is no JavaScript: " + wrong.details(),
        name,
        wrong.lineNumber() > 0 ? OptionalInt.of(wrong.lineNumber()) : OptionalInt.empty(),
        line,
        List.of());
  }

  static ScriptFault unreadable(String name, IOException reason) {
    String why =
        reason instanceof NoSuchFileException
            ? "the script does not exist"
            : "the script cannot be read: " + reason.getMessage();
    return plain(ScriptFault.Kind.SYNTAX, why, name);
  }

  static ScriptFault plain(ScriptFault.Kind kind, String message, String script) {
    return new ScriptFault(kind, message, script, OptionalInt.empty(), "", List.of());
  }

  /** What a script did not catch. */
  static ScriptFault error(CompiledScript script, RhinoException thrown) {
    String message =
        thrown instanceof WrappedException wrapped
            ? ofJava(wrapped.getWrappedException())
            : ofScript(script, thrown);
    return at(script, ScriptFault.Kind.ERROR, message, thrown);
  }

  /** With the place that this exception knows. */
  static ScriptFault at(
      CompiledScript script, ScriptFault.Kind kind, String message, RhinoException place) {
    List<ScriptStackElement> calls = calls(place);
    int line = place.lineNumber() > 0 ? place.lineNumber() : calls.isEmpty() ? 0 : innermost(calls);
    return new ScriptFault(
        kind,
        message,
        script.name(),
        line > 0 ? OptionalInt.of(line) : OptionalInt.empty(),
        script.line(line),
        calls.stream().limit(CALLS).map(Faults::call).toList());
  }

  private static int innermost(List<ScriptStackElement> calls) {
    return calls.get(0).lineNumber;
  }

  private static String call(ScriptStackElement call) {
    String function =
        call.functionName == null || call.functionName.isEmpty() ? "script" : call.functionName;
    return function + " (" + call.fileName + ":" + call.lineNumber + ")";
  }

  private static List<ScriptStackElement> calls(RhinoException thrown) {
    ScriptStackElement[] stack = thrown.getScriptStack();
    return stack == null ? List.of() : Arrays.asList(stack);
  }

  /** A static method of a class that is not there: Rhino names the method, not the class. */
  private static String ofScript(CompiledScript script, RhinoException thrown) {
    Matcher call = NO_METHOD.matcher(thrown.details());
    if (call.find()) {
      Matcher type =
          Pattern.compile(ROOT + "((?:\\w+\\.)+[A-Z]\\w*)\\." + call.group(1) + "\\b")
              .matcher(script.line(thrown.lineNumber()));
      if (type.find()) {
        return noClass(type.group(1));
      }
    }
    return explained(thrown.details());
  }

  /** The exception's own words; its class helps nobody where it has words. */
  private static String ofJava(Throwable thrown) {
    String words = thrown.getMessage();
    String name = ClassNames.canonical(thrown.getClass().getName());
    return words == null || words.isBlank()
        ? name
        : explained(words) + " (" + name.substring(name.lastIndexOf('.') + 1) + ")";
  }

  private static String explained(String details) {
    if (details.startsWith("Exceeded maximum stack depth")) {
      return RunClock.TOO_DEEP;
    }
    Matcher absent = NO_CLASS.matcher(details);
    if (absent.find()) {
      return noClass(absent.group(1));
    }
    Matcher prohibited = PROHIBITED.matcher(details);
    if (prohibited.find()) {
      return noClass(prohibited.group(1));
    }
    return ClassNames.asWritten(details).replaceAll(LINE_BREAK, " ");
  }

  private static String noClass(String name) {
    return "the Java class "
        + name
        + " is not there for scripts: either no jar has it, or it is not on the list of classes;"
        + " put its jar on the class path and its exact name into postern.trigger.classes";
  }
}
