/** Auth scheme {@code oauth}: access tokens by OAuth 2.0, sent by XOAUTH2 or OAUTHBEARER. */
@org.jspecify.annotations.NullMarked
module org.postern.auth.oauth {
  requires static org.jspecify;
  requires transitive org.postern.core;
  requires java.net.http;
  requires jdk.httpserver;
  requires com.nimbusds.jose.jwt;
  requires oauth2.oidc.sdk;
  requires org.slf4j;

  exports org.postern.auth.oauth;

  provides org.postern.core.spi.AuthStrategyProvider with
      org.postern.auth.oauth.OAuthProvider;
}
