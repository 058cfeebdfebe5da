package org.postern.core;

import java.util.Collection;
import java.util.List;
import org.postern.core.spi.AuthStrategyProvider;

/** The auth schemes at hand. Immutable. */
public final class AuthStrategies {

  private final List<AuthStrategyProvider> providers;

  private AuthStrategies(List<AuthStrategyProvider> providers) {
    this.providers = List.copyOf(providers);
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
    return new AuthStrategies(List.copyOf(providers));
  }

  /**
   * All that {@link java.util.ServiceLoader} finds with this loader.
   *
   * @throws IllegalArgumentException as {@link #of(AuthStrategyProvider...)}, or when a provider
   *     cannot be loaded: names it
   */
  public static AuthStrategies discover(ClassLoader loader) {
    throw new UnsupportedOperationException("skeleton");
  }

  /** The schemes, for the settings; sorted by name. */
  public List<AuthStrategyProvider> schemes() {
    return providers;
  }
}
