package org.postern.distribution.cli;

import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.postern.core.settings.CoreKeys;
import org.postern.core.settings.Provider;
import org.postern.core.settings.SettingKey;

/** Asks what a set-up is made of, one question after the other. */
final class InitQuestions {

  private final InitOptions options;
  private final boolean silent;
  private final Interview asks;
  private final ProofQuestions proofs;

  InitQuestions(InitOptions options, Terminal terminal) {
    this.options = options;
    this.silent = options.yes || terminal.console().isEmpty();
    this.asks = new Interview(terminal, silent);
    this.proofs = new ProofQuestions(asks, options, terminal);
  }

  InitAnswers ask() {
    Provider chosen = provider();
    String login = asks.choose("--login", options.login, "How to log in", Logins.of(chosen));
    Optional<String> grant = Optional.of(login).filter(one -> !one.equals(Logins.PASSWORD));
    Optional<String> host = host(chosen, grant);
    boolean client = grant.filter(one -> !one.equals(Logins.SERVICE_ACCOUNT)).isPresent();
    String how = client ? how(chosen, login) : "";
    boolean machine = how.equals(Logins.MACHINE);
    Optional<String> tenant =
        client && chosen.needsTenant() && !machine ? Optional.of(tenant()) : Optional.empty();
    Optional<String> id = client ? clientId(machine) : Optional.empty();
    String mailbox =
        asks.ask(
            "--user",
            options.user,
            "Mailbox that logs in, such as app@example.com",
            Optional.empty(),
            valid(CoreKeys.FROM));
    String sender =
        asks.ask(
            "--from", options.from, "Sender address", Optional.of(mailbox), valid(CoreKeys.FROM));
    return new InitAnswers(
        chosen,
        grant,
        host,
        tenant,
        id,
        mailbox,
        Optional.of(sender).filter(address -> !address.equals(mailbox)),
        proofs.of(login, how));
  }

  private Provider provider() {
    return Provider.named(
            asks.ask(
                "--provider",
                options.provider,
                "Mail provider (`postern providers` lists all)",
                silent ? Optional.empty() : Optional.of("microsoft365"),
                text -> CoreKeys.PROVIDER.parse(text).name()))
        .orElseThrow();
  }

  private Optional<String> host(Provider chosen, Optional<String> grant) {
    boolean known = chosen.values(grant, Optional.of("x")).containsKey(CoreKeys.HOST.name());
    return known && options.host.isEmpty()
        ? Optional.empty()
        : Optional.of(
            asks.ask(
                "--host", options.host, "Mail server", Optional.empty(), valid(CoreKeys.HOST)));
  }

  /** As the command line says, or as the files that it names mean. */
  private String how(Provider chosen, String login) {
    Optional<String> given =
        options
            .clientAuth
            .or(() -> options.keyFile.map(file -> Logins.CERTIFICATE))
            .or(() -> options.assertionFile.map(file -> Logins.PLATFORM))
            .or(() -> options.managedIdentity.map(kind -> Logins.MACHINE))
            .or(() -> options.secretFile.map(file -> Logins.SECRET));
    Map<String, String> choices = Logins.proofs(chosen, login);
    return asks.choose("--client-auth", given, "How the application proves itself", choices);
  }

  private String tenant() {
    return asks.ask(
        "--tenant",
        options.tenant,
        "Directory (tenant) id, as the Entra admin centre shows it",
        Optional.empty(),
        valid(CoreKeys.TENANT));
  }

  /** That of a machine is needed only where it has several. */
  private Optional<String> clientId(boolean machine) {
    String typed =
        asks.ask(
            "--client-id",
            options.clientId,
            machine
                ? "Client id of a user-assigned identity (none: press Enter)"
                : "Application (client) id",
            machine ? Optional.of("") : Optional.empty(),
            UnaryOperator.identity());
    return Optional.of(typed).filter(id -> !id.isEmpty());
  }

  private static UnaryOperator<String> valid(SettingKey<?> key) {
    return text -> {
      key.parse(text);
      return text;
    };
  }
}
