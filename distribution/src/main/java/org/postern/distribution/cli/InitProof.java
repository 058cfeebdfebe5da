package org.postern.distribution.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.postern.auth.basic.BasicKeys;
import org.postern.auth.oauth.ClientKeys;
import org.postern.auth.oauth.OAuthFiles;
import org.postern.auth.oauth.OAuthKeys;
import org.postern.core.settings.SettingKey;

/**
 * By what a set-up proves itself.
 *
 * @param how as in {@code postern.oauth.client_auth}; empty for a password and a service account
 * @param settings what is written as it is
 * @param secretKey the setting that the secret is encrypted for
 * @param secret empty where there is none
 * @param certificate what the provider's administrator has to upload
 * @param thumbprint of it, as Entra shows it
 * @param account of Google
 * @param assertion what the platform's file says of itself
 */
record InitProof(
    Optional<String> how,
    Map<SettingKey<?>, String> settings,
    Optional<SettingKey<?>> secretKey,
    Optional<String> secret,
    Optional<Path> certificate,
    Optional<String> thumbprint,
    Optional<OAuthFiles.Account> account,
    Optional<OAuthFiles.Assertion> assertion) {

  private static InitProof of(Optional<String> how) {
    return new InitProof(
        how,
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  static InitProof password(String password) {
    return of(Optional.empty()).secret(BasicKeys.PASSWORD, Optional.of(password));
  }

  static InitProof client(String how) {
    return of(Optional.of(how));
  }

  static InitProof secret(String how, String secret) {
    return client(how).secret(OAuthKeys.CLIENT_SECRET, Optional.of(secret));
  }

  static InitProof serviceAccount(OAuthFiles.Account account, String json) {
    return of(Optional.empty())
        .secret(ClientKeys.SERVICE_ACCOUNT, Optional.of(json))
        .knowing(Optional.of(account), Optional.empty());
  }

  static InitProof platform(String how, Path file, OAuthFiles.Assertion assertion) {
    return client(how)
        .with(ClientKeys.ASSERTION_FILE, file.toString())
        .knowing(Optional.empty(), Optional.of(assertion));
  }

  InitProof certified(Path upload, String print) {
    return new InitProof(
        how,
        settings,
        secretKey,
        secret,
        Optional.of(upload),
        Optional.of(print),
        account,
        assertion);
  }

  InitProof with(SettingKey<?> key, String value) {
    Map<SettingKey<?>, String> more = new LinkedHashMap<>(settings);
    more.put(key, value);
    return new InitProof(how, more, secretKey, secret, certificate, thumbprint, account, assertion);
  }

  InitProof secret(SettingKey<?> key, Optional<String> value) {
    return new InitProof(
        how, settings, value.map(given -> key), value, certificate, thumbprint, account, assertion);
  }

  private InitProof knowing(
      Optional<OAuthFiles.Account> google, Optional<OAuthFiles.Assertion> platform) {
    return new InitProof(
        how, settings, secretKey, secret, certificate, thumbprint, google, platform);
  }

  /** Nothing of the secret. */
  @Override
  public String toString() {
    return how.orElse("");
  }
}
