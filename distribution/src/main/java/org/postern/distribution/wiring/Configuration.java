package org.postern.distribution.wiring;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.postern.core.AuthStrategies;
import org.postern.core.settings.MailSettings;
import org.postern.core.settings.Secret;
import org.postern.core.settings.SecretDecoder;
import org.postern.core.settings.SettingKey;
import org.postern.core.settings.SettingValues;
import org.postern.core.settings.SettingsException;
import org.postern.core.settings.SettingsLoader;
import org.postern.core.settings.SettingsPart;
import org.postern.core.settings.SettingsProblem;
import org.postern.core.spi.AuthStrategyProvider;
import org.postern.distribution.plugins.Plugin;
import org.postern.distribution.plugins.Plugins;

/** A folder of settings, with the schemes that may be chosen in it. Immutable. */
public final class Configuration {

  private final Path folder;
  private final BundleFolders bundle;
  private final List<AuthStrategyProvider> builtIn;

  private Configuration(Path folder, BundleFolders bundle, List<AuthStrategyProvider> builtIn) {
    this.folder = folder;
    this.bundle = bundle;
    this.builtIn = List.copyOf(builtIn);
  }

  /** Nothing is read yet. */
  public static Configuration of(Path folder, BundleFolders bundle) {
    ClassLoader ours = Configuration.class.getClassLoader();
    List<AuthStrategyProvider> found =
        AuthStrategies.of(
                ServiceLoader.load(AuthStrategyProvider.class, ours).stream()
                    .map(ServiceLoader.Provider::get)
                    .toList())
            .schemes();
    return new Configuration(folder.toAbsolutePath().normalize(), bundle, found);
  }

  /** The folder of both property files. */
  public Path folder() {
    return folder;
  }

  /** The schemes that come with the bundle. */
  public List<AuthStrategyProvider> builtIn() {
    return builtIn;
  }

  /** Loads the plug-ins; broken ones are reported by the value. */
  public Plugins plugins() {
    Path root = peek(BundleKeys.PLUGINS).orElse(bundle.plugins());
    return Plugins.load(root, builtIn.stream().map(AuthStrategyProvider::scheme).toList());
  }

  /** All schemes that can be chosen. */
  public AuthStrategies strategies(Plugins plugins) {
    List<AuthStrategyProvider> all = new ArrayList<>(builtIn);
    all.addAll(plugins.providers());
    return AuthStrategies.of(all);
  }

  /**
   * Reads both files.
   *
   * @throws SettingsException with every problem; where the scheme may be that of a broken plug-in,
   *     with what is wrong with that too
   */
  public MailSettings load(Plugins plugins, SecretDecoder decoder) {
    return load(plugins, decoder, List.of());
  }

  /**
   * As {@link #load(Plugins, SecretDecoder)}, each of these parts looking at them too.
   *
   * @throws SettingsException with what the parts find among the rest
   */
  public MailSettings load(Plugins plugins, SecretDecoder decoder, List<SettingsPart> parts) {
    try {
      return loader(plugins).load(folder, decoder, parts);
    } catch (SettingsException refused) {
      throw withBrokenPlugins(refused, plugins);
    }
  }

  /**
   * These values alone, whatever is wrong with the rest of both files.
   *
   * @throws SettingsException with what stands in the way of knowing these
   */
  public SettingValues some(SecretDecoder decoder, List<SettingKey<?>> keys) {
    return loader(Plugins.none()).some(folder, decoder, keys);
  }

  /**
   * One path before all else is read, from the folder of the settings; empty where it is absent.
   */
  public Optional<Path> peek(SettingKey<Path> key) {
    return peekValue(key).map(folder::resolve);
  }

  /** One value before all else is read, or its default; empty where there is neither. */
  public <T> Optional<T> peekValue(SettingKey<T> key) {
    return loader(Plugins.none()).peek(folder, key).or(() -> key.defaultText().map(key::parse));
  }

  /** The file that a setting of a secret file names; empty where the setting is absent. */
  public Optional<Path> secretFile(SettingKey<?> key) {
    return Optional.ofNullable(SettingsLoader.properties(folder).get(key.name()))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .map(folder::resolve);
  }

  /**
   * One secret before all else is read; empty where it is absent.
   *
   * @throws IllegalArgumentException where it cannot be decrypted
   */
  public Optional<Secret> secret(SettingKey<Secret> key, Plugins plugins, SecretDecoder decoder) {
    return loader(plugins)
        .peek(folder, key)
        .map(raw -> decoder.decode(key.name(), raw.reveal()).secret());
  }

  /** All keys that mean something here. */
  public List<SettingKey<?>> keys(Plugins plugins) {
    return loader(plugins).keys();
  }

  private SettingsLoader loader(Plugins plugins) {
    return new SettingsLoader(strategies(plugins).schemes(), BundleKeys.all());
  }

  private static SettingsException withBrokenPlugins(SettingsException refused, Plugins plugins) {
    List<SettingsProblem> all = new ArrayList<>(refused.problems());
    Optional<SettingsProblem> noScheme =
        all.stream().filter(p -> p.cause().startsWith("there is no auth scheme")).findFirst();
    if (noScheme.isEmpty() || plugins.broken().isEmpty()) {
      return refused;
    }
    for (Plugin broken : plugins.broken()) {
      all.add(
          new SettingsProblem(
              noScheme.get().file(),
              noScheme.get().line(),
              noScheme.get().key(),
              "the plug-in " + broken.name() + " cannot be used: " + broken.problem().orElse(""),
              "`postern plugins` shows all"));
    }
    return new SettingsException(all);
  }
}
