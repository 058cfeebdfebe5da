package org.postern.triggers.check;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.mozilla.javascript.ast.AstNode;
import org.mozilla.javascript.ast.FunctionCall;
import org.mozilla.javascript.ast.Name;
import org.mozilla.javascript.ast.ParenthesizedExpression;
import org.mozilla.javascript.ast.PropertyGet;
import org.mozilla.javascript.ast.StringLiteral;

/** Reads names out of a syntax tree. */
final class Names {

  private Names() {}

  /** {@code a.b.c} of such a chain; empty for anything else. */
  static Optional<String> chain(AstNode node) {
    Deque<String> parts = new ArrayDeque<>();
    AstNode at = node;
    while (at instanceof PropertyGet get) {
      parts.push(get.getProperty().getIdentifier());
      at = get.getTarget();
    }
    if (!(at instanceof Name name)) {
      return Optional.empty();
    }
    parts.push(name.getIdentifier());
    return Optional.of(String.join(".", parts));
  }

  /** The last name of a chain; "" for anything else. */
  static String last(AstNode node) {
    return chain(node).map(chain -> chain.substring(chain.lastIndexOf('.') + 1)).orElse("");
  }

  /** The name of the method or function that is called, whatever stands before it; "" if none. */
  static String method(FunctionCall call) {
    AstNode target = call.getTarget();
    return target instanceof PropertyGet get ? get.getProperty().getIdentifier() : last(target);
  }

  /**
   * The Java class that a chain names: {@code Packages.javax.mail.Session} or {@code
   * java.util.Date}, without the members behind it; empty where it names none.
   */
  static Optional<String> javaClass(String chain) {
    String path = path(chain);
    boolean rooted = !path.equals(chain) || path.matches("(java|javax|org|com|net|edu)\\..*");
    if (!rooted) {
      return Optional.empty();
    }
    StringBuilder name = new StringBuilder();
    for (String part : path.split("\\.")) {
      name.append(name.isEmpty() ? "" : ".").append(part);
      if (!part.isEmpty() && Character.isUpperCase(part.charAt(0))) {
        return Optional.of(name.toString());
      }
    }
    return Optional.empty();
  }

  /** A chain without {@code Packages.} before it. */
  static String path(String chain) {
    return chain.startsWith("Packages.") ? chain.substring("Packages.".length()) : chain;
  }

  /** The text of a literal; empty for anything else. */
  static Optional<String> literal(AstNode node) {
    AstNode at = node;
    while (at instanceof ParenthesizedExpression inner) {
      at = inner.getExpression();
    }
    return at instanceof StringLiteral text ? Optional.of(text.getValue()) : Optional.empty();
  }
}
