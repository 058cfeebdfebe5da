package org.postern.distribution.cli;

import java.nio.file.Path;
import org.postern.crypto.KeyRing;
import org.postern.distribution.wiring.Configuration;
import org.postern.distribution.wiring.Secrets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** The key ring. */
@Command(
    name = "keys",
    description = "Make, list or rotate the keys that encrypt secrets.",
    synopsisSubcommandLabel = "init | list | rotate")
final class KeysCommand implements Runnable {

  @ParentCommand PosternCommand postern;
  @CommandLine.Spec CommandLine.Model.CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "init, list or rotate is missing");
  }

  @Command(name = "init", description = "Make a key ring where there is none.")
  int init() {
    return with(
        (configuration, file) -> {
          KeyRing ring = KeyRing.create(file);
          postern
              .terminal()
              .line("Made the key ring " + file + " with key " + ring.activeId() + ".");
        });
  }

  @Command(name = "list", description = "Show the ids of the keys, never the keys.")
  int list() {
    return with(
        (configuration, file) ->
            KeyRing.load(file)
                .keys()
                .forEach(
                    key ->
                        postern
                            .terminal()
                            .line(
                                key.id()
                                    + "  made "
                                    + key.created()
                                    + (key.active() ? "  active" : ""))));
  }

  @Command(
      name = "rotate",
      description = "Add a key and encrypt all secrets with it; older keys still decrypt.")
  int rotate() {
    return with(
        (configuration, file) -> {
          // the ring is on disk before any file is changed: a crash between leaves both readable
          KeyRing rotated = KeyRing.load(file).rotate();
          postern.terminal().line("The active key is now " + rotated.activeId() + ".");
          EncryptCommand.run(configuration, rotated, postern.terminal());
        });
  }

  private interface Work {
    void on(Configuration configuration, Path keyRing);
  }

  private int with(Work work) {
    Configuration configuration = postern.configuration();
    work.on(configuration, Secrets.keyRing(configuration, postern.terminal().environment()));
    return ExitCode.OK;
  }
}
