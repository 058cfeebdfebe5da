package org.postern.distribution.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.postern.core.settings.CoreKeys;
import org.postern.core.settings.Provider;
import org.postern.distribution.output.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** What is known of mail providers. */
@Command(
    name = "providers",
    description = {
      "List the mail providers that postern.provider can name, or show one.",
      "What is shown: the settings that it fills and what else is known, with source and date."
    })
final class ProvidersCommand implements Runnable {

  @ParentCommand PosternCommand postern;

  @Parameters(paramLabel = "NAME", arity = "0..1", description = "Show this one.")
  Optional<String> name = Optional.empty();

  @Option(names = "--json", description = "Print JSON.")
  boolean json;

  @Override
  public void run() {
    Terminal terminal = postern.terminal();
    List<Provider> chosen = name.map(one -> List.of(known(one))).orElse(Provider.all());
    if (json) {
      terminal.line(Json.of(chosen.stream().map(ProvidersCommand::row).toList()));
    } else if (name.isPresent()) {
      show(chosen.get(0), terminal);
    } else {
      chosen.forEach(one -> terminal.line(String.format("%-24s%s", one.name(), one.title())));
    }
  }

  /** The provider of this name, or a message with the nearest. */
  static Provider known(String name) {
    try {
      return CoreKeys.PROVIDER.parse(name);
    } catch (IllegalArgumentException unknown) {
      throw CommandFailure.usage(unknown.getMessage());
    }
  }

  private static void show(Provider one, Terminal terminal) {
    terminal.line(one.title());
    terminal.line("");
    terminal.line("postern.provider=" + one.name());
    terminal.line("login: " + login(one));
    if (!one.grants().isEmpty()) {
      terminal.line("grants: " + String.join(", ", one.grants()));
    }
    terminal.line("");
    terminal.line("Fills these settings where the files leave them open:");
    one.presets().forEach(preset -> show(preset, "=", terminal));
    if (!one.facts().isEmpty()) {
      terminal.line("");
      terminal.line("Known beside; nothing enforces it:");
      one.facts().forEach(fact -> show(fact, ": ", terminal));
    }
  }

  private static void show(Provider.Fact fact, String between, Terminal terminal) {
    terminal.line(Wrapped.text("  " + fact.name() + between + fact.value(), "      "));
    String grant = fact.grant().map(g -> "with grant " + g + "; ").orElse("");
    terminal.line(
        Wrapped.text("    (" + grant + fact.source() + ", " + fact.date() + ")", "     "));
  }

  private static String login(Provider one) {
    return switch (one.login()) {
      case OAUTH -> "OAuth";
      case BASIC -> "password";
      case ANY -> "OAuth, or a password of an application";
    };
  }

  private static Map<String, Object> row(Provider one) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("provider", one.name());
    row.put("title", one.title());
    row.put("family", one.family());
    row.put("login", one.login().name().toLowerCase(Locale.ROOT));
    row.put("grants", one.grants());
    row.put("settings", all(one.presets(), "property"));
    row.put("facts", all(one.facts(), "fact"));
    return row;
  }

  private static List<Map<String, Object>> all(List<Provider.Fact> facts, String called) {
    Function<Provider.Fact, Map<String, Object>> row =
        fact -> {
          Map<String, Object> one = new LinkedHashMap<>();
          one.put(called, fact.name());
          fact.grant().ifPresent(grant -> one.put("grant", grant));
          one.put("value", fact.value());
          one.put("source", fact.source());
          one.put("date", fact.date());
          return one;
        };
    return new ArrayList<>(facts.stream().map(row).toList());
  }
}
