package org.postern.auth.oauth;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.postern.core.settings.SettingValues;
import org.postern.core.spi.AuthException;
import org.postern.core.spi.TlsTrust;

/**
 * How HTTP servers are reached: by whose trust, with which certificate of our own, through which
 * proxy. Thread safe.
 */
final class EndpointAccess {

  private final SettingValues values;
  private final TlsTrust trust;
  private final ProxyRules proxies;
  private final Optional<ClientCertificate> certificate;

  EndpointAccess(SettingValues values, TlsTrust trust) {
    this(values, trust, name -> Optional.ofNullable(System.getenv(name)));
  }

  EndpointAccess(SettingValues values, TlsTrust trust, ProxyRules.Environment environment) {
    this.values = values;
    this.trust = trust;
    this.proxies = ProxyRules.of(values, environment);
    boolean mutual = values.get(OAuthKeys.CLIENT_AUTH) == OAuthKeys.ClientAuth.TLS_CLIENT_AUTH;
    this.certificate =
        mutual ? Optional.of(new ClientCertificate(ClientKeyFile.of(values))) : Optional.empty();
  }

  /** For requests to this URL. */
  TokenEndpoint at(URI url) throws AuthException {
    return new TokenEndpoint(url, values, tls(), proxies.on(url));
  }

  /** True where the client proves itself by its certificate (RFC 8705). */
  boolean mutual() {
    return certificate.isPresent();
  }

  /** The proxy on the way to this URL. */
  Optional<HttpProxy> proxy(URI url) {
    return proxies.on(url);
  }

  /** The client's key is read anew each time, so that a renewed one is used. */
  SSLContext tls() throws AuthException {
    if (certificate.isEmpty()) {
      return trust.context();
    }
    try {
      return trust.presenting(List.of(certificate.get().keys()));
    } catch (UnsupportedOperationException readyMade) {
      throw AuthException.permanent(String.valueOf(readyMade.getMessage()), readyMade);
    }
  }
}
