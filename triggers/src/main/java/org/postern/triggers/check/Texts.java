package org.postern.triggers.check;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mozilla.javascript.Token;
import org.mozilla.javascript.ast.Assignment;
import org.mozilla.javascript.ast.AstNode;
import org.mozilla.javascript.ast.AstRoot;
import org.mozilla.javascript.ast.ConditionalExpression;
import org.mozilla.javascript.ast.InfixExpression;
import org.mozilla.javascript.ast.Name;
import org.mozilla.javascript.ast.NewExpression;
import org.mozilla.javascript.ast.ParenthesizedExpression;
import org.mozilla.javascript.ast.TemplateLiteral;
import org.mozilla.javascript.ast.VariableInitializer;

/** Which expressions are texts that stand in the script itself, also by way of a variable. */
final class Texts {

  private final Set<Variable> written = new HashSet<>();
  private final Map<Variable, Optional<String>> constants = new HashMap<>();

  Texts(AstRoot root) {
    root.visit(this::learn);
    root.visit(this::learn); // variables may be read above the line that fills them
  }

  private boolean learn(AstNode node) {
    if (node instanceof VariableInitializer one
        && one.getTarget() instanceof Name name
        && one.getInitializer() != null) {
      note(Variable.of(name), one.getInitializer());
    } else if (node instanceof Assignment one && one.getLeft() instanceof Name name) {
      note(Variable.of(name), one.getRight());
    }
    return true;
  }

  private void note(Variable variable, AstNode value) {
    if (written(value)) {
      written.add(variable);
    }
    Optional<String> literal = Names.literal(value);
    constants.merge(variable, literal, (a, b) -> a.equals(b) ? a : Optional.empty());
  }

  /** True where a text that is not blank stands in the script and may be the value. */
  boolean written(AstNode node) {
    if (node instanceof ParenthesizedExpression inner) {
      return written(inner.getExpression());
    }
    if (node instanceof Name name) {
      return written.contains(Variable.of(name));
    }
    if (node instanceof ConditionalExpression choice) {
      return written(choice.getTrueExpression()) || written(choice.getFalseExpression());
    }
    if (node instanceof NewExpression made) { // new java.lang.String("…")
      return Names.chain(made.getTarget()).filter(type -> type.endsWith("String")).isPresent()
          && made.getArguments().stream().anyMatch(this::written);
    }
    if (node instanceof TemplateLiteral text) {
      return text.getSubstitutions().isEmpty()
          && text.getTemplateStrings().stream().anyMatch(part -> !part.getValue().isBlank());
    }
    if (node instanceof InfixExpression two) {
      return joined(two);
    }
    return Names.literal(node).filter(text -> !text.isBlank()).isPresent();
  }

  /** A sum is written where all of it is; of a choice one part is enough. */
  private boolean joined(InfixExpression two) {
    if (two.getType() == Token.OR) {
      return written(two.getLeft()) || written(two.getRight());
    }
    AstNode at = two; // a + b + c is (a + b) + c: scripts add up hundreds of lines of HTML
    while (at instanceof InfixExpression sum && sum.getType() == Token.ADD) {
      if (!written(sum.getRight())) {
        return false;
      }
      at = sum.getLeft();
    }
    return at != two && written(at);
  }

  /** The text of a literal, or of a variable to which nothing but one literal is assigned. */
  Optional<String> constant(AstNode node) {
    return node instanceof Name name
        ? constants.getOrDefault(Variable.of(name), Optional.empty())
        : Names.literal(node);
  }
}
