package org.postern.auth.oauth;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.postern.core.settings.Secret;
import org.postern.core.settings.SettingKey;

/** The settings of {@code oauth} for clients that have no secret, and for endpoints found. */
public final class ClientKeys {

  /** An issuer in place of the token URL. */
  public static final SettingKey<URI> ISSUER =
      SettingKey.url("postern.oauth.issuer")
          .describedAs(
              "The https URL of the authorization server, in place of the token URL, which is then"
                  + " read from its metadata (RFC 8414, OpenID Connect Discovery).");

  /** Further parameters of the token request. */
  public static final SettingKey<String> PARAM =
      SettingKey.family("postern.oauth.param.")
          .describedAs(
              "A further parameter of the token request, such as postern.oauth.param.audience or"
                  + " postern.oauth.param.resource.");

  /** The client's private key. */
  public static final SettingKey<Path> KEY_FILE =
      SettingKey.path("postern.oauth.key.file")
          .describedAs(
              "The client's private key, for private_key_jwt and tls_client_auth: a PEM file"
                  + " (PKCS#8 or RSA), or a PKCS#12 store with its certificate. Read at each"
                  + " request, so a new one is used without a restart.");

  /** The password of the key. */
  public static final SettingKey<Secret> KEY_PASSWORD =
      SettingKey.secret("postern.oauth.key.password")
          .describedAs("The password of the key's file, where it has one.");

  /** The certificate beside a PEM key. */
  public static final SettingKey<Path> CERTIFICATE_FILE =
      SettingKey.path("postern.oauth.certificate.file")
          .describedAs(
              "The client's certificate in PEM, with its chain, beside a key in PEM. With it"
                  + " assertions have the"
                  + " headers x5t and x5t#S256, by which Microsoft finds the certificate.");

  /** The signature algorithm. */
  public static final SettingKey<String> KEY_ALGORITHM =
      SettingKey.of(
              "postern.oauth.key.algorithm",
              "auto | RS256 | PS256 | ES256",
              OAuthKeys.oneOf(List.of("auto", "RS256", "PS256", "ES256"), Function.identity()))
          .withDefault("auto")
          .describedAs(
              "How assertions are signed (RFC 7518). auto: PS256 with an RSA key, ES256 with an EC"
                  + " key.");

  /** The key's id. */
  public static final SettingKey<String> KEY_ID =
      SettingKey.text("postern.oauth.key.id")
          .describedAs("The header kid of assertions, where the authorization server wants one.");

  /** The assertion that the platform writes. */
  public static final SettingKey<Path> ASSERTION_FILE =
      SettingKey.path("postern.oauth.assertion.file")
          .describedAs(
              "The file in which the platform keeps an assertion for workload_identity; read at each"
                  + " request. Default: what the environment variable AZURE_FEDERATED_TOKEN_FILE"
                  + " says.");

  /** The metadata server. */
  public static final SettingKey<ManagedIdentity> MANAGED_IDENTITY =
      SettingKey.choice("postern.oauth.managed_identity", ManagedIdentity.class)
          .withDefault("azure-imds")
          .describedAs("Which metadata server managed_identity asks.");

  /** Its address. */
  public static final SettingKey<URI> MANAGED_IDENTITY_URL =
      SettingKey.url("postern.oauth.managed_identity.url")
          .describedAs(
              "The metadata server's address, where it is not the usual one: 169.254.169.254 (Azure"
                  + " IMDS), the environment variable IDENTITY_ENDPOINT (Azure App Service),"
                  + " metadata.google.internal (GCE).");

  /** The service account. */
  public static final SettingKey<Secret> SERVICE_ACCOUNT =
      SettingKey.secretFile("postern.oauth.service_account.file")
          .describedAs(
              "The JSON key file of a Google service account, as downloaded, for jwt_bearer;"
                  + " `postern encrypt` encrypts it as a whole.");

  /** The mailbox in whose name it asks. */
  public static final SettingKey<String> SUBJECT =
      SettingKey.text("postern.oauth.subject")
          .describedAs(
              "The user in whose name jwt_bearer asks for a token; default:"
                  + " mksis.logging.email.from.");

  /** Metadata servers. */
  public enum ManagedIdentity {
    /** Of a virtual machine in Azure. */
    AZURE_IMDS,
    /** Of Azure App Service and Functions. */
    AZURE_APP_SERVICE,
    /** Of a virtual machine, GKE or Cloud Run of Google. */
    GCE
  }

  private ClientKeys() {}

  static Set<SettingKey<?>> all() {
    return Set.of(
        ISSUER,
        PARAM,
        KEY_FILE,
        KEY_PASSWORD,
        CERTIFICATE_FILE,
        KEY_ALGORITHM,
        KEY_ID,
        ASSERTION_FILE,
        MANAGED_IDENTITY,
        MANAGED_IDENTITY_URL,
        SERVICE_ACCOUNT,
        SUBJECT);
  }
}
