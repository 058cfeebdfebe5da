package org.postern.auth.open;

import java.util.Set;
import org.postern.core.settings.SettingKey;
import org.postern.core.spi.AuthContext;
import org.postern.core.spi.AuthStrategy;
import org.postern.core.spi.AuthStrategyProvider;
import org.postern.core.spi.Credentials;

/** Scheme {@code open}: the mail server takes mail from this host without a login. Thread safe. */
public final class OpenProvider implements AuthStrategyProvider {

  /** For {@link java.util.ServiceLoader}, or by hand; does no work. */
  public OpenProvider() {}

  @Override
  public String scheme() {
    return "open";
  }

  /** None. */
  @Override
  public Set<SettingKey<?>> keys() {
    return Set.of();
  }

  @Override
  public AuthStrategy create(AuthContext context) {
    return Credentials.None::new;
  }
}
