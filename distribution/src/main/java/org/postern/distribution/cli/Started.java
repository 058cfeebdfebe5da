package org.postern.distribution.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.postern.core.AuthStrategies;
import org.postern.core.Mailer;
import org.postern.core.settings.MailSettings;
import org.postern.core.settings.SettingsPart;
import org.postern.core.spi.SecretKeeper;
import org.postern.distribution.plugins.Plugins;
import org.postern.distribution.wiring.CompositionRoot;
import org.postern.distribution.wiring.Configuration;
import org.postern.distribution.wiring.Secrets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The settings in force, read and logged, with the mailer not yet opened.
 *
 * @param settings checked
 * @param strategies built in and of plug-ins
 * @param configuration where they come from
 * @param keeper encrypts and decrypts with the key ring of the settings
 */
record Started(
    MailSettings settings,
    AuthStrategies strategies,
    Configuration configuration,
    SecretKeeper keeper) {

  private static final Logger LOG = LoggerFactory.getLogger(Started.class);

  static Started from(PosternCommand postern) {
    Configuration configuration = postern.configuration();
    return from(configuration, Secrets.keeper(configuration, postern.terminal().environment()));
  }

  /** Nothing is decrypted: for what logs in nowhere, also where the key ring is not. */
  static Started withoutSecrets(PosternCommand postern) {
    return from(postern.configuration(), Secrets.unread());
  }

  /** Read as they are now. */
  static Started from(Configuration configuration, SecretKeeper keeper) {
    return read(configuration, keeper, strategies -> List.of());
  }

  /** As {@link #from}, refused also where no mailer can be made, or one of these parts says so. */
  static Started checked(
      Configuration configuration, SecretKeeper keeper, List<SettingsPart> parts) {
    return read(
        configuration,
        keeper,
        strategies -> {
          List<SettingsPart> all = new ArrayList<>(parts);
          all.add(
              settings ->
                  CompositionRoot.mailer(settings, strategies, configuration, keeper).close());
          return all;
        });
  }

  private static Started read(
      Configuration configuration,
      SecretKeeper keeper,
      Function<AuthStrategies, List<SettingsPart>> parts) {
    Plugins plugins = configuration.plugins();
    AuthStrategies strategies = configuration.strategies(plugins);
    plugins
        .broken()
        .forEach(p -> LOG.warn("Plug-in {} is left out: {}", p.name(), p.problem().orElse("")));
    MailSettings settings = configuration.load(plugins, keeper, parts.apply(strategies));
    settings.warnings().forEach(warning -> LOG.warn("{}", warning));
    LOG.info("Settings in force: {}", settings);
    settings.effective().forEach(s -> LOG.info("  {}={} ({})", s.key(), s.value(), s.source()));
    return new Started(settings, strategies, configuration, keeper);
  }

  Mailer mailer() {
    return CompositionRoot.mailer(settings, strategies, configuration, keeper);
  }
}
