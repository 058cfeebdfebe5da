package org.postern.distribution.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Shows the help of a command; picocli's own one declares -h, which all commands inherit here. */
@Command(name = "help", description = "Show the help of a command.")
final class HelpCommand implements Runnable {

  @ParentCommand PosternCommand postern;

  @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "The command's words.")
  List<String> words = List.of();

  @Override
  public void run() {
    CommandLine command = postern.spec.root().commandLine();
    for (String word : words) {
      CommandLine next = command.getSubcommands().get(word);
      if (next == null) {
        throw new CommandLine.ParameterException(command, "there is no command " + word);
      }
      command = next;
    }
    command.usage(postern.terminal().out());
  }
}
