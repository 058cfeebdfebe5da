package org.postern.core.spi;

import java.util.List;
import org.postern.core.diagnosis.Diagnosis;
import org.postern.core.settings.AuthScheme;

/**
 * Makes the strategy of one scheme. Found by {@link java.util.ServiceLoader} (declare it in {@code
 * META-INF/services} and, for the module path, in {@code module-info}), or registered by hand. Has
 * a public constructor without arguments that does no work.
 */
public interface AuthStrategyProvider extends AuthScheme {

  /**
   * Faults that this scheme knows of, beside those of the catalogue; they are tried first.
   *
   * @return the same rows each time; may be empty
   */
  default List<Diagnosis> diagnoses() {
    return List.of();
  }

  /** A strategy for these settings. No I/O: the network is first used by {@code credentials()}. */
  AuthStrategy create(AuthContext context);
}
