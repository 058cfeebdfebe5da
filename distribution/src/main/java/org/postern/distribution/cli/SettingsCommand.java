package org.postern.distribution.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.postern.core.settings.MailSettings;
import org.postern.core.settings.SettingsReference;
import org.postern.distribution.output.Json;
import org.postern.distribution.plugins.Plugins;
import org.postern.distribution.wiring.BundleKeys;
import org.postern.distribution.wiring.Configuration;
import org.postern.distribution.wiring.Secrets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** What is in force. */
@Command(
    name = "settings",
    description = "Show the settings in force and where they come from; secrets are masked.")
final class SettingsCommand implements Runnable {

  @ParentCommand PosternCommand postern;

  @Option(names = "--json", description = "Print the settings as JSON.")
  boolean json;

  @Option(names = "--reference", description = "Print the reference of all settings, in Markdown.")
  boolean reference;

  @Override
  public void run() {
    Terminal terminal = postern.terminal();
    if (reference) {
      Configuration any = Configuration.of(postern.bundle().conf(), postern.bundle());
      String page =
          SettingsReference.markdown(any.strategies(Plugins.none()).schemes(), BundleKeys.all());
      terminal.out().print(page);
      terminal.flush();
      return;
    }
    Configuration configuration = postern.configuration();
    MailSettings settings =
        configuration.load(
            configuration.plugins(), Secrets.keeper(configuration, terminal.environment()));
    if (json) {
      terminal.line(Json.of(settings.effective().stream().map(SettingsCommand::row).toList()));
    } else {
      settings.effective().forEach(s -> terminal.line(line(s)));
    }
    settings.testMode().ifPresent(mode -> terminal.note(Wrapped.text("! " + mode, "    ")));
    settings.warnings().forEach(w -> terminal.note(Wrapped.text("warning: " + w, "    ")));
  }

  private static String line(MailSettings.EffectiveSetting setting) {
    String whole = setting.key() + "=" + LogLayout.escaped(setting.value());
    return whole + "  (" + setting.source() + ")";
  }

  private static Map<String, Object> row(MailSettings.EffectiveSetting setting) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("key", setting.key());
    row.put("value", setting.value());
    row.put("source", setting.source());
    return row;
  }
}
