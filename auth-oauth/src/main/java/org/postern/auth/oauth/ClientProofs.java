package org.postern.auth.oauth;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import org.postern.core.settings.SettingValues;
import org.postern.core.spi.AuthException;

/** Chooses the proof that the settings name. */
final class ClientProofs {

  static final String ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  private ClientProofs() {}

  static ClientProof of(SettingValues values) {
    String id = values.find(OAuthKeys.CLIENT_ID).orElse("");
    return switch (values.get(OAuthKeys.CLIENT_AUTH)) {
      case CLIENT_SECRET_POST ->
          (form, endpoint) ->
              form.set("client_id", id)
                  .set("client_secret", values.get(OAuthKeys.CLIENT_SECRET).reveal());
      case CLIENT_SECRET_BASIC ->
          (form, endpoint) ->
              form.authorization(basic(id, values.get(OAuthKeys.CLIENT_SECRET).reveal()));
      case PRIVATE_KEY_JWT -> {
        ClientKeyFile key = ClientKeyFile.of(values);
        ClientAssertion assertion = ClientAssertion.of(values);
        yield (form, endpoint) ->
            form.set("client_id", id)
                .set("client_assertion_type", ASSERTION_TYPE)
                .set("client_assertion", assertion.signed(key.read(), id, id, endpoint));
      }
      case WORKLOAD_IDENTITY -> {
        Optional<Path> file = assertionFile(values);
        yield (form, endpoint) ->
            form.set("client_id", id)
                .set("client_assertion_type", ASSERTION_TYPE)
                .set("client_assertion", assertion(file.orElseThrow()));
      }
      case NONE, TLS_CLIENT_AUTH -> (form, endpoint) -> form.set("client_id", id);
      case MANAGED_IDENTITY -> (form, endpoint) -> {};
    };
  }

  /** Id and secret are form-encoded first (RFC 6749 section 2.3.1). */
  private static String basic(String id, String secret) {
    String pair = TokenForm.encoded(id) + ":" + TokenForm.encoded(secret);
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII));
  }

  /** Where the platform keeps its assertion; Azure's own variable where no setting says. */
  static Optional<Path> assertionFile(SettingValues values) {
    return values
        .find(ClientKeys.ASSERTION_FILE)
        .or(() -> Optional.ofNullable(System.getenv("AZURE_FEDERATED_TOKEN_FILE")).map(Path::of));
  }

  static String assertion(Path file) throws AuthException {
    try {
      String assertion = Files.readString(file).strip();
      if (assertion.isEmpty()) {
        throw AuthException.temporary(
            "the assertion file " + file + " is empty; does the platform fill it?",
            Optional.empty(),
            null);
      }
      return assertion;
    } catch (IOException unreadable) {
      throw AuthException.temporary(
          "the assertion file "
              + file
              + " cannot be read; does the platform fill it, and may this"
              + " user read it?",
          Optional.empty(),
          unreadable);
    }
  }
}
