package org.postern.triggers.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.mozilla.javascript.ast.AstNode;
import org.mozilla.javascript.ast.FunctionCall;
import org.mozilla.javascript.ast.FunctionNode;
import org.mozilla.javascript.ast.Name;
import org.mozilla.javascript.ast.NodeVisitor;
import org.mozilla.javascript.ast.PropertyGet;
import org.postern.core.settings.Nearest;
import org.postern.triggers.beans.ParametersBean;
import org.postern.triggers.header.ScriptHeader;

/**
 * Looks for parameters that are read and not declared, also where a function of the script reads
 * them for its callers: {@code checkAndGetParameter("Mail Subject")}.
 */
final class ParameterRule implements NodeVisitor {

  private static final Set<String> READERS =
      Set.of(
          "getParameter",
          "getStringParameter",
          "getBooleanParameter",
          "getIntegerParameter",
          "getMultiStringParameter");

  private final Types types;
  private final Texts texts;
  private final ScriptHeader header;
  private final Notes notes;
  private final List<Reader> readers = new ArrayList<>();
  private final List<FunctionCall> calls = new ArrayList<>();

  ParameterRule(Types types, Texts texts, ScriptHeader header, Notes notes) {
    this.types = types;
    this.texts = texts;
    this.header = header;
    this.notes = notes;
  }

  @Override
  public boolean visit(AstNode node) {
    if (!(node instanceof FunctionCall call) || call.getArguments().isEmpty()) {
      return true;
    }
    if (call.getTarget() instanceof Name) {
      calls.add(call);
    } else if (reads(call)) {
      AstNode asked = call.getArguments().get(0);
      read(call, asked);
      reader(asked);
    }
    return true;
  }

  private boolean reads(FunctionCall call) {
    return call.getTarget() instanceof PropertyGet target
        && READERS.contains(target.getProperty().getIdentifier())
        && types.bean(target.getTarget()).filter(ParametersBean.class::equals).isPresent();
  }

  /** A function that reads the parameter whose name it is given. */
  private void reader(AstNode asked) {
    FunctionNode function = asked.getEnclosingFunction();
    if (asked instanceof Name name && function != null && function.getFunctionName() != null) {
      for (int i = 0; i < function.getParams().size(); i++) {
        if (function.getParams().get(i) instanceof Name parameter
            && Variable.of(parameter).equals(Variable.of(name))) {
          readers.add(new Reader(Variable.of(function.getFunctionName()), i));
        }
      }
    }
  }

  /** Looks at the callers of such functions; to be called after the visit. */
  void finish() {
    for (FunctionCall call : calls) {
      Variable function = Variable.of((Name) call.getTarget());
      readers.stream()
          .filter(reader -> reader.function().equals(function))
          .filter(reader -> reader.argument() < call.getArguments().size())
          .forEach(reader -> read(call, call.getArguments().get(reader.argument())));
    }
  }

  private void read(AstNode at, AstNode asked) {
    texts
        .constant(asked)
        .filter(name -> header.find(name).isEmpty())
        .ifPresent(name -> notes.warning(at, message(name)));
  }

  private String message(String name) {
    return "the script reads the parameter \""
        + name
        + "\" and does not declare it by @param; "
        + Nearest.quotedHint(name, header.names(), "its value will be null");
  }

  /**
   * A function that hands on the name of a parameter.
   *
   * @param argument which of its arguments, from 0
   */
  private record Reader(Variable function, int argument) {}
}
