package org.postern.triggers.check;

import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mozilla.javascript.Token;
import org.mozilla.javascript.ast.Assignment;
import org.mozilla.javascript.ast.AstNode;
import org.mozilla.javascript.ast.AstRoot;
import org.mozilla.javascript.ast.ElementGet;
import org.mozilla.javascript.ast.FunctionCall;
import org.mozilla.javascript.ast.Name;
import org.mozilla.javascript.ast.NewExpression;
import org.mozilla.javascript.ast.ParenthesizedExpression;
import org.mozilla.javascript.ast.PropertyGet;
import org.mozilla.javascript.ast.Scope;
import org.mozilla.javascript.ast.VariableInitializer;

/**
 * Which variables hold which beans or Java objects, as far as that can be seen: from what is
 * assigned to them anywhere in the script. A variable to which several kinds are assigned is not
 * judged.
 */
final class Types {

  /** Rounds until nothing new is learned; scripts hand beans on over a few variables at most. */
  private static final int ROUNDS = 4;

  private final Map<Variable, Class<?>> beans = new HashMap<>();
  private final Map<Variable, String> objects = new HashMap<>();
  private final Set<Variable> mixed = new HashSet<>();

  Types(AstRoot root) {
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
    }
    return true;
  }

  private void note(Variable variable, AstNode value) {
    Optional<Class<?>> bean = bean(value);
    Optional<String> object = object(value);
    if (bean.isEmpty() && object.isEmpty()) {
      boolean nothing = value.getType() == Token.NULL;
      if (!nothing && (beans.containsKey(variable) || objects.containsKey(variable))) {
        mixed.add(variable);
      }
      return;
    }
    bean.ifPresent(
        type -> {
          Class<?> before = beans.put(variable, type);
          if (before != null && before != type) {
            mixed.add(variable);
          }
        });
    object.ifPresent(type -> objects.put(variable, type));
  }

  /** The bean that an expression gives; an array of beans counts as one of them. */
  Optional<Class<?>> bean(AstNode node) {
    if (node instanceof ParenthesizedExpression inner) {
      return bean(inner.getExpression());
    }
    if (node instanceof Name name) {
      return mixed.contains(Variable.of(name))
          ? Optional.empty()
          : Optional.ofNullable(beans.get(Variable.of(name)));
    }
    if (node instanceof ElementGet element) {
      return bean(element.getTarget());
    }
    if (node instanceof FunctionCall call && call.getTarget() instanceof PropertyGet target) {
      return ofCall(call, target);
    }
    return Optional.empty();
  }

  private Optional<Class<?>> ofCall(FunctionCall call, PropertyGet target) {
    String method = target.getProperty().getIdentifier();
    if (isLookup(call)) {
      return Names.literal(call.getArguments().get(0)).flatMap(BeanIndex::find);
    }
    return bean(target.getTarget())
        .flatMap(
            bean -> {
              List<Method> all = BeanIndex.methods(bean, method);
              return all.isEmpty() ? Optional.empty() : beanOf(all.get(0).getReturnType());
            });
  }

  static boolean isLookup(FunctionCall call) {
    return Names.chain(call.getTarget()).filter("bsf.lookupBean"::equals).isPresent()
        && call.getArguments().size() == 1;
  }

  private static Optional<Class<?>> beanOf(Class<?> type) {
    Class<?> one = type.isArray() ? type.getComponentType() : type;
    return BeanIndex.ALL.contains(one) ? Optional.of(one) : Optional.empty();
  }

  /** The simple name of the Java class of which an expression gives a new object. */
  Optional<String> object(AstNode node) {
    if (node instanceof Name name) {
      return Optional.ofNullable(objects.get(Variable.of(name)));
    }
    if (node instanceof NewExpression made) {
      return Names.chain(made.getTarget())
          .map(chain -> chain.substring(chain.lastIndexOf('.') + 1));
    }
    if (node instanceof FunctionCall call
        && call.getTarget() instanceof PropertyGet get
        && get.getProperty().getIdentifier().equals("getTransport")) {
      return Optional.of("Transport");
    }
    return Optional.empty();
  }

  /**
   * A variable: the parameter of a function is another one than a global of the same name.
   *
   * @param scope where it is declared; null for a global
   */
  private record Variable(@Nullable Scope scope, String name) {

    static Variable of(Name name) {
      Scope scope = name.getDefiningScope();
      return new Variable(scope instanceof AstRoot ? null : scope, name.getIdentifier());
    }
  }
}
