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
 */
record ServiceAccount(String email, String keyId, URI tokenUrl, ClientKeyFile.ClientKey key) {

  static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";

  /** Reads the file's content. */
  static ServiceAccount read(Secret json) throws AuthException {
    try {
      Map<String, Object> fields = JSONObjectUtils.parse(json.reveal());
      return new ServiceAccount(
          text(fields, "client_email"),
          text(fields, "private_key_id"),
          URI.create(text(fields, "token_uri")),
          new ClientKeyFile.ClientKey(
              PemKey.read(text(fields, "private_key"), Optional.empty()), List.of()));
    } catch (ParseException
        | IllegalArgumentException
        | IOException
        | GeneralSecurityException no) {
      // what the parser says may hold a part of the key
      throw AuthException.permanent(
          "the service account's file is no JSON key file of Google"
              + (no instanceof MissingField ? " (" + no.getMessage() + ")" : "")
              + "; download it anew (IAM & Admin, Service Accounts, Keys, JSON) and name it by "
              + ClientKeys.SERVICE_ACCOUNT,
          null);
    }
  }

  private static String text(Map<String, Object> fields, String name) {
    if (fields.get(name) instanceof String text && !text.isBlank()) {
      return text;
    }
    throw new MissingField(name);
  }

  /** Nothing of the key. */
  @Override
  public String toString() {
    return email;
  }

  /** A field that is not there; its name is no secret. */
  private static final class MissingField extends IllegalArgumentException {
    MissingField(String name) {
      super("it has no " + name);
    }
  }
}
