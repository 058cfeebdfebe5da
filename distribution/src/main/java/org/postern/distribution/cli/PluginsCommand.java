package org.postern.distribution.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.postern.core.spi.AuthStrategyProvider;
import org.postern.distribution.output.Json;
import org.postern.distribution.plugins.Plugin;
import org.postern.distribution.plugins.Plugins;
import org.postern.distribution.wiring.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Lists the ways of logging in. */
@Command(name = "plugins", description = "List the ways of logging in, and where they come from.")
final class PluginsCommand implements Runnable {

  @ParentCommand PosternCommand postern;

  @Option(names = "--json", description = "Print the list as JSON.")
  boolean json;

  @Override
  public void run() {
    Configuration configuration = postern.configuration();
    Plugins plugins = configuration.plugins();
    Terminal terminal = postern.terminal();
    if (json) {
      terminal.line(Json.of(plugins.all().stream().map(PluginsCommand::asMap).toList()));
      return;
    }
    for (AuthStrategyProvider provider : configuration.builtIn()) {
      terminal.line(provider.scheme() + "  built in");
    }
    plugins.all().forEach(plugin -> terminal.line(line(plugin)));
  }

  private static String line(Plugin plugin) {
    return plugin
        .problem()
        .map(why -> Wrapped.text("✗ plug-in " + plugin.name() + " is left out: " + why, "    "))
        .orElseGet(
            () ->
                Wrapped.text(
                    String.join(", ", plugin.schemes()) + "  plug-in, " + plugin.jars(), "    "));
  }

  private static Map<String, Object> asMap(Plugin plugin) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("name", plugin.name());
    row.put("schemes", plugin.schemes());
    row.put("jars", plugin.jars());
    row.put("ok", plugin.problem().isEmpty());
    row.put("problem", plugin.problem());
    return row;
  }
}
