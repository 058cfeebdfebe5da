package org.postern.distribution.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Writes the manual page of all commands, in troff with the man macros, from the commands. */
final class ManPage {

  private final StringBuilder page = new StringBuilder();

  private ManPage() {}

  /** The whole page, {@code postern(1)}. */
  static String of(CommandLine root) {
    ManPage man = new ManPage();
    man.write(root);
    return man.page.toString();
  }

  private void write(CommandLine root) {
    line(".TH POSTERN 1 \"\" \"Postern\" \"User Commands\"");
    section("NAME");
    line("postern \\- " + text(first(root.getCommandSpec())));
    section("SYNOPSIS");
    line(".B postern");
    line("[\\fIoptions\\fR] \\fIcommand\\fR [\\fIoptions\\fR]");
    section("OPTIONS");
    line("These go with every command.");
    options(root.getCommandSpec(), false);
    section("COMMANDS");
    commands(root, "");
    section("EXIT STATUS");
    root.getCommandSpec()
        .usageMessage()
        .exitCodeList()
        .forEach((code, meaning) -> tagged("\\fB" + code.strip() + "\\fR", meaning));
    section("FILES");
    tagged("\\fICONFDIR/is.properties\\fR, \\fICONFDIR/security.properties\\fR", "The settings.");
    tagged("\\fICONFDIR/postern.keys\\fR", "The key ring, mode 0600.");
    tagged("\\fICONFDIR/truststore.p12\\fR", "CA certificates of our own.");
  }

  private void commands(CommandLine parent, String path) {
    parent
        .getSubcommands()
        .forEach(
            (name, command) -> {
              String full = path + name;
              CommandSpec spec = command.getCommandSpec();
              line(".SS " + text(full + parameters(spec)));
              line(text(String.join(" ", spec.usageMessage().description())));
              options(spec, true);
              commands(command, full + " ");
            });
  }

  private void options(CommandSpec spec, boolean ownOnly) {
    for (OptionSpec option : spec.options()) {
      if (option.hidden() || (ownOnly && option.inherited())) {
        continue;
      }
      String value = option.arity().max() > 0 ? " \\fI" + text(option.paramLabel()) + "\\fR" : "";
      tagged(
          "\\fB" + text(String.join(", ", option.names())) + "\\fR" + value,
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

  private void section(String title) {
    line(".SH " + title);
  }

  private void tagged(String tag, String meaning) {
    line(".TP");
    line(tag);
    line(text(meaning));
  }

  private void line(String text) {
    page.append(text).append('\n');
  }

  /** Backslash, hyphen and a leading dot mean something to troff; picocli writes %% for %. */
  private static String text(String plain) {
    String escaped = plain.replace("%%", "%").replace("\\", "\\e").replace("-", "\\-");
    return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
  }
}
