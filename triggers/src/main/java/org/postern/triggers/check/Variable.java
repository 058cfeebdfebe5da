package org.postern.triggers.check;

import org.jspecify.annotations.Nullable;
import org.mozilla.javascript.ast.AstRoot;
import org.mozilla.javascript.ast.Name;
import org.mozilla.javascript.ast.Scope;

/**
 * A variable of a script: the parameter of a function is another one than a global of the same
 * name.
 *
 * @param scope where it is declared; null for a global
 */
record Variable(@Nullable Scope scope, String name) {

  static Variable of(Name name) {
    Scope scope = name.getDefiningScope();
    return new Variable(scope instanceof AstRoot ? null : scope, name.getIdentifier());
  }
}
