package org.postern.auth.oauth;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.postern.core.settings.Secret;
import org.postern.core.settings.SettingValues;
import org.postern.core.spi.AuthException;

/**
 * The client as its authorization server knows it: asks by a form (RFC 6749 section 3.2), proves
 * itself, and reads the answer. Whatever the grant, each request leaves here. Thread safe.
 */
final class TokenClient {

  /** What a token is asked for by; made anew for each request, since an assertion is used once. */
  @FunctionalInterface
  interface Grant {
    void add(TokenForm form, URI endpoint) throws AuthException;

    /** The endpoint that it brings along; empty where the settings name it. */
    default Optional<URI> endpoint() throws AuthException {
      return Optional.empty();
    }
  }

  private final Endpoints endpoints;
  private final ClientProof proof;
  private final Map<String, String> further;
  private final Optional<Secret> secret;
  private final Optional<String> lostGrant;

  private TokenClient(
      SettingValues values, Endpoints endpoints, ClientProof proof, Optional<String> lostGrant) {
    this.endpoints = endpoints;
    this.proof = proof;
    this.further = values.members(ClientKeys.PARAM);
    this.secret = values.find(OAuthKeys.CLIENT_SECRET);
    this.lostGrant = lostGrant;
  }

  /** One that proves itself as the settings say. */
  static TokenClient of(SettingValues values, Endpoints endpoints) {
    return new TokenClient(values, endpoints, ClientProofs.of(values), Optional.empty());
  }

  /**
   * One that proves itself as the settings say, by a grant that a person can renew.
   *
   * @param lostGrant what to do where the grant itself is refused
   */
  static TokenClient of(SettingValues values, Endpoints endpoints, String lostGrant) {
    return new TokenClient(values, endpoints, ClientProofs.of(values), Optional.of(lostGrant));
  }

  /** One whose grant proves who asks. */
  static TokenClient provedByItsGrant(SettingValues values, Endpoints endpoints) {
    return new TokenClient(values, endpoints, (form, endpoint) -> {}, Optional.empty());
  }

  /** What was answered, which {@link #token} reads. */
  record Asked(TokenEndpoint.Answer answer, TokenReply reply) {

    /** The members of the JSON; empty where it is none. */
    Map<String, Object> members() {
      return TokenReply.json(answer.body()).orElse(Map.of());
    }

    /** The OAuth error (RFC 6749 section 5.2), or "". */
    String error() {
      return String.valueOf(members().getOrDefault("error", ""));
    }

    TokenSource.AccessToken token() throws AuthException {
      return reply.read(answer);
    }
  }

  /**
   * Where {@link #ask(Grant)} leads first.
   *
   * @param normal what stands where the settings name nothing
   */
  URI first(Optional<URI> normal) {
    return endpoints.first(normal);
  }

  /** Asks the token endpoint. */
  Asked ask(Grant grant) throws AuthException {
    URI url = endpoints.token(grant.endpoint());
    TokenForm form = new TokenForm();
    grant.add(form, url);
    return ask(url, form, further);
  }

  /**
   * Asks another endpoint of the authorization server as this client.
   *
   * @param more the parameters that the settings add there
   */
  Asked ask(URI url, TokenForm form, Map<String, String> more) throws AuthException {
    proof.add(form, url);
    more.forEach(form::set);
    return new Asked(
        endpoints.at(url).post(form.encoded(), form.authorization()),
        new TokenReply(url, secret, lostGrant));
  }
}
