package org.postern.auth.oauth;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.postern.core.settings.CoreKeys;
import org.postern.core.settings.SettingKey;
import org.postern.core.settings.SettingValues;
import org.postern.core.settings.TlsMode;
import org.postern.core.spi.AuthContext;
import org.postern.core.spi.AuthStrategy;
import org.postern.core.spi.AuthStrategyProvider;

/**
 * Scheme {@code oauth}: fetches an access token by the client credentials grant (RFC 6749 section
 * 4.4) and logs in with it by OAUTHBEARER (RFC 7628) or XOAUTH2. Thread safe.
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
    return Set.of(
        OAuthKeys.USER,
        OAuthKeys.CLIENT_ID,
        OAuthKeys.CLIENT_SECRET,
        OAuthKeys.TOKEN_URL,
        OAuthKeys.SCOPE,
        OAuthKeys.CLIENT_AUTH,
        OAuthKeys.MECHANISM,
        OAuthKeys.RENEW_MARGIN,
        OAuthKeys.CONNECT_TIMEOUT,
        OAuthKeys.TOTAL_TIMEOUT,
        OAuthKeys.TOKEN_URL_WITHOUT_TLS);
  }

  /** A token and a client secret go over TLS only (RFC 6750 section 5.3, RFC 7628 section 4). */
  @Override
  public List<Complaint> check(SettingValues values) {
    List<Complaint> complaints = new ArrayList<>();
    if (values.find(CoreKeys.TLS_MODE).orElse(TlsMode.NONE) == TlsMode.NONE) {
      complaints.add(
          new Complaint(
              CoreKeys.SSL_ENABLED,
              "TLS is off, and an access token is never sent in clear",
              "set mksis.smtp.ssl.enabled=true"));
    }
    URI url = values.get(OAuthKeys.TOKEN_URL);
    if (!"https".equalsIgnoreCase(url.getScheme())
        && !loopback(url.getHost())
        && !values.get(OAuthKeys.TOKEN_URL_WITHOUT_TLS)) {
      complaints.add(
          new Complaint(
              OAuthKeys.TOKEN_URL,
              "\"" + url + "\" is not https",
              "use https; only where that cannot be, set "
                  + OAuthKeys.TOKEN_URL_WITHOUT_TLS
                  + "=true"));
    }
    return complaints;
  }

  @Override
  public AuthStrategy create(AuthContext context) {
    SettingValues values = context.settings().values();
    TokenSource source = new ClientCredentialsSource(values, context.sslContext());
    TokenCache cache =
        new TokenCache(
            source, values.get(OAuthKeys.RENEW_MARGIN), context.background(), System::nanoTime);
    String mechanism = values.get(OAuthKeys.MECHANISM);
    List<String> mechanisms =
        mechanism.equals("auto") ? List.of("OAUTHBEARER", "XOAUTH2") : List.of(mechanism);
    return new OAuthStrategy(values.get(OAuthKeys.USER), mechanisms, cache);
  }

  private static boolean loopback(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.equals("localhost") || name.equals("[::1]") || name.matches("127(\\.\\d{1,3}){3}");
  }
}
