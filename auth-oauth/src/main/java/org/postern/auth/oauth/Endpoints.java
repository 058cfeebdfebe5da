package org.postern.auth.oauth;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.util.JSONObjectUtils;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.core.settings.SettingKey;
import org.postern.core.settings.SettingValues;
import org.postern.core.spi.AuthException;

/**
 * Where tokens are asked for: the token URL, or what the metadata of the issuer says (RFC 8414,
 * OpenID Connect Discovery 1.0). Metadata are read once and kept. Thread safe.
 */
final class Endpoints {

  private final SettingValues values;
  private final EndpointAccess access;
  private volatile Optional<Metadata> found = Optional.empty();

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
    return metadata(issuer.get()).endpoint("token_endpoint");
  }

  /**
   * Another endpoint of the authorization server.
   *
   * @param key the setting that names it; else the issuer's metadata do
   * @param member its name there
   * @throws AuthException where nothing names it
   */
  URI other(SettingKey<URI> key, String member) throws AuthException {
    Optional<URI> given = values.find(key);
    if (given.isPresent()) {
      return given.get();
    }
    Optional<URI> issuer = values.find(ClientKeys.ISSUER);
    if (issuer.isEmpty()) {
      throw AuthException.permanent(
          "this login needs " + key.name() + ", or postern.oauth.issuer; set one of them", null);
    }
    return metadata(issuer.get()).endpoint(member);
  }

  /** The issuer's own name for itself, where there is an issuer. */
  Optional<String> issuer() {
    return values.find(ClientKeys.ISSUER).map(URI::toString);
  }

  /** True where the metadata that were read promise {@code iss} in each answer (RFC 9207). */
  boolean issuerIsInAnswers() {
    return found
        .map(metadata -> metadata.json().get("authorization_response_iss_parameter_supported"))
        .filter(Boolean.TRUE::equals)
        .isPresent();
  }

  private Metadata metadata(URI issuer) throws AuthException {
    if (found.isEmpty()) {
      found = Optional.of(discovered(issuer));
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

  private Metadata discovered(URI issuer) throws AuthException {
    String why = "";
    for (URI url : addresses(issuer)) {
      TokenEndpoint.Answer answer = at(url).get(Map.of());
      if (answer.status() == 200) {
        return read(issuer, url, answer.body());
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
  private static List<URI> addresses(URI issuer) {
    String text = issuer.toString();
    String base = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    String root = issuer.getScheme() + "://" + issuer.getRawAuthority();
    return List.of(
        URI.create(base + "/.well-known/openid-configuration"),
        URI.create(
            root + "/.well-known/oauth-authorization-server" + base.substring(root.length())));
  }

  private Metadata read(URI issuer, URI url, byte[] body) throws AuthException {
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
      return new Metadata(url, json, "http".equals(issuer.getScheme()), access.mutual());
    } catch (ParseException malformed) {
      throw AuthException.permanent(
          TokenEndpoint.shown(url) + " has no metadata of an authorization server", malformed);
    }
  }

  private static boolean same(String one, String other) {
    return one.replaceAll("/$", "").equals(other.replaceAll("/$", ""));
  }

  /**
   * What an issuer publishes.
   *
   * @param clear true where the issuer itself is http, on this host
   * @param mutual true where the client shows a certificate
   */
  private record Metadata(URI url, Map<String, Object> json, boolean clear, boolean mutual) {

    URI endpoint(String member) throws AuthException {
      URI endpoint;
      try {
        endpoint = URI.create(String.valueOf(named(member)));
      } catch (IllegalArgumentException malformed) {
        throw AuthException.permanent(
            TokenEndpoint.shown(url) + " has no metadata of an authorization server", malformed);
      }
      if (endpoint.getScheme() == null) {
        throw AuthException.permanent(
            TokenEndpoint.shown(url) + " names no " + member + ": it does not do this", null);
      }
      if (!"https".equalsIgnoreCase(endpoint.getScheme()) && !clear) {
        throw AuthException.permanent(
            TokenEndpoint.shown(url) + " names a token endpoint that is not https", null);
      }
      return endpoint;
    }

    /** With a client certificate, by preference the alias that asks for it (RFC 8705 section 5). */
    private Object named(String member) {
      return mutual
              && json.get("mtls_endpoint_aliases") instanceof Map<?, ?> aliases
              && aliases.get(member) != null
          ? aliases.get(member)
          : json.getOrDefault(member, "");
    }
  }
}
