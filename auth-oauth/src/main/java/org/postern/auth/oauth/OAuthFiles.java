package org.postern.auth.oauth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.postern.core.settings.Secret;
import org.postern.core.spi.AuthException;

/**
 * What the files by which a client proves itself say of themselves, read as a delivery reads them:
 * for a set-up, which shows it before anything is written. Never a secret. Everything here throws
 * {@link IllegalArgumentException} with what is wrong with a file and what to do.
 */
public final class OAuthFiles {

  private OAuthFiles() {}

  /**
   * A Google service account.
   *
   * @param email who it is
   * @param clientId by which a Workspace's administrator lets it act for mailboxes; empty where the
   *     file does not say
   */
  public record Account(String email, Optional<String> clientId) {}

  /**
   * An assertion of the platform: what a federated credential has to be made for.
   *
   * @param ends when it does; empty where it does not say
   */
  public record Assertion(
      String issuer, String subject, List<String> audience, Optional<Instant> ends) {}

  /** The content of a service account's JSON key file, as downloaded. */
  public static Account serviceAccount(Secret json) {
    ServiceAccount account = ServiceAccount.of(json);
    return new Account(account.email(), account.clientId());
  }

  /** Whether this key, in PEM or PKCS#12, cannot be read without a password. */
  public static boolean locked(Path key) {
    try {
      byte[] bytes = Files.readAllBytes(key);
      return ClientKeyFile.isStore(bytes)
          ? ClientKeyFile.storeIsLocked(bytes)
          : PemKey.isLocked(new String(bytes, java.nio.charset.StandardCharsets.US_ASCII));
    } catch (IOException unreadable) {
      throw new IllegalArgumentException(
          key + " cannot be read; check the name and its rights", unreadable);
    }
  }

  /**
   * The certificate that belongs to a key: in its PKCS#12 store, or in a file of its own.
   *
   * @param certificate beside a key in PEM
   * @return empty where the key can be used but has none
   */
  public static Optional<X509Certificate> certificate(
      Path key, Optional<Secret> password, Optional<Path> certificate) {
    try {
      ClientKeyFile.ClientKey read = new ClientKeyFile(key, password, certificate).read();
      if (read.chain().isEmpty()) {
        return Optional.empty();
      }
      if (!read.fits()) {
        throw new IllegalArgumentException(
            key + " does not fit its certificate; the two files must belong together");
      }
      X509Certificate own = read.chain().get(0);
      if (Instant.now().isAfter(own.getNotAfter().toInstant())) {
        throw new IllegalArgumentException(
            "the certificate of "
                + key
                + " ended at "
                + own.getNotAfter().toInstant()
                + "; have it issued anew");
      }
      return Optional.of(own);
    } catch (AuthException | GeneralSecurityException unusable) {
      throw new IllegalArgumentException(unusable.getMessage(), unusable);
    }
  }

  /** The assertion that the platform keeps in this file now. */
  public static Assertion assertion(Path file) {
    try {
      return TokenClaims.of(ClientProofs.assertion(file))
          .flatMap(TokenClaims::asAssertion)
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      file
                          + " holds no assertion (a JWT with issuer and subject); name the file"
                          + " that the platform writes"));
    } catch (AuthException unreadable) {
      throw new IllegalArgumentException(unreadable.getMessage(), unreadable);
    }
  }
}
