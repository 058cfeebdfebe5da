package org.postern.auth.oauth;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.postern.core.settings.SettingKey;
import org.postern.core.settings.SettingValues;
import org.postern.core.spi.AuthContext;
import org.postern.core.spi.AuthStrategy;
import org.postern.core.spi.AuthStrategyProvider;
import org.postern.core.spi.SecretKeeper;

/**
 * Scheme {@code oauth}: fetches an access token by the grant that the settings name and logs in
 * with it by OAUTHBEARER (RFC 7628) or XOAUTH2. Thread safe.
 */
public final class OAuthProvider implements AuthStrategyProvider {

  /** For {@link java.util.ServiceLoader}, or by hand; does no work. */
  public OAuthProvider() {}

  @Override
  public String scheme() {
    return "oauth";
  }

  @Override
  public Set<SettingKey<?>> keys() {
    Set<SettingKey<?>> all =
        new HashSet<>(
            Set.of(
                OAuthKeys.USER,
                OAuthKeys.GRANT,
                OAuthKeys.CLIENT_ID,
                OAuthKeys.CLIENT_SECRET,
                OAuthKeys.TOKEN_URL,
                OAuthKeys.SCOPE,
                OAuthKeys.CLIENT_AUTH,
                OAuthKeys.MECHANISM,
                OAuthKeys.RENEW_MARGIN,
                OAuthKeys.CONNECT_TIMEOUT,
                OAuthKeys.TOTAL_TIMEOUT,
                OAuthKeys.TOKEN_URL_WITHOUT_TLS));
    all.addAll(ClientKeys.all());
    all.addAll(HttpKeys.all());
    all.addAll(LoginKeys.all());
    all.addAll(EndingKeys.all());
    return Set.copyOf(all);
  }

  @Override
  public List<Complaint> check(SettingValues values) {
    return new SetUp(values).complaints();
  }

  @Override
  public AuthStrategy create(AuthContext context) {
    SettingValues values = context.settings().values();
    EndpointAccess access = new EndpointAccess(values, context.trust());
    TokenSource source = source(values, access, context.keeper());
    TokenCache cache =
        new TokenCache(
            source,
            values.get(OAuthKeys.RENEW_MARGIN),
            context.background(),
            System::nanoTime,
            Later.on(context.background()));
    String mechanism = values.get(OAuthKeys.MECHANISM);
    List<String> mechanisms =
        mechanism.equals("auto") ? List.of("OAUTHBEARER", "XOAUTH2") : List.of(mechanism);
    return new OAuthStrategy(
        values.get(OAuthKeys.USER),
        mechanisms,
        cache,
        source,
        access,
        values.find(OAuthKeys.CLIENT_ID),
        new LoginEndings(values));
  }

  /** Where tokens come from, as the settings say. */
  static TokenSource source(SettingValues values, EndpointAccess access, SecretKeeper keeper) {
    if (values.get(OAuthKeys.GRANT) == OAuthKeys.Grant.REFRESH_TOKEN) {
      return new RefreshSource(values, new Endpoints(values, access), keeper);
    }
    if (values.get(OAuthKeys.GRANT) == OAuthKeys.Grant.JWT_BEARER) {
      return FormSource.serviceAccount(values, new Endpoints(values, access));
    }
    return values.get(OAuthKeys.CLIENT_AUTH) == OAuthKeys.ClientAuth.MANAGED_IDENTITY
        ? new ManagedIdentitySource(values, access)
        : FormSource.clientCredentials(values, new Endpoints(values, access));
  }
}
