package org.postern.auth.oauth;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.postern.core.settings.Secret;
import org.postern.core.settings.SettingValues;
import org.postern.core.spi.AuthException;

/** Asks a token endpoint by a form (RFC 6749): a grant, a proof of the client, a scope. */
final class FormSource implements TokenSource {

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
  private final Grant grant;
  private final ClientProof proof;
  private final Map<String, String> further;
  private final Optional<Secret> secret;

  private FormSource(SettingValues values, Endpoints endpoints, Grant grant, ClientProof proof) {
    this.endpoints = endpoints;
    this.grant = grant;
    this.proof = proof;
    this.further = values.members(ClientKeys.PARAM);
    this.secret = values.find(OAuthKeys.CLIENT_SECRET);
  }

  /** The client credentials grant (RFC 6749 section 4.4). */
  static FormSource clientCredentials(SettingValues values, Endpoints endpoints) {
    return new FormSource(
        values,
        endpoints,
        (form, endpoint) -> {
          form.set("grant_type", "client_credentials");
          form.set("scope", values.find(OAuthKeys.SCOPE).orElse(""));
        },
        ClientProofs.of(values));
  }

  /**
   * The JWT bearer grant (RFC 7523 section 2.1) of a Google service account. The scope is a claim
   * of the assertion, not a field of the form.
   */
  static FormSource serviceAccount(SettingValues values, Endpoints endpoints) {
    // the assertion itself proves who asks
    return new FormSource(
        values, endpoints, new ServiceAccountGrant(values), (form, endpoint) -> {});
  }

  @Override
  public Optional<URI> address() throws AuthException {
    return Optional.of(endpoints.first(grant.endpoint()));
  }

  @Override
  public AccessToken fetch() throws AuthException {
    URI url = endpoints.token(grant.endpoint());
    TokenForm form = new TokenForm();
    grant.add(form, url);
    proof.add(form, url);
    further.forEach(form::set);
    return new TokenReply(url, secret)
        .read(endpoints.at(url).post(form.encoded(), form.authorization()));
  }
}
