package org.postern.auth.oauth;

import static org.postern.core.settings.SettingKey.Home.SECURITY;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.postern.core.settings.CoreKeys;
import org.postern.core.settings.Secret;
import org.postern.core.settings.SettingKey;

/**
 * The settings of scheme {@code oauth}. The four in security.properties are those of the origin
 * product's help page "Configuring OAuth authentication for the SMTP email server".
 */
public final class OAuthKeys {

  /** What a token is asked for by. */
  public enum Grant {
    /** The application itself (RFC 6749 section 4.4). */
    CLIENT_CREDENTIALS,
    /** What a person's login left behind (RFC 6749 section 6): {@code postern login}. */
    REFRESH_TOKEN,
    /** A signed assertion in the name of a mailbox (RFC 7523 section 2.1), as Google has it. */
    JWT_BEARER
  }

  /** How the client proves itself to the token endpoint. */
  public enum ClientAuth {
    /** The secret in the form (RFC 6749 section 2.3.1). */
    CLIENT_SECRET_POST,
    /** The secret in a header (RFC 6749 section 2.3.1). */
    CLIENT_SECRET_BASIC,
    /** An assertion signed by the client's key (RFC 7523 section 2.2). */
    PRIVATE_KEY_JWT,
    /** A certificate shown in the TLS handshake (RFC 8705 section 2). */
    TLS_CLIENT_AUTH,
    /** An assertion that the platform writes into a file: Kubernetes, GitHub, Azure. */
    WORKLOAD_IDENTITY,
    /** The machine itself: a metadata server hands out tokens. */
    MANAGED_IDENTITY,
    /** Not at all: a public client. */
    NONE
  }

  /** The grant. */
  public static final SettingKey<Grant> GRANT =
      SettingKey.of(
              "postern.oauth.grant",
              "client_credentials | refresh_token | jwt_bearer",
              oneOf(List.of(Grant.values()), OAuthKeys::spelled))
          .withDefault("client_credentials")
          .describedAs(
              "What a token is asked for by. client_credentials: the application itself."
                  + " refresh_token: the login of a person, done once by `postern login`."
                  + " jwt_bearer: a Google service account in the name of a mailbox.");

  /** The mailbox: {@link CoreKeys#USER}, which this scheme cannot do without. */
  public static final SettingKey<String> USER = CoreKeys.USER.asRequired();

  /** The client id. */
  public static final SettingKey<String> CLIENT_ID =
      SettingKey.text("mksis.security.smtp.oauth.clientID")
          .in(SECURITY)
          .describedAs("The client id that the identity provider knows this application by.");

  /** The client secret. */
  public static final SettingKey<Secret> CLIENT_SECRET =
      SettingKey.secret("mksis.security.smtp.oauth.clientSecret")
          .in(SECURITY)
          .describedAs("The client's secret; encrypt it by `postern encrypt`.");

  /** The token endpoint. */
  public static final SettingKey<URI> TOKEN_URL =
      SettingKey.url("mksis.security.smtp.oauth.tokenEndpointURL")
          .in(SECURITY)
          .describedAs("The https URL that issues tokens; postern.oauth.issuer may stand for it.");

  /** The scope. */
  public static final SettingKey<String> SCOPE =
      SettingKey.text("mksis.security.smtp.oauth.scope")
          .in(SECURITY)
          .asRequired()
          .describedAs("The scope of the token; several are separated by blanks.");

  /** How the client proves itself. */
  public static final SettingKey<ClientAuth> CLIENT_AUTH =
      SettingKey.of(
              "postern.oauth.client_auth",
              String.join(
                  " | ", List.of(ClientAuth.values()).stream().map(OAuthKeys::spelled).toList()),
              oneOf(List.of(ClientAuth.values()), OAuthKeys::spelled))
          .withDefault("client_secret_post")
          .describedAs(
              "How the client proves itself to the token endpoint: by its secret in the form or in"
                  + " a header, by an assertion that its key signs, by its certificate in TLS,"
                  + " by an assertion that the platform writes into a file, by the machine's own identity, or not at all.");

  /** The SASL mechanism. */
  public static final SettingKey<String> MECHANISM =
      SettingKey.of(
              "postern.oauth.mechanism",
              "auto | OAUTHBEARER | XOAUTH2",
              oneOf(List.of("auto", "OAUTHBEARER", "XOAUTH2"), Function.identity()))
          .withDefault("auto")
          .describedAs(
              "The SASL mechanism. auto: OAUTHBEARER where the server offers it, else XOAUTH2.");

  /** How long before its end a token is renewed. */
  public static final SettingKey<Duration> RENEW_MARGIN =
      SettingKey.duration("postern.oauth.renew_margin", Duration.ZERO, Duration.ofHours(1))
          .withDefault("5m")
          .describedAs(
              "How long before its end a token is renewed, in the background; at most a quarter of"
                  + " the token's lifetime is used.");

  /** TCP and TLS to the token endpoint. */
  public static final SettingKey<Duration> CONNECT_TIMEOUT =
      SettingKey.duration(
              "postern.oauth.timeout.connect", Duration.ofMillis(10), Duration.ofMinutes(5))
          .withDefault("10s")
          .describedAs("Time limit: the connection to the token endpoint.");

  /** The whole token request. */
  public static final SettingKey<Duration> TOTAL_TIMEOUT =
      SettingKey.duration(
              "postern.oauth.timeout.total", Duration.ofMillis(10), Duration.ofMinutes(10))
          .withDefault("30s")
          .describedAs("Time limit: the whole token request, its answer's last byte included.");

  /** Lets the token request go in clear. */
  public static final SettingKey<Boolean> TOKEN_URL_WITHOUT_TLS =
      SettingKey.bool("postern.insecure.token_url_without_tls")
          .withDefault("false")
          .describedAs(
              "INSECURE. true: the token URL may be http on another host; client secret and token"
                  + " can be read by everybody on the way.");

  private OAuthKeys() {}

  /** As it is written in a settings file. */
  static String spelled(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** Reads one of these, in any case. */
  static <T> Function<String, T> oneOf(List<T> values, Function<T, String> spelling) {
    return text ->
        values.stream()
            .filter(value -> spelling.apply(value).equalsIgnoreCase(text))
            .findFirst()
            .orElseThrow(
                () ->
                    SettingKey.invalid(
                        text,
                        "none of " + String.join(", ", values.stream().map(spelling).toList()),
                        "write one of them"));
  }
}
