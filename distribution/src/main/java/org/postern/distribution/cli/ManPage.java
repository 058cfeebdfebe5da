package org.postern.distribution.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Writes the manual page of all commands, in troff with the man macros, from the commands. */
final class ManPage {

  private final Troff page = new Troff("POSTERN");

  private ManPage() {}

  /** The whole page, {@code postern(1)}. */
  static String of(CommandLine root) {
    ManPage man = new ManPage();
    man.write(root);
    return man.page.toString();
  }

  private void write(CommandLine root) {
    page.section("NAME");
    page.line("postern \\- " + Troff.text(first(root.getCommandSpec())));
    page.section("SYNOPSIS");
    page.line(".B postern");
    page.line("[\\fIoptions\\fR] \\fIcommand\\fR [\\fIoptions\\fR]");
    page.section("OPTIONS");
    page.line("These go with every command.");
    options(root.getCommandSpec(), false);
    page.section("COMMANDS");
    commands(root, "");
    page.section("EXIT STATUS");
    root.getCommandSpec()
        .usageMessage()
        .exitCodeList()
        .forEach((code, meaning) -> page.tagged("\\fB" + code.strip() + "\\fR", meaning));
    page.section("FILES");
    page.tagged(
        "\\fICONFDIR/is.properties\\fR, \\fICONFDIR/security.properties\\fR", "The settings.");
    page.tagged("\\fICONFDIR/postern.keys\\fR", "The key ring, mode 0600.");
    page.tagged("\\fICONFDIR/truststore.p12\\fR", "CA certificates of our own.");
  }

  private void commands(CommandLine parent, String path) {
    parent
        .getSubcommands()
        .forEach(
            (name, command) -> {
              String full = path + name;
              CommandSpec spec = command.getCommandSpec();
              page.line(".SS " + Troff.text(full + parameters(spec)));
              page.line(Troff.text(String.join(" ", spec.usageMessage().description())));
              options(spec, true);
              commands(command, full + " ");
            });
  }

  private void options(CommandSpec spec, boolean ownOnly) {
    for (OptionSpec option : spec.options()) {
      if (option.hidden() || (ownOnly && option.inherited())) {
        continue;
      }
      String value =
          option.arity().max() > 0 ? " \\fI" + Troff.text(option.paramLabel()) + "\\fR" : "";
      page.tagged(
          "\\fB" + Troff.text(String.join(", ", option.names())) + "\\fR" + value,
          String.join(" ", option.description()));
    }
  }

  private static String parameters(CommandSpec spec) {
    List<String> labels =
        spec.positionalParameters().stream().map(PositionalParamSpec::paramLabel).toList();
    return labels.isEmpty() ? "" : " " + String.join(" ", labels);
  }

  private static String first(CommandSpec spec) {
    return String.join(" ", spec.usageMessage().description());
  }
}
