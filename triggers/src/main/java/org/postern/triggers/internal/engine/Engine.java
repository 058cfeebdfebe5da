package org.postern.triggers.internal.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.EvaluatorException;
import org.mozilla.javascript.RhinoException;
import org.mozilla.javascript.WrappedException;
import org.postern.triggers.beans.EnvironmentBean;
import org.postern.triggers.beans.ParametersBean;
import org.postern.triggers.header.ScriptHeader;
import org.postern.triggers.host.HostSession;
import org.postern.triggers.host.Veto;
import org.postern.triggers.internal.run.CurrentRun;
import org.postern.triggers.internal.run.LimitReached;
import org.postern.triggers.internal.run.ScriptEnd;
import org.postern.triggers.run.ScriptFault;
import org.postern.triggers.run.TriggerLimits;

/** Runs scripts by Rhino. Thread safe: many runs at once, each with a scope of its own. */
public final class Engine {

  private final CompiledScripts scripts = new CompiledScripts();
  private final ScriptClassLoader loader;
  private final AllowedClasses allowed;
  private final Scripting scripting;

  /**
   * @param host where classes are that Postern does not have
   */
  public Engine(AllowedClasses allowed, ClassLoader host) {
    this.loader = new ScriptClassLoader(host);
    this.allowed = allowed;
    this.scripting = new Scripting(loader);
  }

  /** Starts to count a run's time and memory. */
  public RunClock clock(TriggerLimits limits) {
    return new RunClock(limits);
  }

  /**
   * Runs a script to its end, whatever that is.
   *
   * @param parameters makes the parameters once the script's header is known; an {@link
   *     IllegalArgumentException} says that they are wrong
   */
  public Ended run(
      Path file,
      RunClock clock,
      CurrentRun run,
      EnvironmentBean environment,
      Function<ScriptHeader, ParametersBean> parameters,
      HostSession session) {
    String name = String.valueOf(file.getFileName());
    Context context = scripting.enterContext();
    try {
      CompiledScript script = scripts.get(context, file);
      return execute(context, script, clock, run, environment, parameters, session);
    } catch (IOException unreadable) {
      return Ended.failed(Faults.unreadable(name, unreadable));
    } catch (EvaluatorException wrong) {
      return Ended.failed(Faults.syntax(name, wrong));
    } finally {
      Context.exit();
    }
  }

  private Ended execute(
      Context context,
      CompiledScript script,
      RunClock clock,
      CurrentRun run,
      EnvironmentBean environment,
      Function<ScriptHeader, ParametersBean> parameters,
      HostSession session) {
    ParametersBean given;
    try {
      given = parameters.apply(script.header());
    } catch (IllegalArgumentException refused) {
      return Ended.failed(
          Faults.plain(ScriptFault.Kind.CONFIGURATION, refused.getMessage(), script.name()));
    }
    try {
      new Execution(context, script, loader, allowed, clock).run(run, environment, given, session);
      return new Ended(ScriptEnd.Kind.LEFT, true, "", Optional.empty());
    } catch (WrappedException wrapped) {
      // an Error of ours that Rhino has put into its own exception on the way
      return wrapped.getWrappedException() instanceof Error error
          ? ended(error, script)
          : Ended.failed(Faults.error(script, wrapped));
    } catch (RhinoException thrown) {
      return Ended.failed(Faults.error(script, thrown));
    } catch (Error error) {
      return ended(error, script);
    } catch (RuntimeException ours) {
      return Ended.failed(
          Faults.plain(ScriptFault.Kind.ERROR, "unexpected: " + ours, script.name()));
    }
  }

  private static Ended ended(Error error, CompiledScript script) {
    if (error instanceof ScriptEnd end) {
      return end.kind() == ScriptEnd.Kind.CONFIGURATION
          ? Ended.failed(
              Faults.at(script, ScriptFault.Kind.CONFIGURATION, end.getMessage(), end.place()))
          : new Ended(end.kind(), false, end.getMessage(), Optional.empty());
    }
    if (error instanceof Veto veto) {
      return new Ended(ScriptEnd.Kind.VETOED, false, veto.getMessage(), Optional.empty());
    }
    if (error instanceof LimitReached reached) {
      return Ended.failed(
          Faults.at(script, ScriptFault.Kind.LIMIT, reached.getMessage(), reached.place()));
    }
    if (error instanceof StackOverflowError) {
      return Ended.failed(Faults.plain(ScriptFault.Kind.LIMIT, RunClock.TOO_DEEP, script.name()));
    }
    if (error instanceof OutOfMemoryError) {
      return Ended.failed(
          Faults.plain(
              ScriptFault.Kind.LIMIT,
              "it used up the memory of the JVM, "
                  + (Runtime.getRuntime().maxMemory() >> 20)
                  + " MB; look for data that grows in a loop",
              script.name()));
    }
    if (error instanceof VirtualMachineError) {
      throw error;
    }
    return Ended.failed(Faults.plain(ScriptFault.Kind.ERROR, error.toString(), script.name()));
  }

  /**
   * How a run ended.
   *
   * @param kind left or vetoed
   * @param complete true where it ran to its last line
   * @param message what the script said; "" where it said nothing
   * @param fault what is wrong; empty where nothing is
   */
  public record Ended(
      ScriptEnd.Kind kind, boolean complete, String message, Optional<ScriptFault> fault) {

    static Ended failed(ScriptFault fault) {
      return new Ended(ScriptEnd.Kind.LEFT, false, "", Optional.of(fault));
    }
  }
}
