package org.postern.distribution.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.postern.core.settings.CoreKeys;
import org.postern.core.settings.Provider;
import org.postern.core.settings.SettingKey;
import org.postern.crypto.KeyRing;
import org.postern.crypto.SecretCodec;
import org.postern.distribution.wiring.BundleKeys;
import org.postern.distribution.wiring.Configuration;
import org.postern.distribution.wiring.Secrets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** A guided set-up. */
@Command(
    name = "init",
    description = {
      "Set up: ask for provider, login and mailbox, write both property files with",
      "the secret encrypted, run the doctor, and print what the administrator of the",
      "provider has to run. What an option answers is not asked. Nothing is written",
      "before the last answer; files that exist are kept as backups."
    })
final class InitCommand implements Callable<Integer> {

  @ParentCommand PosternCommand postern;

  @Option(names = "--provider", paramLabel = "NAME", description = "See `postern providers`.")
  Optional<String> provider = Optional.empty();

  @Option(
      names = "--login",
      paramLabel = "HOW",
      description = "client_credentials, jwt_bearer, refresh_token or password.")
  Optional<String> login = Optional.empty();

  @Option(names = "--host", paramLabel = "HOST", description = "The mail server.")
  Optional<String> host = Optional.empty();

  @Option(names = "--tenant", paramLabel = "ID", description = "Directory (tenant) id or domain.")
  Optional<String> tenant = Optional.empty();

  @Option(names = "--client-id", paramLabel = "ID", description = "Application (client) id.")
  Optional<String> clientId = Optional.empty();

  @Option(names = "--user", paramLabel = "ADDR", description = "The mailbox that logs in.")
  Optional<String> user = Optional.empty();

  @Option(names = "--from", paramLabel = "ADDR", description = "Sender (default: the mailbox).")
  Optional<String> from = Optional.empty();

  @Option(
      names = "--secret-file",
      paramLabel = "FILE",
      description = "Holds client secret, password or service account key; -: standard input.")
  Optional<String> secretFile = Optional.empty();

  @Option(names = "--public-client", description = "The client has no secret (refresh_token).")
  boolean publicClient;

  @Option(names = "--yes", description = "Ask nothing: take defaults, replace existing files.")
  boolean yes;

  @Option(names = "--no-doctor", description = "Do not run the doctor afterwards.")
  boolean noDoctor;

  @Override
  public Integer call() throws IOException {
    Terminal terminal = postern.terminal();
    Configuration configuration = postern.named();
    agreeToReplace(configuration.folder());
    InitAnswers answers = answers(configuration);
    write(configuration, answers);
    if (!noDoctor) {
      terminal.line("");
      CommandLines.run(
          terminal, postern.bundle(), "-c", configuration.folder().toString(), "doctor");
    }
    List<String> steps = AdminSteps.of(answers);
    if (!steps.isEmpty()) {
      terminal.line("\nFor the administrator of " + answers.provider().title() + ":\n");
      steps.forEach(terminal::line);
    }
    if (answers.grant().filter("refresh_token"::equals).isPresent()) {
      terminal.line("\nNow get the first token: postern login");
    }
    return ExitCode.OK;
  }

  private void agreeToReplace(Path folder) {
    boolean exists =
        Files.exists(folder.resolve("is.properties"))
            || Files.exists(folder.resolve("security.properties"));
    String there = folder + " has settings already";
    if (exists && !yes && !postern.terminal().confirms(there + ". Replace them (with backup)?")) {
      throw CommandFailure.usage(there + "; --yes replaces them and keeps a backup");
    }
  }

