package org.postern.auth.oauth;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.util.JSONObjectUtils;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.core.settings.SettingValues;
import org.postern.core.spi.AuthException;

/**
 * Where tokens are asked for: the token URL, or what the metadata of the issuer says (RFC 8414,
 * OpenID Connect Discovery 1.0). Metadata are read once and kept. Thread safe.
 */
final class Endpoints {

  private final SettingValues values;
  private final EndpointAccess access;
  private volatile Optional<URI> found = Optional.empty();

  Endpoints(SettingValues values, EndpointAccess access) {
    this.values = values;
    this.access = access;
  }

  /**
   * The token endpoint.
   *
   * @param normal what stands where neither token URL nor issuer is set
   */
  URI token(Optional<URI> normal) throws AuthException {
    Optional<URI> given = values.find(OAuthKeys.TOKEN_URL);
    if (given.isPresent()) {
      return given.get();
    }
    Optional<URI> issuer = values.find(ClientKeys.ISSUER);
    if (issuer.isEmpty()) {
      return normal.orElseThrow();
    }
    if (found.isEmpty()) {
      found = Optional.of(discovered(issuer.get()));
    }
    return found.get();
  }

  /** Where {@link #token} leads first: to the issuer where there is no token URL. */
  URI first(Optional<URI> normal) {
    return values
        .find(OAuthKeys.TOKEN_URL)
        .or(() -> values.find(ClientKeys.ISSUER))
        .or(() -> normal)
        .orElseThrow();
  }

  /** For requests to this URL. */
  TokenEndpoint at(URI url) throws AuthException {
    return access.at(url);
  }

  private URI discovered(URI issuer) throws AuthException {
    String why = "";
    for (URI url : metadata(issuer)) {
      TokenEndpoint.Answer answer = at(url).get(Map.of());
      if (answer.status() == 200) {
        return tokenEndpoint(issuer, url, answer.body());
      }
      why +=
          (why.isEmpty() ? "" : ", ") + TokenEndpoint.shown(url) + " answered " + answer.status();
    }
    throw AuthException.temporary(
        "the issuer "
            + issuer
            + " has no metadata: "
            + why
            + "; check postern.oauth.issuer, or set"
            + " the token URL itself",
        Optional.empty(),
        null);
  }

  /** Where OpenID providers keep them, then where RFC 8414 section 3 puts them. */
  private static List<URI> metadata(URI issuer) {
    String text = issuer.toString();
    String base = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    String root = issuer.getScheme() + "://" + issuer.getRawAuthority();
    return List.of(
        URI.create(base + "/.well-known/openid-configuration"),
        URI.create(
            root + "/.well-known/oauth-authorization-server" + base.substring(root.length())));
  }

  private URI tokenEndpoint(URI issuer, URI url, byte[] body) throws AuthException {
    try {
      Map<String, Object> json = JSONObjectUtils.parse(new String(body, StandardCharsets.UTF_8));
      String named = String.valueOf(json.get("issuer"));
      // RFC 8414 section 3.3: metadata that speak of another issuer must not be used
      if (!same(named, issuer.toString())) {
        throw AuthException.permanent(
            TokenEndpoint.shown(url)
                + " speaks of another issuer, "
                + named
                + "; set postern.oauth.issuer to exactly that where it is the right one",
            null);
      }
      URI endpoint = URI.create(String.valueOf(named(json, "token_endpoint")));
      if (!"https".equalsIgnoreCase(endpoint.getScheme()) && !"http".equals(issuer.getScheme())) {
        throw AuthException.permanent(
            TokenEndpoint.shown(url) + " names a token endpoint that is not https", null);
      }
      return endpoint;
    } catch (ParseException | IllegalArgumentException malformed) {
      throw AuthException.permanent(
          TokenEndpoint.shown(url) + " has no metadata of an authorization server", malformed);
    }
  }

  /** With a client certificate, by preference the alias that asks for it (RFC 8705 section 5). */
  private Object named(Map<String, Object> json, String endpoint) {
    return access.mutual()
            && json.get("mtls_endpoint_aliases") instanceof Map<?, ?> aliases
            && aliases.get(endpoint) != null
        ? aliases.get(endpoint)
        : json.get(endpoint);
  }

  private static boolean same(String one, String other) {
    return one.replaceAll("/$", "").equals(other.replaceAll("/$", ""));
  }
}
