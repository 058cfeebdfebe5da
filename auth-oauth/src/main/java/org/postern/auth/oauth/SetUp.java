package org.postern.auth.oauth;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.postern.auth.oauth.OAuthKeys.ClientAuth;
import org.postern.auth.oauth.OAuthKeys.Grant;
import org.postern.core.settings.AuthScheme.Complaint;
import org.postern.core.settings.CoreKeys;
import org.postern.core.settings.SettingKey;
import org.postern.core.settings.SettingValues;
import org.postern.core.settings.TlsMode;
import org.postern.core.settings.UnusableValueException;

/** Checks which settings a grant and a client authentication need, and that nothing is in clear. */
final class SetUp {

  private final SettingValues values;
  private final List<Complaint> complaints = new ArrayList<>();

  SetUp(SettingValues values) {
    this.values = values;
  }

  List<Complaint> complaints() {
    List.<Runnable>of(
            this::connection,
            this::grant,
            () -> encrypted(OAuthKeys.TOKEN_URL),
            () -> encrypted(ClientKeys.ISSUER))
        .forEach(SetUp::rule);
    return complaints;
  }

  /** Each by itself: a value that was refused ends the rules that ask for it, and no other. */
  private static void rule(Runnable rule) {
    try {
      rule.run();
    } catch (UnusableValueException saidAlready) {
      // without that value there is nothing to say
    }
  }

  private void connection() {
    if (values.find(CoreKeys.TLS_MODE).orElse(TlsMode.NONE) == TlsMode.NONE) {
      complaints.add(
          new Complaint(
              CoreKeys.SSL_ENABLED,
              "TLS is off, and an access token is never sent in clear",
              "set mksis.smtp.ssl.enabled=true"));
    }
  }

  private void grant() {
    if (values.get(OAuthKeys.GRANT) == Grant.JWT_BEARER) {
      need(ClientKeys.SERVICE_ACCOUNT, "postern.oauth.grant=jwt_bearer");
    } else {
      client(values.get(OAuthKeys.CLIENT_AUTH));
    }
  }

  private void client(ClientAuth auth) {
    String why = "postern.oauth.client_auth=" + OAuthKeys.spelled(auth);
    switch (auth) {
      case CLIENT_SECRET_POST, CLIENT_SECRET_BASIC -> {
        identified("mode \"oauth\"");
        need(OAuthKeys.CLIENT_SECRET, "mode \"oauth\"");
      }
      case PRIVATE_KEY_JWT, TLS_CLIENT_AUTH -> {
        identified(why);
        need(ClientKeys.KEY_FILE, why);
      }
      case WORKLOAD_IDENTITY -> {
        identified(why);
        if (ClientProofs.assertionFile(values).isEmpty()) {
          need(ClientKeys.ASSERTION_FILE, why);
        }
      }
      case NONE -> identified(why);
      case MANAGED_IDENTITY -> {
        // the machine is the client, and its metadata server the endpoint
      }
    }
  }

  /** A client id, and an endpoint to show it to. */
  private void identified(String why) {
    need(OAuthKeys.CLIENT_ID, why);
    if (!values.given(ClientKeys.ISSUER)) {
      need(OAuthKeys.TOKEN_URL, why);
    }
  }

  private void need(SettingKey<?> key, String why) {
    if (!values.given(key) && values.find(key).isEmpty()) {
      complaints.add(Complaint.missing(key, why));
    }
  }

  /** Secrets and tokens go over TLS only (RFC 6750 section 5.3, RFC 7628 section 4). */
  private void encrypted(SettingKey<URI> key) {
    Optional<URI> clear =
        values
            .find(key)
            .filter(url -> !"https".equalsIgnoreCase(url.getScheme()))
            .filter(url -> !loopback(url.getHost()))
            .filter(url -> !values.get(OAuthKeys.TOKEN_URL_WITHOUT_TLS));
    clear.ifPresent(
        url ->
            complaints.add(
                new Complaint(
                    key,
                    "\"" + url + "\" is not https",
                    "use https; only where that cannot be, set "
                        + OAuthKeys.TOKEN_URL_WITHOUT_TLS
                        + "=true")));
  }

  private static boolean loopback(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.equals("localhost") || name.equals("[::1]") || name.matches("127(\\.\\d{1,3}){3}");
  }
}
