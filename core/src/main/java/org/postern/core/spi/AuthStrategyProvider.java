package org.postern.core.spi;

import org.postern.core.settings.AuthScheme;

/**
 * Makes the strategy of one scheme. Found by {@link java.util.ServiceLoader} (declare it in {@code
 * META-INF/services} and, for the module path, in {@code module-info}), or registered by hand. Has
 * a public constructor without arguments that does no work.
 */
public interface AuthStrategyProvider extends AuthScheme {

  /** A strategy for these settings. No I/O: the network is first used by {@code credentials()}. */
  AuthStrategy create(AuthContext context);
}
