package org.postern.distribution.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.postern.core.message.MessageException;
import org.postern.core.settings.SettingsException;
import org.postern.crypto.CryptoException;
import org.postern.spool.SpoolException;
import picocli.CommandLine;

/** Turns what a command throws into plain words and an exit code. */
final class Failures
    implements CommandLine.IExecutionExceptionHandler, CommandLine.IParameterExceptionHandler {

  private final Terminal terminal;

  Failures(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int handleParseException(CommandLine.ParameterException wrong, String[] arguments) {
    CommandLine command = wrong.getCommandLine();
    terminal.note("postern: " + wrong.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(wrong, terminal.err());
    terminal.note("See: " + command.getCommandSpec().qualifiedName() + " --help");
    return ExitCode.USAGE;
  }

  @Override
  public int handleExecutionException(
      Exception thrown, CommandLine command, CommandLine.ParseResult given) {
    PosternCommand root = (PosternCommand) command.getCommandSpec().root().userObject();
    if (root.debug()) {
      thrown.printStackTrace(new PrintWriter(terminal.err(), true));
    }
    if (thrown instanceof SettingsException refused) {
      return settings(refused);
    }
    if (thrown instanceof CommandFailure failure) {
      terminal.note("postern: " + failure.getMessage());
      return failure.exitCode();
    }
    if (thrown instanceof SpoolException unusable) {
      terminal.note("postern: " + unusable.getMessage());
      return ExitCode.of(unusable.kind());
    }
    if (thrown instanceof CryptoException refused) {
      terminal.note("postern: " + refused.getMessage());
      return ExitCode.SETTINGS;
    }
    if (thrown instanceof MessageException message) {
      terminal.note("postern: no message can be made: " + message.getMessage());
      return ExitCode.USAGE;
    }
    if (thrown instanceof FileSystemException file) {
      terminal.note("postern: " + inWords(file));
      return ExitCode.USAGE;
    }
    if (thrown instanceof IOException && thrown.getCause() instanceof BindException) {
      terminal.note("postern: " + thrown.getMessage());
      return ExitCode.TRY_AGAIN;
    }
    String hint = root.debug() ? "" : "\nRun it again with --debug to see where it comes from.";
    String what = thrown instanceof IOException ? "input or output failed: " : "unexpected error: ";
    terminal.note("postern: " + what + thrown + hint);
    return ExitCode.UNEXPECTED;
  }

  private int settings(SettingsException refused) {
    terminal.note("postern: the settings cannot be used; nothing was done.");
    refused.problems().forEach(problem -> terminal.note("  " + problem));
    return ExitCode.SETTINGS;
  }

  /** What is wrong with which file. */
  static String inWords(FileSystemException file) {
    if (file instanceof NoSuchFileException) {
      return file.getFile() + " does not exist";
    }
    if (file instanceof FileAlreadyExistsException) {
      return file.getFile() + " exists already, and is not overwritten";
    }
    if (file instanceof AccessDeniedException) {
      return file.getFile() + " cannot be opened: permission denied";
    }
    String reason = file.getReason();
    return file.getFile() + ": " + (reason == null ? "cannot be used" : reason);
  }
}
