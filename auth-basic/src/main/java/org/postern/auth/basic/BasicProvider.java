package org.postern.auth.basic;

import java.util.List;
import java.util.Set;
import org.postern.core.settings.CoreKeys;
import org.postern.core.settings.SettingKey;
import org.postern.core.settings.SettingValues;
import org.postern.core.settings.TlsMode;
import org.postern.core.spi.AuthContext;
import org.postern.core.spi.AuthStrategy;
import org.postern.core.spi.AuthStrategyProvider;
import org.postern.core.spi.Credentials;

/**
 * Scheme {@code basic}: SMTP AUTH with user name and password, by the strongest mechanism that the
 * server offers. A refused login is not tried again: that locks accounts. Thread safe.
 */
public final class BasicProvider implements AuthStrategyProvider {

  /** For {@link java.util.ServiceLoader}, or by hand; does no work. */
  public BasicProvider() {}

  @Override
  public String scheme() {
    return "basic";
  }

  @Override
  public Set<SettingKey<?>> keys() {
    return Set.of(
        BasicKeys.USER, BasicKeys.PASSWORD, BasicKeys.MECHANISMS, BasicKeys.PASSWORD_WITHOUT_TLS);
  }

  /** Refuses to send a password in clear, unless the insecure switch says so. */
  @Override
  public List<Complaint> check(SettingValues values) {
    boolean clear = values.find(CoreKeys.TLS_MODE).orElse(TlsMode.NONE) == TlsMode.NONE;
    return clear && !values.get(BasicKeys.PASSWORD_WITHOUT_TLS)
        ? List.of(
            new Complaint(
                CoreKeys.SSL_ENABLED,
                "TLS is off, so the password would be sent in clear",
                "set mksis.smtp.ssl.enabled=true; only where that cannot be, set "
                    + BasicKeys.PASSWORD_WITHOUT_TLS
                    + "=true"))
        : List.of();
  }

  @Override
  public AuthStrategy create(AuthContext context) {
    SettingValues values = context.settings().values();
    Credentials credentials =
        new Credentials.Password(
            values.get(BasicKeys.USER),
            values.get(BasicKeys.PASSWORD),
            values.get(BasicKeys.MECHANISMS),
            values.get(BasicKeys.PASSWORD_WITHOUT_TLS));
    return () -> credentials;
  }
}
