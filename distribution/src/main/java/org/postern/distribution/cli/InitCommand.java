package org.postern.distribution.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.postern.crypto.KeyRing;
import org.postern.crypto.SecretCodec;
import org.postern.distribution.wiring.Configuration;
import org.postern.distribution.wiring.FileSet;
import org.postern.distribution.wiring.Secrets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** A guided set-up. */
@Command(
    name = "init",
    description = {
      "Set up: ask for provider, login and mailbox, and write both property files.",
      "The secret is encrypted, the doctor runs, and what the administrator of the provider has to"
          + " run is printed. What an option answers is not asked. Nothing is written before the"
          + " last answer. Files that exist keep their other settings, and a backup of them is"
          + " kept."
    })
final class InitCommand implements Callable<Integer> {

  private static final String IS = "is.properties";
  private static final String SECURITY = "security.properties";

  /** The group may read them: they hold no secret that is not encrypted. */
  private static final String SETTINGS_MODE = "rw-r-----";

  private static final String SECRET_MODE = "rw-------";

  @ParentCommand PosternCommand postern;

  @Mixin InitOptions options;

  @Option(names = "--no-doctor", description = "Do not run the doctor afterwards.")
  boolean noDoctor;

  @Override
  public Integer call() throws IOException {
    Terminal terminal = postern.terminal();
    Configuration configuration = postern.named();
    Path folder = configuration.folder();
    finishEarlier(folder, terminal);
    agreeToChange(folder, terminal);
    InitAnswers answers = new InitQuestions(options, terminal).ask();
    write(configuration, answers, terminal);
    if (!noDoctor) {
      terminal.line("");
      CommandLines.run(terminal, postern.bundle(), "-c", folder.toString(), "doctor");
    }
    List<String> steps = AdminSteps.of(answers);
    if (!steps.isEmpty()) {
      terminal.line("\nFor the administrator of " + answers.provider().title() + ":\n");
      steps.forEach(terminal::line);
    }
    if (answers.logsIn(Logins.PERSON)) {
      terminal.line("\nNow get the first token: postern login");
    }
    return ExitCode.OK;
  }

  /** What was cut off when all answers had been given is not asked again. */
  private static void finishEarlier(Path folder, Terminal terminal) throws IOException {
    FileSet.finish(folder)
        .ifPresent(
            done -> {
              terminal.note("An earlier set-up was cut off while it put its files in place.");
              terminal.note("They are in place now.");
              kept(done, terminal);
            });
  }

  private void agreeToChange(Path folder, Terminal terminal) {
    boolean exists = Stream.of(IS, SECURITY).anyMatch(name -> Files.exists(folder.resolve(name)));
    if (!exists || options.yes) {
      return;
    }
    String there = folder + " has settings already";
    if (terminal.console().isPresent()) {
      terminal.note(Wrapped.text(there + ".", ""));
      terminal.note("Those of provider, login and mailbox will be replaced, all others stay,");
      terminal.note("and a backup of each file is kept.");
    }
    if (!terminal.confirms("Change them?")) {
      throw CommandFailure.usage(
          there + ", and nothing was changed; --yes changes them and keeps a backup");
    }
  }

  private static void write(Configuration configuration, InitAnswers answers, Terminal terminal)
      throws IOException {
    Path folder = Files.createDirectories(configuration.folder());
    Path is = folder.resolve(IS);
    Path security = folder.resolve(SECURITY);
    // both are read before the key ring is made: one that cannot be read ends it here
    KeptSettings.with(is, "");
    KeptSettings.with(security, "");
    Optional<String> encrypted = Optional.empty();
    if (answers.proof().secret().isPresent()) {
      Path ringFile = Secrets.keyRing(configuration, terminal.environment());
      KeyRing ring = EncryptCommand.ring(ringFile, terminal);
      String name = answers.proof().secretKey().orElseThrow().name();
      char[] secret = answers.proof().secret().get().toCharArray();
      encrypted = Optional.of(new SecretCodec(ring).encrypt(name, secret));
    }
    FileSet files = new FileSet(folder);
    if (answers.logsIn(Logins.SERVICE_ACCOUNT)) {
      byte[] account = (encrypted.orElseThrow() + "\n").getBytes(StandardCharsets.US_ASCII);
      files.add(InitAnswers.ACCOUNT_FILE, account, SECRET_MODE);
    }
    files.add(
        SECURITY,
        KeptSettings.with(security, answers.securityProperties(encrypted)),
        SETTINGS_MODE);
    files.add(IS, KeptSettings.with(is, answers.isProperties(encrypted)), SETTINGS_MODE);
    kept(files.write(), terminal);
    terminal.line(Wrapped.text("Wrote " + IS + " and " + SECURITY + " in " + folder + ".", "    "));
    configuration
        .load(configuration.plugins(), Secrets.keeper(configuration, terminal.environment()))
        .warnings()
        .forEach(warning -> terminal.note(Wrapped.text("warning: " + warning, "    ")));
  }

  private static void kept(FileSet.Done done, Terminal terminal) {
    done.backups()
        .forEach(
            backup ->
                terminal.line(Wrapped.text("Kept what was there as " + backup + ".", "    ")));
  }
}
