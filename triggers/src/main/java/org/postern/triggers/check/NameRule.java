package org.postern.triggers.check;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.mozilla.javascript.Token;
import org.mozilla.javascript.ast.Assignment;
import org.mozilla.javascript.ast.AstNode;
import org.mozilla.javascript.ast.BreakStatement;
import org.mozilla.javascript.ast.CatchClause;
import org.mozilla.javascript.ast.ContinueStatement;
import org.mozilla.javascript.ast.ForInLoop;
import org.mozilla.javascript.ast.FunctionCall;
import org.mozilla.javascript.ast.FunctionNode;
import org.mozilla.javascript.ast.Label;
import org.mozilla.javascript.ast.Name;
import org.mozilla.javascript.ast.NodeVisitor;
import org.mozilla.javascript.ast.ObjectProperty;
import org.mozilla.javascript.ast.PropertyGet;
import org.mozilla.javascript.ast.UnaryExpression;
import org.mozilla.javascript.ast.VariableInitializer;

/** Looks at names: those that nothing defines, and the Java classes behind them. */
final class NameRule implements NodeVisitor {

  private final Set<String> known;
  private final Predicate<String> allowed;
  private final Notes notes;
  private final Set<String> defined = new HashSet<>();
  private final Set<String> imported = new HashSet<>();
  private final Map<String, AstNode> used = new LinkedHashMap<>();

  /**
   * @param known names that every script has
   * @param allowed classes that scripts may use
   */
  NameRule(Set<String> known, Predicate<String> allowed, Notes notes) {
    this.known = known;
    this.allowed = allowed;
    this.notes = notes;
  }

  @Override
  public boolean visit(AstNode node) {
    if (node instanceof PropertyGet get) {
      chain(get);
      get.getTarget().visit(this); // the property itself is no name of its own
      return false;
    }
    if (node instanceof ObjectProperty property) {
      property.getValue().visit(this);
      return false;
    }
    if (node instanceof FunctionNode function) {
      if (function.getFunctionName() != null) {
        defined.add(function.getName());
      }
      function.getParams().forEach(this::define);
    } else if (node instanceof VariableInitializer one) {
      define(one.getTarget());
    } else if (node instanceof Assignment one && one.getLeft() instanceof Name name) {
      defined.add(name.getIdentifier());
    } else if (node instanceof CatchClause clause) {
      define(clause.getVarName());
    } else if (node instanceof ForInLoop loop && loop.getIterator() instanceof Name name) {
      defined.add(name.getIdentifier());
    } else if (node instanceof FunctionCall call) {
      imports(call);
    } else if (node instanceof UnaryExpression one && one.getType() == Token.TYPEOF) {
      return false; // asks whether it is there
    } else if (node instanceof Label
        || node instanceof BreakStatement
        || node instanceof ContinueStatement) {
      return false;
    } else if (node instanceof Name name) {
      used.putIfAbsent(name.getIdentifier(), name);
    }
    return true;
  }

  /** All names of a declaration, also of one that takes a value apart. */
  private void define(AstNode target) {
    if (target == null) {
      return;
    }
    target.visit(
        node -> {
          if (node instanceof Name name) {
            defined.add(name.getIdentifier());
          }
          return true;
        });
  }

  private void chain(PropertyGet get) {
    if (get.getParent() instanceof PropertyGet) {
      return; // looked at as part of the longer chain
    }
    Names.chain(get).flatMap(Names::javaClass).ifPresent(name -> javaClass(get, name));
  }

  private void javaClass(AstNode at, String name) {
    notes.javaClass(name);
    if (!allowed.test(name)) {
      notes.warning(
          at,
          "the Java class "
              + name
              + " is not there for scripts: the script fails where it is used, unless its jar is on"
              + " the class path and its name in postern.trigger.classes");
    }
  }

  private void imports(FunctionCall call) {
    String function = Names.chain(call.getTarget()).orElse("");
    for (AstNode argument : call.getArguments()) {
      String chain = Names.chain(argument).orElse("");
      String path = chain.startsWith("Packages.") ? chain.substring("Packages.".length()) : chain;
      if (function.equals("importPackage") || function.endsWith("JavaImporter")) {
        imported.add(path);
      } else if (function.equals("importClass")) {
        defined.add(path.substring(path.lastIndexOf('.') + 1));
      }
    }
  }

  /** Reports the names that nothing defines; to be called after the visit. */
  void finish() {
    used.forEach(
        (name, at) -> {
          if (!known.contains(name) && !defined.contains(name) && !fromPackage(name, at)) {
            notes.warning(
                at, "nothing defines " + name + ": the script fails where it comes to this line");
          }
        });
  }

  private boolean fromPackage(String name, AstNode at) {
    if (!Character.isUpperCase(name.charAt(0))) {
      return false;
    }
    for (String path : imported) {
      if (allowed.test(path + "." + name)) {
        notes.javaClass(path + "." + name);
        return true;
      }
    }
    if (imported.isEmpty()) {
      return false;
    }
    notes.warning(
        at,
        "the Java class "
            + name
            + " is in none of the imported packages: the script fails where it is used, unless its"
            + " jar is on the class path and its name in postern.trigger.classes");
    return true;
  }
}
