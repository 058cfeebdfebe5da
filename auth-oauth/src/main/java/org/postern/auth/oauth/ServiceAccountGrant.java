package org.postern.auth.oauth;

import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.postern.core.settings.Secret;
import org.postern.core.settings.SettingValues;
import org.postern.core.spi.AuthException;

/** The grant of a Google service account, in the name of a mailbox. Thread safe. */
final class ServiceAccountGrant implements FormSource.Grant {

  /** Google takes no other. */
  private static final String ALGORITHM = "RS256";

  private final Secret json;
  private final String subject;
  private final Map<String, String> claims;

  ServiceAccountGrant(SettingValues values) {
    this.json = values.get(ClientKeys.SERVICE_ACCOUNT);
    this.subject = values.find(ClientKeys.SUBJECT).orElseGet(() -> values.get(OAuthKeys.USER));
    this.claims = Map.of("scope", values.get(OAuthKeys.SCOPE));
  }

  @Override
  public void add(TokenForm form, URI endpoint) throws AuthException {
    ServiceAccount account = ServiceAccount.read(json);
    ClientAssertion assertion =
        new ClientAssertion(ALGORITHM, Optional.of(account.keyId()), Clock.systemUTC());
    form.set("grant_type", ServiceAccount.GRANT);
    form.set(
        "assertion", assertion.signed(account.key(), account.email(), subject, endpoint, claims));
  }

  @Override
  public Optional<URI> endpoint() throws AuthException {
    return Optional.of(ServiceAccount.read(json).tokenUrl());
  }
}
