package org.postern.auth.oauth;

import com.nimbusds.oauth2.sdk.AuthorizationRequest;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.postern.core.settings.SettingValues;
import org.postern.core.spi.AuthException;

/**
 * A login in a browser on this host: authorization code with PKCE (RFC 7636) and a redirect to the
 * loopback interface (RFC 8252 section 7.3). One use; close it.
 */
public final class BrowserLogin implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /** Anybody on this host could have sent the browser here with a long story. */
  private static final int SHOWN = 300;

  private final TokenClient client;
  private final Redirect redirect;
  private final State state = new State();
  private final CodeVerifier verifier = new CodeVerifier();
  private final URI page;
  private final Optional<String> issuer;
  private final boolean issuerIsInAnswers;

  private BrowserLogin(SettingValues values, Redirect redirect, URI endpoint, Endpoints all) {
    this.client = TokenClient.of(values, all);
    this.redirect = redirect;
    this.issuer = all.issuer();
    this.issuerIsInAnswers = all.issuerIsInAnswers();
    AuthorizationRequest.Builder request =
        new AuthorizationRequest.Builder(
                ResponseType.CODE, new ClientID(values.get(OAuthKeys.CLIENT_ID)))
            .endpointURI(endpoint)
            .redirectionURI(redirect.uri())
            .scope(Scope.parse(values.find(OAuthKeys.SCOPE).orElse("")))
            .state(state)
            .codeChallenge(verifier, CodeChallengeMethod.S256);
    if ("accounts.google.com".equals(endpoint.getHost())) {
      // without these Google gives no refresh token
      request.customParameter("access_type", "offline").customParameter("prompt", "consent");
    }
    values.members(LoginKeys.PARAM).forEach(request::customParameter);
    this.page = request.build().toURI();
  }

  static BrowserLogin begin(SettingValues values, Endpoints endpoints, int port)
      throws AuthException {
    URI endpoint = endpoints.other(LoginKeys.AUTHORIZATION_URL, "authorization_endpoint");
    Redirect redirect = Redirect.listen(port);
    BrowserLogin login = new BrowserLogin(values, redirect, endpoint, endpoints);
    redirect.takes(login::belongs); // before anybody has seen the page: a browser may be quick
    return login;
  }

  /** The page that the browser is to open. */
  public URI page() {
    return page;
  }

  /** Waits for the browser, then exchanges its code. */
  TokenSource.AccessToken await() throws AuthException, InterruptedException {
    try (this) {
      Map<String, String> came = redirect.await(PATIENCE);
      if (came.containsKey("error")) {
        throw AuthException.permanent(
            "the login was refused: "
                + ForeignText.line(came.get("error"), SHOWN)
                + Optional.ofNullable(came.get("error_description"))
                    .map(words -> ": " + ForeignText.line(words, SHOWN))
                    .orElse("")
                + "; run `postern login` again",
            null);
      }
      return client
          .ask(
              (form, endpoint) ->
                  form.set("grant_type", "authorization_code")
                      .set("code", came.getOrDefault("code", ""))
                      .set("redirect_uri", redirect.uri().toString())
                      .set("code_verifier", verifier.getValue()))
          .token();
    }
  }

  /** Ours is what carries our state (RFC 6749 section 10.12) and, where named, our issuer. */
  private boolean belongs(Map<String, String> came) {
    boolean ours = state.getValue().equals(came.get("state"));
    // RFC 9207 section 2.4: what another server sent the browser for must not reach ours
    Optional<String> named = Optional.ofNullable(came.get("iss"));
    boolean fromIssuer =
        named.isEmpty() ? !issuerIsInAnswers : issuer.isEmpty() || named.equals(issuer);
    return ours && fromIssuer;
  }

  /** Listens no longer. */
  @Override
  public void close() {
    redirect.close();
  }
}
