package org.postern.auth.oauth;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.postern.core.settings.SettingValues;
import org.postern.core.spi.AuthException;

/**
 * Tokens of the machine's own identity, from a metadata server: Azure IMDS, Azure App Service, GCE
 * (their pages as of November 2026). No secret is needed: only this machine reaches it.
 */
final class ManagedIdentitySource implements TokenSource {

  private static final String IMDS = "http://169.254.169.254/metadata/identity/oauth2/token";
  private static final String GCE =
      "http://metadata.google.internal/computeMetadata/v1/instance/service-accounts/default/token";

  private final SettingValues values;
  private final EndpointAccess access;

  ManagedIdentitySource(SettingValues values, EndpointAccess access) {
    this.values = values;
    this.access = access;
  }

  @Override
  public Optional<URI> address() throws AuthException {
    return Optional.of(address(values.get(ClientKeys.MANAGED_IDENTITY)));
  }

  @Override
  public AccessToken fetch() throws AuthException {
    ClientKeys.ManagedIdentity kind = values.get(ClientKeys.MANAGED_IDENTITY);
    Map<String, String> query = new LinkedHashMap<>();
    Map<String, String> headers = new LinkedHashMap<>();
    switch (kind) {
      case AZURE_IMDS -> {
        query.put("api-version", "2018-02-01");
        headers.put("Metadata", "true");
      }
      case AZURE_APP_SERVICE -> {
        query.put("api-version", "2019-08-01");
        headers.put("X-IDENTITY-HEADER", environment("IDENTITY_HEADER").orElse(""));
      }
      case GCE -> {
        query.put("scopes", values.get(OAuthKeys.SCOPE));
        headers.put("Metadata-Flavor", "Google");
      }
    }
    if (kind != ClientKeys.ManagedIdentity.GCE) {
      query.put("resource", resource());
      // of several identities of one machine, the one that is meant
      values.find(OAuthKeys.CLIENT_ID).ifPresent(id -> query.put("client_id", id));
    }
    query.putAll(values.members(ClientKeys.PARAM));
    URI url = address(kind);
    TokenForm form = new TokenForm();
    query.forEach(form::set);
    URI asked = URI.create(url + (url.getRawQuery() == null ? "?" : "&") + form.encoded());
    TokenEndpoint.Answer answer = access.at(asked).get(headers);
    return new TokenReply(url, Optional.empty()).read(answer);
  }

  /** The scope without its last part, as Azure's servers want it. */
  private String resource() {
    return values.get(OAuthKeys.SCOPE).replaceAll("/\\.default$", "");
  }

  private URI address(ClientKeys.ManagedIdentity kind) throws AuthException {
    Optional<URI> given = values.find(ClientKeys.MANAGED_IDENTITY_URL);
    if (given.isPresent()) {
      return given.get();
    }
    return switch (kind) {
      case AZURE_IMDS -> URI.create(IMDS);
      case GCE -> URI.create(GCE);
      case AZURE_APP_SERVICE ->
          environment("IDENTITY_ENDPOINT")
              .map(URI::create)
              .orElseThrow(
                  () ->
                      AuthException.permanent(
                          "the environment variable IDENTITY_ENDPOINT is not set: this is no Azure"
                              + " App Service, or it has no managed identity; switch one on, or"
                              + " choose another postern.oauth.managed_identity",
                          null));
    };
  }

  private static Optional<String> environment(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
  }
}
