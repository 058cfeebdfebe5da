package org.postern.testkit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.postern.core.settings.Nearest;

/** What stood on the command line of {@code postern-testkit serve}. Not thread safe. */
final class ServeOptions {

  /** The command was used wrongly; the message says how to use it. */
  static final class Misuse extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Misuse(String message) {
      super(message);
    }
  }

  private static final List<String> NAMES =
      List.of(
          "--profile",
          "--smtp-port",
          "--token-port",
          "--tls",
          "--user",
          "--client",
          "--refresh-token",
          "--service-account",
          "--token-lifetime",
          "--script",
          "--ca",
          "--log",
          "--json",
          "--strict",
          "--help");

  private static final String ACCOUNT = "postern-test@testkit.example.com";
  private static final String GOOGLE_MAIL = "https://mail.google.com/";

  ProviderProfile profile = ProviderProfile.RFC7628;
  int smtpPort;
  int tokenPort;
  boolean implicitTls;
  final Map<String, Optional<String>> users = new LinkedHashMap<>();
  String clientId = "postern-test";
  Optional<String> clientSecret = Optional.of("postern-test-secret");
  final List<String> refreshTokens = new ArrayList<>();
  Optional<Path> keyFile = Optional.empty();
  Optional<FakeServiceAccount> account = Optional.empty();
  Duration tokenLifetime = Duration.ofHours(1);
  Optional<Path> script = Optional.empty();
  Optional<Path> ca = Optional.empty();
  Optional<Path> log = Optional.empty();
  boolean json;
  boolean strict;
  boolean help;

  private ServeOptions() {}

  /** Reads {@code --name value} and {@code --name=value}. */
  static ServeOptions parse(List<String> arguments) {
    ServeOptions options = new ServeOptions();
    List<String> words = new ArrayList<>();
    for (String argument : arguments) {
      boolean joined = argument.startsWith("--") && argument.contains("=");
      words.addAll(joined ? Arrays.asList(argument.split("=", 2)) : List.of(argument));
    }
    Iterator<String> rest = words.iterator();
    while (rest.hasNext()) {
      options.take(rest.next(), rest);
    }
    return options;
  }

  private void take(String name, Iterator<String> rest) {
    switch (name) {
      case "--profile" -> profile = profile(value(name, rest));
      case "--smtp-port" -> smtpPort = port(name, value(name, rest));
      case "--token-port" -> tokenPort = port(name, value(name, rest));
      case "--tls" -> implicitTls = implicit(value(name, rest));
      case "--user" -> {
        String[] user = pair(name, "ADDRESS:PASSWORD", value(name, rest));
        users.put(user[0], second(user));
      }
      case "--client" -> {
        String[] client = pair(name, "ID:SECRET", value(name, rest));
        clientId = client[0];
        clientSecret = second(client);
      }
      case "--refresh-token" -> refreshTokens.add(value(name, rest));
      case "--service-account" -> {
        keyFile = Optional.of(Path.of(value(name, rest)));
        account = Optional.of(FakeServiceAccount.create(ACCOUNT).delegated(GOOGLE_MAIL));
      }
      case "--token-lifetime" -> tokenLifetime = lifetime(name, value(name, rest));
      case "--script" -> script = Optional.of(Path.of(value(name, rest)));
      case "--ca" -> ca = Optional.of(Path.of(value(name, rest)));
      case "--log" -> log = Optional.of(Path.of(value(name, rest)));
      case "--json" -> json = true;
      case "--strict" -> strict = true;
      case "--help", "-h" -> help = true;
      default ->
          throw new Misuse(
              "unknown option "
                  + name
                  + "; "
                  + Nearest.hint(name, NAMES, "postern-testkit serve --help shows all"));
    }
  }

  private static String[] pair(String name, String form, String value) {
    String[] pair = value.split(":", 2);
    if (pair[0].isBlank()) {
      throw new Misuse(name + " has nothing before the colon; write " + form);
    }
    return pair;
  }

  private static Optional<String> second(String[] pair) {
    return pair.length < 2 ? Optional.empty() : Optional.of(pair[1]);
  }

  private static String value(String name, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new Misuse(name + " needs a value after it");
    }
    return rest.next();
  }

  private static ProviderProfile profile(String id) {
    List<String> ids = Arrays.stream(ProviderProfile.values()).map(ProviderProfile::id).toList();
    return Arrays.stream(ProviderProfile.values())
        .filter(profile -> profile.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new Misuse(
                    "unknown profile "
                        + id
                        + "; "
                        + Nearest.hint(id, ids, "use one of " + String.join(", ", ids))));
  }

  private static int port(String name, String value) {
    if (!value.matches("\\d{1,5}") || Integer.parseInt(value) > 65_535) {
      throw new Misuse(name + " is " + value + "; use a number from 0 (any free port) to 65535");
    }
    return Integer.parseInt(value);
  }

  private static boolean implicit(String value) {
    if (!value.equals("implicit") && !value.equals("starttls")) {
      throw new Misuse("--tls is " + value + "; use starttls or implicit");
    }
    return value.equals("implicit");
  }

  private static Duration lifetime(String name, String value) {
    try {
      return new ScriptLine(value).duration(name);
    } catch (ScriptLine.Fault fault) {
      throw new Misuse(fault.getMessage());
    }
  }

  /** The provider as described; not started. */
  FakeProviderBuilder provider() {
    FakeProviderBuilder provider =
        FakeProvider.of(profile).ports(smtpPort, tokenPort).tokenLifetime(tokenLifetime);
    users.forEach(
        (name, password) ->
            password.ifPresentOrElse(
                secret -> provider.password(name, secret), () -> provider.mailbox(name)));
    clientSecret.ifPresentOrElse(
        secret -> provider.client(clientId, secret), () -> provider.publicClient(clientId));
    refreshTokens.forEach(provider::refreshToken);
    account.ifPresent(provider::serviceAccount);
    return implicitTls ? provider.implicitTls() : provider;
  }

  /** Who may log in, for people. */
  String whoMayLogIn() {
    return users.isEmpty()
        ? "any address, which may send as itself"
        : users.keySet().stream().collect(Collectors.joining(", "));
  }
}
