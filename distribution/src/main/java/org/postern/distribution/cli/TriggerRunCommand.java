package org.postern.distribution.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.postern.core.Mailer;
import org.postern.core.message.OutboundMessage;
import org.postern.core.settings.SettingsLoader;
import org.postern.core.smtp.DeliveryResult;
import org.postern.distribution.wiring.AccessTokenSource;
import org.postern.distribution.wiring.CompositionRoot;
import org.postern.triggers.TriggerKeys;
import org.postern.triggers.TriggerResult;
import org.postern.triggers.TriggerRun;
import org.postern.triggers.TriggerRunner;
import org.postern.triggers.fixture.Fixture;
import org.postern.triggers.host.TriggerEvent;
import org.postern.triggers.run.KeptMail;
import org.postern.triggers.run.TriggerLimits;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Runs one script for real, or shows what it would send. */
@Command(
    name = "run",
    description = {
      "Run a script against a fixture and say what it did.",
      "Its mail is sent, unless --dry-run is given."
    })
final class TriggerRunCommand implements Callable<Integer> {

  @ParentCommand TriggerCommand trigger;

  @Parameters(paramLabel = "SCRIPT", description = "The script.")
  Path script;

  @Option(
      names = "--fixture",
      paramLabel = "F",
      required = true,
      description = "The issues, users and groups that the script sees: a YAML or JSON file.")
  Path fixture;

  @Option(
      names = "--param",
      paramLabel = "NAME=VALUE",
      description =
          "A parameter of the trigger; may be repeated. A name given twice has two values.")
  List<String> parameters = List.of();

  @Option(
      names = "--event",
      paramLabel = "E",
      description = "pre, post or scheduled (default: post).")
  TriggerEvent event = TriggerEvent.POST;

  @Option(
      names = "--dry-run",
      description = "Send nothing; show each mail as it would leave, with its bodies.")
  boolean dryRun;

  @Option(names = "--json", description = "Print the result as JSON.")
  boolean json;

  @Option(
      names = "--isolated",
      description =
          "Run in a JVM of its own, with a limit to its memory, ended when its time is over.")
  boolean isolated;

  @Option(
      names = "--heap",
      paramLabel = "SIZE",
      description = "Memory of the JVM of --isolated (default: 128m).")
  String heap = "128m";

  @Override
  public Integer call() throws Exception {
    PosternCommand postern = trigger.postern;
    if (!Files.isRegularFile(script)) {
      throw new CommandFailure(ExitCode.USAGE, "there is no script " + script);
    }
    if (postern.insideIsolatedRun) {
      IsolatedRun.endWithStarter(postern.terminal().in());
    }
    boolean elsewhere = isolated && !postern.insideIsolatedRun;
    Started started = dryRun || elsewhere ? Started.withoutSecrets(postern) : Started.from(postern);
    Path folder = started.configuration().folder();
    TriggerLimits limits = TriggerKeys.limits(started.settings().values(), folder);
    if (elsewhere) {
      return new IsolatedRun(postern.terminal(), heap, limits.time())
          .run(postern.bundle(), postern.given());
    }
    TriggerRun run = new TriggerRun(script, fixture(), event, values());
    TriggerResult result = dryRun ? dry(started, limits, run) : real(started, limits, run);
    TriggerReport report = new TriggerReport(postern.terminal(), dryRun);
    if (json) {
      report.json(result);
    } else {
      report.print(result);
    }
    return report.exitCode(result);
  }

  private Fixture fixture() {
    try {
      return Fixture.read(fixture);
    } catch (RuntimeException unusable) {
      throw new CommandFailure(ExitCode.USAGE, "the fixture " + unusable.getMessage());
    }
  }

  private Map<String, String> values() {
    Map<String, String> all = new LinkedHashMap<>();
    for (String parameter : parameters) {
      int equals = parameter.indexOf('=');
      if (equals < 1) {
        throw new CommandFailure(
            ExitCode.USAGE, "--param " + parameter + ": write it as NAME=VALUE");
      }
      String name = parameter.substring(0, equals).strip();
      all.merge(name, parameter.substring(equals + 1), (first, next) -> first + "\n" + next);
    }
    return all;
  }

  private TriggerResult dry(Started started, TriggerLimits limits, TriggerRun run) {
    return runner(started, limits, KeptMail::accepted).build().run(run);
  }

  private TriggerResult real(Started started, TriggerLimits limits, TriggerRun run) {
    try (Mailer mailer = started.mailer()) {
      TriggerRunner.Builder builder = runner(started, limits, mailer::send);
      boolean tokens =
          started.settings().values().get(TriggerKeys.ACCESS_TOKEN)
              == TriggerKeys.AccessTokenPolicy.ALLOW;
      if (!tokens) {
        return builder.build().run(run);
      }
      try (AccessTokenSource source =
          CompositionRoot.accessTokens(
              started.settings(),
              started.strategies(),
              started.configuration(),
              started.keeper())) {
        return builder.accessTokens(source).build().run(run);
      }
    }
  }

  private static TriggerRunner.Builder runner(
      Started started, TriggerLimits limits, Function<OutboundMessage, DeliveryResult> outbox) {
    return TriggerRunner.builder(started.settings(), outbox)
        .limits(limits)
        .serverProperties(SettingsLoader.properties(started.configuration().folder()));
  }
}
