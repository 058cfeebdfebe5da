package org.postern.distribution.cli;

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
}
