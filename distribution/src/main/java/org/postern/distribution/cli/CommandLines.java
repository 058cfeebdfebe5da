package org.postern.distribution.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.postern.distribution.wiring.BundleFolders;
import picocli.CommandLine;

/** Makes the command line and runs it; the one entry for the process, the demo and tests. */
public final class CommandLines {

  private CommandLines() {}

  /** Runs one command; returns its exit code and never throws for what the command meets. */
  public static int run(Terminal terminal, BundleFolders bundle, String... arguments) {
    return of(terminal, bundle).execute(arguments);
  }

  /** The command line, not run. */
  public static CommandLine of(Terminal terminal, BundleFolders bundle) {
    CommandLine line = new CommandLine(new PosternCommand(terminal, bundle));
    line.setOut(terminal.out());
    line.setErr(terminal.err());
    line.setUsageHelpAutoWidth(false);
    line.setUsageHelpWidth(80);
    line.setColorScheme(CommandLine.Help.defaultColorScheme(ansi(terminal)));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setParameterExceptionHandler(new Failures(terminal));
    line.setExecutionExceptionHandler(new Failures(terminal));
    addExitCodes(line);
    return line;
  }

  private static void addExitCodes(CommandLine line) {
    Map<String, String> codes = new LinkedHashMap<>();
    for (String row : ExitCode.LIST) {
      codes.put(row.substring(0, 2), row.substring(3));
    }
    line.getCommandSpec().usageMessage().exitCodeListHeading("%nExit codes:%n").exitCodeList(codes);
    line.getSubcommands().values().forEach(CommandLines::addExitCodes);
  }

  /** Colours only where a person looks, and does not mind (no-color.org). */
  private static CommandLine.Help.Ansi ansi(Terminal terminal) {
    boolean wanted =
        terminal.console().isPresent()
            && terminal.environment().getOrDefault("NO_COLOR", "").isEmpty();
    return wanted ? CommandLine.Help.Ansi.AUTO : CommandLine.Help.Ansi.OFF;
  }
}
