package org.postern.triggers.internal.engine;

import org.mozilla.javascript.Context;
import org.mozilla.javascript.LambdaFunction;
import org.mozilla.javascript.RhinoException;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.lc.type.TypeInfo;

/** A function of ours that scripts call; what it throws they can catch, as what a bean throws. */
final class ScriptFunction extends LambdaFunction {

  /**
   * @param arguments how many it usually takes, as its {@code length} says
   */
  ScriptFunction(Scriptable scope, String name, int arguments, Work work) {
    super(
        scope,
        name,
        arguments,
        (context, callScope, self, given) ->
            context.getWrapFactory().wrap(context, callScope, tried(work, given), TypeInfo.OBJECT));
  }

  private static Object tried(Work work, Object[] arguments) {
    try {
      return work.of(arguments);
    } catch (RhinoException known) {
      throw known;
    } catch (RuntimeException thrown) {
      throw Context.throwAsScriptRuntimeEx(thrown);
    }
  }

  /** What a function does. */
  interface Work {
    Object of(Object[] arguments);
  }
}
