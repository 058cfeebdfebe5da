package org.postern.distribution.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class HelpTest {

  /** A list of commands shows the first text of each alone. */
  @Test
  void whatAListOfCommandsSaysOfEachIsAWholeSentence() {
    List<CommandLine> commands = below(new CommandLine(new PosternCommand(null, null))).toList();

    assertThat(commands).hasSizeGreaterThan(20);
    assertThat(commands)
        .allSatisfy(
            command ->
                assertThat(command.getCommandSpec().usageMessage().description()[0])
                    .as(command.getCommandName())
                    .endsWith("."));
  }

  private static Stream<CommandLine> below(CommandLine command) {
    return command.getSubcommands().values().stream()
        .distinct()
        .flatMap(one -> Stream.concat(Stream.of(one), below(one)));
  }
}
