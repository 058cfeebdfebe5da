package org.postern.distribution.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.postern.distribution.wiring.BundleFolders;
import org.postern.distribution.wiring.Configuration;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The root command: what all commands share. */
@Command(
    name = "postern",
    description = "Sends mail by open relay, basic, OAuth 2.0 or a plug-in, as two files say.",
    versionProvider = PosternVersion.class,
    exitCodeListHeading = "%nExit codes:%n",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      InitCommand.class,
      SendCommand.class,
      LoginCommand.class,
      CheckCommand.class,
      DoctorCommand.class,
      ExplainCommand.class,
      EncryptCommand.class,
      KeysCommand.class,
      TruststoreCommand.class,
      SettingsCommand.class,
      ProvidersCommand.class,
      RunCommand.class,
      ReloadCommand.class,
      StatusCommand.class,
      CapturedCommand.class,
      AlertCommand.class,
      QueueCommand.class,
      RelayCommand.class,
      TriggerCommand.class,
      PluginsCommand.class,
      DemoCommand.class,
      HelpCommand.class,
      PosternCommand.Completion.class,
      PosternCommand.Manual.class,
    })
public final class PosternCommand implements Runnable {

  @Option(
      names = {"-c", "--config"},
      paramLabel = "CONFDIR",
      scope = ScopeType.INHERIT,
      description =
          "Folder of is.properties and security.properties (default: conf/ of the bundle).")
  Optional<Path> config = Optional.empty();

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "Log more, to standard error; -vv also the SMTP dialogue, without secrets.")
  boolean[] verbose = {};

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show where an error comes from.")
  boolean debug;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help.")
  boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version.")
  boolean version;

  @Option(
      names = IsolatedRun.INSIDE,
      hidden = true,
      description = "Said by --isolated to the JVM that it starts.")
  boolean insideIsolatedRun;

  @CommandLine.Spec CommandLine.Model.CommandSpec spec;

  private final Terminal terminal;
  private final BundleFolders bundle;

  PosternCommand(Terminal terminal, BundleFolders bundle) {
    this.terminal = terminal;
    this.bundle = bundle;
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing");
  }

  Terminal terminal() {
    return terminal;
  }

  BundleFolders bundle() {
    return bundle;
  }

  /** All arguments of the command line, as they were given. */
  List<String> given() {
    return spec.root().commandLine().getParseResult().originalArgs();
  }

  boolean debug() {
    return debug;
  }

  /** The folder of the settings, which must exist. */
  Configuration configuration() {
    Configuration named = named();
    if (!Files.isDirectory(named.folder())) {
      throw new CommandFailure(
          ExitCode.SETTINGS,
          "the folder of the settings, "
              + named.folder()
              + ", does not exist; name it by -c CONFDIR");
    }
    return named;
  }

  /** The folder of the settings, which need not exist. */
  Configuration named() {
    Logging.level(verbose.length);
    return Configuration.of(config.orElseGet(bundle::conf), bundle);
  }

  /** Prints a completion script. */
  @Command(
      name = "completion",
      description = {
        "Print a completion script for bash and zsh.",
        "Use it by: . <(postern completion)"
      })
  static final class Completion implements Runnable {
    @CommandLine.ParentCommand PosternCommand postern;

    @Override
    public void run() {
      CommandLine root = postern.spec.root().commandLine();
      postern.terminal.line(AutoComplete.bash("postern", root));
    }
  }

  /** Prints the manual page. */
  @Command(
      name = "man",
      description = {"Print the manual page in troff.", "Read it by: postern man | man -l -"})
  static final class Manual implements Runnable {
    @CommandLine.ParentCommand PosternCommand postern;

    @Override
    public void run() {
      postern.terminal.out().print(ManPage.of(postern.spec.root().commandLine()));
      postern.terminal.flush();
    }
  }
}
