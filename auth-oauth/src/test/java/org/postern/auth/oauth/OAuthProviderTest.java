package org.postern.auth.oauth;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.postern.core.settings.MailSettings;
import org.postern.core.settings.Secret;
import org.postern.core.spi.AuthStrategyProvider;
import org.postern.testkit.FakeSmtpServerBuilder;
import org.postern.testkit.FakeTokenEndpoint;
import org.postern.testkit.contract.AuthStrategyContract;

class OAuthProviderTest extends AuthStrategyContract {

  private static final String SECRET = "client & secret + % = / ~ ü";

  private final FakeTokenEndpoint endpoint =
      FakeTokenEndpoint.builder().tls(ca().localhost()).client("app id", SECRET).start();

  @AfterEach
  void stopEndpoint() {
    endpoint.close();
  }

  @Override
  protected AuthStrategyProvider provider() {
    return new OAuthProvider();
  }

  @Override
  protected void accept(FakeSmtpServerBuilder mailServer) {
    mailServer.tokens(endpoint.tokens());
  }

  @Override
  protected void settings(MailSettings.Builder settings) {
    settings
        .set(OAuthKeys.USER, "app@example.com")
        .set(OAuthKeys.CLIENT_ID, "app id")
        .set(OAuthKeys.CLIENT_SECRET, Secret.of(SECRET))
        .set(OAuthKeys.TOKEN_URL, endpoint.uri())
        .set(OAuthKeys.SCOPE, "https://outlook.office365.com/.default");
  }

  @Override
  protected Set<String> secrets() {
    Set<String> secrets = new HashSet<>(endpoint.tokens().issued());
    secrets.add(SECRET);
    return secrets;
  }

  @Override
  protected int requestsSeen() {
    return endpoint.requests().size();
  }
}
