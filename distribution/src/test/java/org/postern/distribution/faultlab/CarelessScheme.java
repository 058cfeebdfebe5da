package org.postern.distribution.faultlab;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.core.settings.Secret;
import org.postern.core.settings.SettingKey;
import org.postern.core.spi.AuthContext;
import org.postern.core.spi.AuthStrategy;
import org.postern.core.spi.AuthStrategyProvider;
import org.postern.core.spi.Credentials;
import org.postern.distribution.cli.Conf;

/** A plug-in's scheme that hands out a token without a look at TLS. */
final class CarelessScheme implements AuthStrategyProvider {

  static final String NAME = "careless";

  @Override
  public String scheme() {
    return NAME;
  }

  @Override
  public Set<SettingKey<?>> keys() {
    return Set.of();
  }

  @Override
  public AuthStrategy create(AuthContext context) {
    Credentials token =
        new Credentials.BearerToken(
            Conf.USER, Secret.of("token-4711"), Optional.empty(), List.of("XOAUTH2"));
    return () -> token;
  }
}
