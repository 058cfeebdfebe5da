package org.postern.distribution.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.postern.distribution.wiring.Configuration;
import org.postern.triggers.TriggerKeys;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Event-trigger scripts. */
@Command(
    name = "trigger",
    description = {
      "Run, check and test event-trigger scripts of PTC RV&S.",
      "Their mail leaves as the settings say, whatever host they name."
    },
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      TriggerRunCommand.class,
      TriggerCheckCommand.class,
      TriggerTestCommand.class,
      TriggerReferenceCommand.class,
    })
final class TriggerCommand implements Runnable {

  @ParentCommand PosternCommand postern;

  @CommandLine.Spec CommandLine.Model.CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing");
  }

  /** To check or test scripts no settings are needed; where there are some, their classes count. */
  Set<String> furtherClasses() {
    Path folder = postern.config.orElseGet(() -> postern.bundle().conf());
    if (!Files.isDirectory(folder)) {
      return Set.of();
    }
    return Configuration.of(folder, postern.bundle())
        .peekValue(TriggerKeys.CLASSES)
        .orElse(Set.of());
  }
}
