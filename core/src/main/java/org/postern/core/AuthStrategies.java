package org.postern.core;

import java.net.URL;
import java.security.CodeSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.postern.core.diagnosis.Diagnoses;
import org.postern.core.spi.AuthStrategyProvider;

/** The auth schemes at hand. Immutable. */
public final class AuthStrategies {

  private static final Pattern SCHEME = Pattern.compile("[a-z][a-z0-9-]*");

  private final List<AuthStrategyProvider> providers;

  private AuthStrategies(Collection<? extends AuthStrategyProvider> providers) {
    Map<String, AuthStrategyProvider> byScheme = new TreeMap<>();
    for (AuthStrategyProvider provider : providers) {
      if (!SCHEME.matcher(provider.scheme()).matches()) {
        throw new IllegalArgumentException(
            describe(provider)
                + " has the scheme \""
                + provider.scheme()
                + "\"; a scheme is small letters, digits and hyphens, a letter first");
      }
      AuthStrategyProvider other = byScheme.put(provider.scheme(), provider);
      if (other != null) {
        throw new IllegalArgumentException(
            "two providers have the scheme \""
                + provider.scheme()
                + "\": "
                + describe(other)
                + " and "
                + describe(provider)
                + "; remove one of them");
      }
    }
    this.providers = List.copyOf(byScheme.values());
  }

  /**
   * Exactly these.
   *
   * @throws IllegalArgumentException when two have the same scheme: names both classes and where
   *     they come from
   */
  public static AuthStrategies of(AuthStrategyProvider... providers) {
    return new AuthStrategies(List.of(providers));
  }

  /** As {@link #of(AuthStrategyProvider...)}. */
  public static AuthStrategies of(Collection<? extends AuthStrategyProvider> providers) {
    return new AuthStrategies(providers);
  }

  /**
   * All that {@link ServiceLoader} finds with this loader.
   *
   * @throws IllegalArgumentException as {@link #of(AuthStrategyProvider...)}, or when a provider
   *     cannot be loaded: names it
   */
  public static AuthStrategies discover(ClassLoader loader) {
    try {
      return new AuthStrategies(
          ServiceLoader.load(AuthStrategyProvider.class, loader).stream()
              .map(ServiceLoader.Provider::get)
              .toList());
    } catch (ServiceConfigurationError broken) {
      throw new IllegalArgumentException(
          "an auth strategy cannot be loaded: " + broken.getMessage(), broken);
    }
  }

  /** The schemes, for the settings; sorted by name. */
  public List<AuthStrategyProvider> schemes() {
    return providers;
  }

  /** What faults can mean: the catalogue with the rows that all these schemes add. */
  public Diagnoses diagnoses() {
    return Diagnoses.builtIn()
        .with(providers.stream().flatMap(one -> one.diagnoses().stream()).toList());
  }

  private static String describe(AuthStrategyProvider provider) {
    String from =
        Optional.ofNullable(provider.getClass().getProtectionDomain().getCodeSource())
            .map(CodeSource::getLocation)
            .map(URL::getPath)
            .map(path -> " of " + path)
            .orElse("");
    return provider.getClass().getName() + from;
  }
}
