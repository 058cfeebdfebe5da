package org.postern.triggers.internal.engine;

import org.mozilla.javascript.Context;
import org.mozilla.javascript.ContextFactory;
import org.mozilla.javascript.Script;

/** Makes Rhino's contexts: interpreted, so that every loop is watched. Thread safe. */
final class Scripting extends ContextFactory {

  /** How many instructions lie between two looks at the clock: some ten microseconds. */
  private static final int INSTRUCTIONS = 500;

  /** Calls within calls; a script that goes deeper has lost itself. */
  private static final int DEPTH = 3_000;

  /** The key by which a context knows its clock. */
  private static final Object CLOCK = new Object();

  private final ScriptClassLoader loader;

  Scripting(ScriptClassLoader loader) {
    this.loader = loader;
    call(Scripting::warmUp);
  }

  /**
   * Loads what Rhino needs to report an error, which the JVM could not do any more where a stack
   * has just overflown.
   */
  private static Object warmUp(Context context) {
    return context.evaluateString(
        context.initStandardObjects(),
        "try { nothing(); } catch (e) { e.stack } try { eval('}') } catch (e) { e.message }",
        "warm-up",
        1,
        null);
  }

  @Override
  protected Context makeContext() {
    Context context = super.makeContext();
    context.setInterpretedMode(true);
    context.setLanguageVersion(Context.VERSION_ES6);
    context.setMaximumInterpreterStackDepth(DEPTH);
    context.setInstructionObserverThreshold(INSTRUCTIONS);
    context.setApplicationClassLoader(loader);
    return context;
  }

  /** Compiles, by whichever language it is in. */
  static CompiledScript compile(Context context, String name, String source) {
    return Dialects.read(version -> compiled(context, version, name, source));
  }

  private static CompiledScript compiled(Context context, int version, String name, String source) {
    context.setLanguageVersion(version);
    Script script = context.compileString(source, name, 1, null);
    return new CompiledScript(name, source, script, version);
  }

  static void watch(Context context, RunClock clock) {
    context.putThreadLocal(CLOCK, clock);
  }

  @Override
  protected void observeInstructionCount(Context context, int instructions) {
    if (context.getThreadLocal(CLOCK) instanceof RunClock clock) {
      clock.check();
      clock.checkDepth();
    }
  }
}
