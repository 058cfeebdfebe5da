package org.postern.auth.oauth;

import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.core.settings.Secret;
import org.postern.core.settings.SettingValues;
import org.postern.core.spi.AuthException;

/** The grant of a Google service account, in the name of a mailbox. Thread safe. */
final class ServiceAccountGrant implements TokenClient.Grant {

  /** Google takes no other. */
  private static final String ALGORITHM = "RS256";

  private final Secret json;
  private final String subject;
  private final Map<String, String> claims;
  private volatile @Nullable ServiceAccount known;

  ServiceAccountGrant(SettingValues values) {
    this.json = values.get(ClientKeys.SERVICE_ACCOUNT);
    this.subject = values.find(ClientKeys.SUBJECT).orElseGet(() -> values.get(OAuthKeys.USER));
    this.claims = Map.of("scope", values.get(OAuthKeys.SCOPE));
  }

  /** The file's content stays the same as long as the settings do: it is read once. */
  private ServiceAccount account() throws AuthException {
    ServiceAccount account = known;
    if (account == null) {
      account = ServiceAccount.read(json);
      known = account;
    }
    return account;
  }

  @Override
  public void add(TokenForm form, URI endpoint) throws AuthException {
    ServiceAccount account = account();
    ClientAssertion assertion =
        new ClientAssertion(ALGORITHM, Optional.of(account.keyId()), Clock.systemUTC());
    form.set("grant_type", ServiceAccount.GRANT);
    form.set(
        "assertion", assertion.signed(account.key(), account.email(), subject, endpoint, claims));
  }

  @Override
  public Optional<URI> endpoint() throws AuthException {
    return Optional.of(account().tokenUrl());
  }
}
