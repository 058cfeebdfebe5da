package org.postern.auth.oauth;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.util.JSONObjectUtils;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.core.settings.Secret;
import org.postern.core.spi.AuthException;

/**
 * A Google service account, by its JSON key file as downloaded. Immutable; never shown.
 *
 * @param email who signs
 * @param keyId which of its keys
 * @param tokenUrl where tokens are asked for
 * @param key what it signs with
 * @param clientId by which a Workspace's administrator lets it act for mailboxes; empty where the
 *     file does not say
 */
record ServiceAccount(
    String email,
    String keyId,
    URI tokenUrl,
    ClientKeyFile.ClientKey key,
    Optional<String> clientId) {

  static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";

  /** Reads the file's content. */
  static ServiceAccount read(Secret json) throws AuthException {
    try {
      return of(json);
    } catch (IllegalArgumentException refused) {
      throw AuthException.permanent(
          "the service account's file "
              + refused.getMessage()
              + " and name it by "
              + ClientKeys.SERVICE_ACCOUNT,
          null);
    }
  }

  /**
   * Reads the file's content.
   *
   * @throws IllegalArgumentException with what is wrong with it and what to do, and nothing of it
   */
  static ServiceAccount of(Secret json) {
    try {
      Map<String, Object> fields = JSONObjectUtils.parse(json.reveal());
      return new ServiceAccount(
          text(fields, "client_email"),
          text(fields, "private_key_id"),
          URI.create(text(fields, "token_uri")),
          new ClientKeyFile.ClientKey(
              PemKey.read(text(fields, "private_key"), Optional.empty()), List.of()),
          Optional.ofNullable(fields.get("client_id")).map(String::valueOf));
    } catch (ParseException
        | IllegalArgumentException
        | IOException
        | GeneralSecurityException no) {
      // what the parser says may hold a part of the key, and so may the cause
      throw new IllegalArgumentException(
          "is no JSON key file of Google"
              + (no instanceof MissingField ? " (" + no.getMessage() + ")" : "")
              + "; download it anew (IAM & Admin, Service Accounts, Keys, JSON)");
    }
  }

  private static String text(Map<String, Object> fields, String name) {
    if (fields.get(name) instanceof String text && !text.isBlank()) {
      return text;
    }
    boolean client = fields.containsKey("installed") || fields.containsKey("web");
    throw new MissingField(client ? "it is that of an OAuth client" : "it has no " + name);
  }

  /** Nothing of the key. */
  @Override
  public String toString() {
    return email;
  }

  /** A field that is not there; its name is no secret. */
  private static final class MissingField extends IllegalArgumentException {
    MissingField(String what) {
      super(what);
    }
  }
}
