package org.postern.distribution.cli;

import java.util.Optional;
import org.postern.core.settings.Provider;

/**
 * What a set-up is made of.
 *
 * @param grant of OAuth; empty for a password
 * @param host where the provider has none of its own
 * @param clientId where the grant has one
 * @param from where it is not the user
 * @param secret the client's secret, the password, or the service account's key file; empty for a
 *     public client
 */
record InitAnswers(
    Provider provider,
    Optional<String> grant,
    Optional<String> host,
    Optional<String> tenant,
    Optional<String> clientId,
    String user,
    Optional<String> from,
    Optional<String> secret) {

  static final String HOST = "mksis.logging.email.server.hostname";
  static final String USER = "mksis.logging.email.from";
  static final String PASSWORD = "mksis.logging.emailfrom.password";
  static final String CLIENT_ID = "mksis.security.smtp.oauth.clientID";
  static final String CLIENT_SECRET = "mksis.security.smtp.oauth.clientSecret";
  static final String SERVICE_ACCOUNT = "postern.oauth.service_account.file";
  static final String ACCOUNT_FILE = "service-account.json";

  boolean serviceAccount() {
    return grant.filter("jwt_bearer"::equals).isPresent();
  }

  /** The property that the secret is encrypted for. */
  String secretProperty() {
    return grant.isEmpty() ? PASSWORD : serviceAccount() ? SERVICE_ACCOUNT : CLIENT_SECRET;
  }

  /** is.properties, with the password as it is to be written. */
  String isProperties(Optional<String> encrypted) {
    StringBuilder text = new StringBuilder();
    text.append("# Made by `postern init`. All settings: docs/settings.md. After a change:");
    text.append(" postern check\n\n");
    text.append("# Fills host, port, TLS, token URL, scope and limits: `postern providers ");
    text.append(provider).append("`.\n# A line of your own for any of them wins.\n");
    text.append(InitFiles.line("postern.provider", provider.name()));
    host.ifPresent(
        name -> text.append("\n# The mail server.\n").append(InitFiles.line(HOST, name)));
    text.append("\n# How to log in: OAuth 2.0, or a password (basic).\n");
    if (grant.isPresent()) {
      text.append(InitFiles.line("mksis.smtp.oauth.authentication", "true"));
    }
    text.append(InitFiles.line("mksis.smtp.authentication", "" + grant.isEmpty()));
    text.append("\n# The mailbox that logs in.\n").append(InitFiles.line(USER, user));
    from.ifPresent(
        address ->
            text.append("\n# The sender of mail that names none.\n")
                .append(InitFiles.line("postern.mail.from", address)));
    if (grant.isEmpty()) {
      text.append("\n# Encrypted. To change it write it here and run: postern encrypt\n");
      encrypted.ifPresent(value -> text.append(InitFiles.line(PASSWORD, value)));
    }
    return text.toString();
  }

  /** security.properties, with the client's secret as it is to be written. */
  String securityProperties(Optional<String> encrypted) {
    StringBuilder text = new StringBuilder("# Made by `postern init`: OAuth 2.0.\n");
    if (grant.isEmpty()) {
      return text.append("# Nothing: the login is by password, in is.properties.\n").toString();
    }
    text.append("\n# What a token is asked for by.\n");
    text.append(InitFiles.line("postern.oauth.grant", grant.get()));
    tenant.ifPresent(
        id ->
            text.append("\n# The directory (tenant) id, for the token URL.\n")
                .append(InitFiles.line("postern.oauth.tenant", id)));
    clientId.ifPresent(
        id ->
            text.append("\n# The application (client) id.\n")
                .append(InitFiles.line(CLIENT_ID, id)));
    if (serviceAccount()) {
      text.append("\n# The service account's key file, encrypted as a whole.\n");
      text.append(InitFiles.line(SERVICE_ACCOUNT, ACCOUNT_FILE));
    } else if (encrypted.isPresent()) {
      text.append("\n# Encrypted. To change it write it here and run: postern encrypt\n");
      text.append(InitFiles.line(CLIENT_SECRET, encrypted.get()));
    } else {
      text.append("\n# A public client has no secret.\n");
      text.append(InitFiles.line("postern.oauth.client_auth", "none"));
    }
    return text.toString();
  }
}
