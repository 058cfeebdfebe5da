package org.postern.triggers.check;

import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mozilla.javascript.Token;
import org.mozilla.javascript.ast.Assignment;
import org.mozilla.javascript.ast.AstNode;
import org.mozilla.javascript.ast.AstRoot;
import org.mozilla.javascript.ast.ElementGet;
import org.mozilla.javascript.ast.ForInLoop;
import org.mozilla.javascript.ast.FunctionCall;
import org.mozilla.javascript.ast.FunctionNode;
import org.mozilla.javascript.ast.Name;
import org.mozilla.javascript.ast.NewExpression;
import org.mozilla.javascript.ast.ParenthesizedExpression;
import org.mozilla.javascript.ast.PropertyGet;
import org.mozilla.javascript.ast.ReturnStatement;
import org.mozilla.javascript.ast.VariableDeclaration;
import org.mozilla.javascript.ast.VariableInitializer;

/**
 * Which variables hold which beans or Java objects, as far as that can be seen: from what is
 * assigned to them anywhere in the script, and from what functions return. A variable to which
 * several kinds are assigned is not judged.
 */
final class Types {

  /** Rounds until nothing new is learned; scripts hand beans on over a few variables at most. */
  private static final int ROUNDS = 4;

  private final Texts texts;
  private final Map<Variable, Held> beans = new HashMap<>();
  private final Map<Variable, String> objects = new HashMap<>();
  private final Set<Variable> mixed = new HashSet<>();

  Types(AstRoot root, Texts texts) {
    this.texts = texts;
    for (int i = 0; i < ROUNDS; i++) {
      root.visit(this::learn);
    }
  }

  private boolean learn(AstNode node) {
    if (node instanceof VariableInitializer one
        && one.getTarget() instanceof Name name
        && one.getInitializer() != null) {
      note(Variable.of(name), one.getInitializer());
    } else if (node instanceof Assignment one
        && one.getType() == Token.ASSIGN
        && one.getLeft() instanceof Name name) {
      note(Variable.of(name), one.getRight());
    } else if (node instanceof ReturnStatement one && one.getReturnValue() != null) {
      function(node).ifPresent(function -> note(function, one.getReturnValue()));
    } else if (node instanceof ForInLoop loop) {
      loop(loop);
    } else if (node instanceof FunctionNode function) {
      parameters(function);
    }
    return true;
  }

  /** What a caller hands over is not known. */
  private void parameters(FunctionNode function) {
    for (AstNode parameter : function.getParams()) {
      if (parameter instanceof Name name) {
        mixed.add(Variable.of(name));
      }
    }
  }

  /** What the function around a node returns, kept as a variable that no script can name. */
  private static Optional<Variable> function(AstNode node) {
    FunctionNode around = node.getEnclosingFunction();
    return Optional.ofNullable(around.getFunctionName()).map(Types::result);
  }

  private static Variable result(Name function) {
    Variable variable = Variable.of(function);
    return new Variable(variable.scope(), variable.name() + "()");
  }

  private void loop(ForInLoop loop) {
    AstNode target = loop.getIterator();
    if (target instanceof VariableDeclaration declared) {
      target = declared.getVariables().get(0).getTarget();
    }
    if (target instanceof Name name) {
      Variable variable = Variable.of(name);
      boolean values = loop.isForEach() || loop.isForOf();
      held(loop.getIteratedObject())
          .filter(held -> values && held.several())
          .ifPresentOrElse(array -> keep(variable, array.one()), () -> unknown(variable));
    }
  }

  private void note(Variable variable, AstNode value) {
    Optional<Held> bean = held(value);
    Optional<String> object = object(value);
    if (bean.isEmpty() && object.isEmpty()) {
      if (value.getType() != Token.NULL) {
        unknown(variable);
      }
      return;
    }
    bean.ifPresent(held -> keep(variable, held));
    object.ifPresent(type -> objects.put(variable, type));
  }

  private void unknown(Variable variable) {
    if (beans.containsKey(variable) || objects.containsKey(variable)) {
      mixed.add(variable);
    }
  }

  private void keep(Variable variable, Held held) {
    Held before = beans.put(variable, held);
    if (before != null && !before.equals(held)) {
      mixed.add(variable);
    }
  }

  /** The bean that an expression gives; empty for an array of beans. */
  Optional<Class<?>> bean(AstNode node) {
    return held(node).filter(held -> !held.several()).map(Held::bean);
  }

  private Optional<Held> held(AstNode node) {
    if (node instanceof ParenthesizedExpression inner) {
      return held(inner.getExpression());
    }
    if (node instanceof Name name) {
      return held(Variable.of(name));
    }
    if (node instanceof ElementGet element) {
      return held(element.getTarget()).filter(Held::several).map(Held::one);
    }
    if (node instanceof FunctionCall call && !(node instanceof NewExpression)) {
      if (call.getTarget() instanceof PropertyGet target) {
        return ofCall(call, target);
      }
      return call.getTarget() instanceof Name function ? held(result(function)) : Optional.empty();
    }
    return Optional.empty();
  }

  private Optional<Held> held(Variable variable) {
    return mixed.contains(variable) ? Optional.empty() : Optional.ofNullable(beans.get(variable));
  }

  private Optional<Held> ofCall(FunctionCall call, PropertyGet target) {
    String method = target.getProperty().getIdentifier();
    if (isLookup(call)) {
      return texts
          .constant(call.getArguments().get(0))
          .flatMap(BeanIndex::find)
          .map(bean -> new Held(bean, false));
    }
    return bean(target.getTarget())
        .flatMap(
            bean -> {
              List<Method> all = BeanIndex.methods(bean, method);
              return all.isEmpty() ? Optional.empty() : Held.of(all.get(0).getReturnType());
            });
  }

  static boolean isLookup(FunctionCall call) {
    return Names.chain(call.getTarget()).filter("bsf.lookupBean"::equals).isPresent()
        && call.getArguments().size() == 1;
  }

  /** The simple name of the Java class of which an expression gives a new object. */
  Optional<String> object(AstNode node) {
    if (node instanceof Name name) {
      return Optional.ofNullable(objects.get(Variable.of(name)));
    }
    if (node instanceof NewExpression made) {
      return Optional.of(Names.last(made.getTarget())).filter(type -> !type.isEmpty());
    }
    if (node instanceof FunctionCall call) {
      return switch (Names.method(call)) {
        case "getTransport" -> Optional.of("Transport");
        case "JavaImporter" -> Optional.of("JavaImporter");
        default ->
            call.getTarget() instanceof Name function
                ? Optional.ofNullable(objects.get(result(function)))
                : Optional.empty();
      };
    }
    return Optional.empty();
  }

  /**
   * What a variable holds.
   *
   * @param several true for an array of such beans
   */
  private record Held(Class<?> bean, boolean several) {

    static Optional<Held> of(Class<?> type) {
      Class<?> one = type.isArray() ? type.getComponentType() : type;
      return BeanIndex.ALL.contains(one)
          ? Optional.of(new Held(one, type.isArray()))
          : Optional.empty();
    }

    Held one() {
      return new Held(bean, false);
    }
  }
}
