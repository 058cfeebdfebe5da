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
import org.mozilla.javascript.ast.DestructuringForm;
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
import org.mozilla.javascript.ast.WithStatement;

/** Looks at names: those that nothing defines, and the Java classes behind them. */
final class NameRule implements NodeVisitor {

  private final Set<String> known;
  private final Predicate<String> allowed;
  private final Types types;
  private final Notes notes;
  private final Set<String> defined = new HashSet<>();
  private final Set<String> imported = new HashSet<>();
  private final Map<String, AstNode> used = new LinkedHashMap<>();

  /**
   * @param known names that every script has
   * @param allowed classes that scripts may use
   */
  NameRule(Set<String> known, Predicate<String> allowed, Types types, Notes notes) {
    this.known = known;
    this.allowed = allowed;
    this.types = types;
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
    } else if (node instanceof Assignment one) {
      assigned(one.getLeft());
    } else if (node instanceof CatchClause clause) {
      define(clause.getVarName());
    } else if (node instanceof ForInLoop loop) {
      assigned(loop.getIterator());
    } else if (node instanceof FunctionCall call) {
      imports(call);
    } else if (node instanceof UnaryExpression one && one.getType() == Token.TYPEOF) {
      assigned(one.getOperand()); // a script that asks whether it is there can do without it
      return false;
    } else if (node instanceof Label
        || node instanceof BreakStatement
        || node instanceof ContinueStatement) {
      return false;
    } else if (node instanceof Name name && !ofAnObject(name)) {
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

  /** A name, several taken apart from an array or object, or {@code this.name}. */
  private void assigned(AstNode target) {
    if (target instanceof PropertyGet get && get.getTarget().getType() == Token.THIS) {
      defined.add(get.getProperty().getIdentifier());
    } else if (target instanceof Name || target instanceof DestructuringForm) {
      define(target);
    }
  }

  /** True within {@code with (email) { send(); }}: the name may be one of that object. */
  private boolean ofAnObject(Name name) {
    AstNode inner = name;
    for (AstNode at = name.getParent(); at != null; inner = at, at = at.getParent()) {
      if (at instanceof WithStatement with
          && inner == with.getStatement()
          && types.object(with.getExpression()).filter("JavaImporter"::equals).isEmpty()) {
        return true;
      }
    }
    return false;
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
      String path = Names.path(Names.chain(argument).orElse(""));
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
