package org.postern.distribution.cli;

import java.util.Optional;
import org.postern.auth.oauth.ClientKeys;
import org.postern.auth.oauth.OAuthKeys;
import org.postern.core.settings.CoreKeys;
import org.postern.core.settings.Provider;
import org.postern.core.settings.SettingKey;

/**
 * What a set-up is made of.
 *
 * @param grant of OAuth; empty for a password
 * @param host where the provider has none of its own
 * @param clientId where the grant has one
 * @param from where it is not the user
 * @param proof the secret, or what stands in for one
 */
record InitAnswers(
    Provider provider,
    Optional<String> grant,
    Optional<String> host,
    Optional<String> tenant,
    Optional<String> clientId,
    String user,
    Optional<String> from,
    InitProof proof) {

  static final String ACCOUNT_FILE = "service-account.json";

  private static final String ENCRYPTED =
      "\n# Encrypted. To change it write it here and run: postern encrypt\n";

  boolean logsIn(String login) {
    return grant.filter(login::equals).isPresent();
  }

  /** What goes into is.properties, with the password as it is to be written. */
  String isProperties(Optional<String> encrypted) {
    StringBuilder text = new StringBuilder();
    text.append("# All settings: docs/settings.md. After a change: postern check\n\n");
    text.append("# Fills host, port, TLS, token URL, scope and limits: `postern providers ");
    text.append(provider).append("`.\n# A line of your own for any of them wins.\n");
    line(text, CoreKeys.PROVIDER, provider.name());
    host.ifPresent(name -> line(text.append("\n# The mail server.\n"), CoreKeys.HOST, name));
    text.append("\n# How to log in: OAuth 2.0, or a password (basic).\n");
    if (grant.isPresent()) {
      line(text, CoreKeys.OAUTH_AUTHENTICATION, "true");
    }
    line(text, CoreKeys.SMTP_AUTHENTICATION, "" + grant.isEmpty());
    line(text.append("\n# The mailbox that logs in.\n"), CoreKeys.USER, user);
    from.ifPresent(
        address ->
            line(text.append("\n# The sender of mail that names none.\n"), CoreKeys.FROM, address));
    if (grant.isEmpty()) {
      secret(text, encrypted);
    }
    return text.toString();
  }

  /** What goes into security.properties, with the client's secret as it is to be written. */
  String securityProperties(Optional<String> encrypted) {
    StringBuilder text = new StringBuilder();
    if (grant.isEmpty()) {
      return text.append("# Nothing: the login is by password, in is.properties.\n").toString();
    }
    text.append("# What a token is asked for by.\n");
    line(text, OAuthKeys.GRANT, grant.get());
    tenant.ifPresent(
        id -> line(text.append("\n# The directory (tenant) id.\n"), CoreKeys.TENANT, id));
    clientId.ifPresent(
        id -> line(text.append("\n# The application (client) id.\n"), OAuthKeys.CLIENT_ID, id));
    if (logsIn(Logins.SERVICE_ACCOUNT)) {
      text.append("\n# The service account's key file, encrypted as a whole.\n");
      line(text, ClientKeys.SERVICE_ACCOUNT, ACCOUNT_FILE);
      return text.toString();
    }
    text.append("\n# How the application proves itself.\n");
    proof.how().ifPresent(how -> line(text, OAuthKeys.CLIENT_AUTH, how));
    proof.settings().forEach((key, value) -> line(text, key, value));
    secret(text, encrypted);
    return text.toString();
  }

  private void secret(StringBuilder text, Optional<String> encrypted) {
    encrypted.ifPresent(
        value -> line(text.append(ENCRYPTED), proof.secretKey().orElseThrow(), value));
  }

  private static void line(StringBuilder text, SettingKey<?> key, String value) {
    text.append(key.name()).append('=').append(value.replace("\\", "\\\\")).append('\n');
  }
}
