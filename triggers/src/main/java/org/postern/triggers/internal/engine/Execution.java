package org.postern.triggers.internal.engine;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.ImporterTopLevel;
import org.mozilla.javascript.ScriptableObject;
import org.postern.triggers.beans.EnvironmentBean;
import org.postern.triggers.host.HostSession;
import org.postern.triggers.internal.run.CurrentRun;

/** One run of a compiled script, in a scope of its own. One thread. */
final class Execution {

  private final Context context;
  private final CompiledScript script;
  private final ScriptClassLoader loader;
  private final AllowedClasses allowed;
  private final RunClock clock;

  Execution(
      Context context,
      CompiledScript script,
      ScriptClassLoader loader,
      AllowedClasses allowed,
      RunClock clock) {
    this.context = context;
    this.script = script;
    this.loader = loader;
    this.allowed = allowed;
    this.clock = clock;
  }

  /** Runs to the end; throws what the script did not catch. */
  void run(CurrentRun run, EnvironmentBean environment, Object parameters, HostSession session) {
    Set<Class<?>> hosts = new HashSet<>();
    RunClasses classes = new RunClasses(allowed, loader, hosts);
    context.setClassShutter(classes);
    context.setWrapFactory(new Views(classes, loader));
    context.setLanguageVersion(script.version());
    Scripting.watch(context, clock);
    ImporterTopLevel scope = new ImporterTopLevel(context);
    Bsf bsf =
        new Bsf(
            Map.of("siEnvironmentBean", environment, "parametersBean", parameters), session, hosts);
    define(scope, "bsf", Context.javaToJS(bsf, scope, context));
    addFunctions(scope, environment);
    CurrentRun.Scope here = run.enter();
    try {
      script.script().exec(context, scope, scope);
    } finally {
      here.close();
    }
  }

  /** What scripts of the origin call without a bean. */
  private static void addFunctions(ImporterTopLevel scope, EnvironmentBean environment) {
    function(
        scope,
        "print",
        arguments -> {
          environment.print(arguments.length == 0 ? "" : Context.toString(arguments[0]));
          return Context.getUndefinedValue();
        });
    function(scope, "getSMTPServer", arguments -> environment.getSMTPServer());
    function(scope, "getSMTPPort", arguments -> environment.getSMTPPort());
    function(scope, "getOAuthAccessToken", arguments -> environment.getOAuthAccessToken());
  }

  private static void function(ImporterTopLevel scope, String name, ScriptFunction.Work work) {
    define(scope, name, new ScriptFunction(scope, name, 0, work));
  }

  /** A script may define the same name itself: its own counts. */
  private static void define(ImporterTopLevel scope, String name, Object value) {
    scope.defineProperty(name, value, ScriptableObject.DONTENUM);
  }
}