  private InitAnswers answers(Configuration configuration) throws IOException {
    boolean silent = yes || postern.terminal().console().isEmpty();
    Interview asks = new Interview(postern.terminal(), silent);
    Provider chosen =
        Provider.named(
                asks.ask(
                    "--provider",
                    provider,
                    "Mail provider (`postern providers` lists all)",
                    silent ? Optional.empty() : Optional.of("microsoft365"),
                    text -> CoreKeys.PROVIDER.parse(text).name()))
            .orElseThrow();
    List<String> logins = Logins.of(chosen, configuration);
    String how =
        logins.size() == 1 && login.isEmpty()
            ? logins.get(0)
            : asks.ask(
                "--login",
                login,
                "Login: " + String.join(", ", logins),
                Optional.of(logins.get(0)),
                text -> Logins.oneOf(text, logins));
    Optional<String> grant = Optional.of(how).filter(one -> !one.equals(Logins.PASSWORD));
    boolean hostKnown = chosen.values(grant, Optional.of("x")).containsKey(InitAnswers.HOST);
    Optional<String> server =
        hostKnown && host.isEmpty()
            ? Optional.empty()
            : Optional.of(
                asks.ask("--host", host, "Mail server", Optional.empty(), valid(CoreKeys.HOST)));
    Optional<String> directory = Optional.empty();
    if (grant.isPresent() && chosen.needsTenant()) {
      directory =
          Optional.of(
              asks.ask(
                  "--tenant",
                  tenant,
                  "Directory (tenant) id, as the Entra admin centre shows it",
                  Optional.empty(),
                  valid(CoreKeys.TENANT)));
    }
    Optional<String> client = Optional.empty();
    if (grant.isPresent() && !how.equals("jwt_bearer")) {
      client =
          Optional.of(
              asks.ask(
                  "--client-id",
                  clientId,
                  "Application (client) id",
                  Optional.empty(),
                  UnaryOperator.identity()));
    }
    String mailbox =
        asks.ask(
            "--user",
            user,
            "Mailbox that logs in, such as app@example.com",
            Optional.empty(),
            text -> {
              CoreKeys.FROM.parse(text);
              return text;
            });
    String sender =
        asks.ask("--from", from, "Sender address", Optional.of(mailbox), valid(CoreKeys.FROM));
    return new InitAnswers(
        chosen,
        grant,
        server,
        directory,
        client,
        mailbox,
        Optional.of(sender).filter(address -> !address.equals(mailbox)),
        secret(asks, how));
  }

  private Optional<String> secret(Interview asks, String how) throws IOException {
    boolean none = publicClient && how.equals("refresh_token");
    if (none) {
      return Optional.empty();
    }
    if (secretFile.isPresent()) {
      return Optional.of(content(secretFile.get()));
    }
    if (how.equals("jwt_bearer")) {
      String question = "Key file of the service account (JSON, as downloaded)";
      return Optional.of(
          content(
              asks.ask(
                  "--secret-file", Optional.empty(), question, Optional.empty(), this::readable)));
    }
    String what =
        how.equals(Logins.PASSWORD) ? "Password" : "Client secret (its value, not its id)";
    return Optional.of(asks.secret("--secret-file", what));
  }

  private String readable(String name) {
    if (!Files.isReadable(Path.of(name)) || Files.isDirectory(Path.of(name))) {
      throw SettingKey.invalid(name, "no file that can be read", "check its name and rights");
    }
    return name;
  }

  private String content(String file) throws IOException {
    String text =
        file.equals("-")
            ? new String(all(postern.terminal().in()), StandardCharsets.UTF_8)
            : Files.readString(Path.of(file));
    if (text.isBlank()) {
      throw CommandFailure.usage("--secret-file: there is nothing in it; nothing was written");
    }
    return text.strip();
  }

  /** A file stream asks for its length first, and a pipe has none. */
  private static byte[] all(InputStream in) throws IOException {
    return new BufferedInputStream(in).readAllBytes();
  }

  private void write(Configuration configuration, InitAnswers answers) throws IOException {
    Terminal terminal = postern.terminal();
    Path folder = Files.createDirectories(configuration.folder());
    Path ringFile = keyRing(folder, terminal);
    Optional<String> encrypted = Optional.empty();
    if (answers.secret().isPresent()) {
      KeyRing ring = EncryptCommand.ring(ringFile, terminal);
      encrypted =
          answers
              .secret()
              .map(
                  secret ->
                      new SecretCodec(ring)
                          .encrypt(answers.secretProperty(), secret.toCharArray()));
    }
    InitFiles files = new InitFiles(folder);
    if (answers.serviceAccount()) {
      files.add(InitAnswers.ACCOUNT_FILE, encrypted.orElseThrow() + "\n");
    }
    files.add("security.properties", answers.securityProperties(encrypted));
    files.add("is.properties", answers.isProperties(encrypted));
    for (Path backup : files.write()) {
      terminal.line("Kept what was there as " + backup + ".");
    }
    terminal.line("Wrote is.properties and security.properties in " + folder + ".");
    configuration
        .load(configuration.plugins(), Secrets.keeper(configuration, terminal.environment()))
        .warnings()
        .forEach(warning -> terminal.note(Wrapped.text("warning: " + warning, "    ")));
  }

  /** Where the new files will have it, whatever those before them said. */
  private static Path keyRing(Path folder, Terminal terminal) {
    return Optional.ofNullable(terminal.environment().get("POSTERN_KEYRING"))
        .filter(named -> !named.isBlank())
        .map(Path::of)
        .orElse(folder.resolve(BundleKeys.KEYRING.defaultText().orElseThrow()));
  }

  private static UnaryOperator<String> valid(SettingKey<?> key) {
    return text -> {
      key.parse(text);
      return text;
    };
  }
}
