package org.postern.auth.oauth;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.postern.core.examination.Examination;
import org.postern.core.examination.Finding;
import org.postern.core.spi.AuthException;

/**
 * Looks at the way to a token: the endpoint's name, addresses and TLS, the request, and what the
 * token says of itself. One use.
 */
final class TokenExamination {

  private static final Duration CLOCKS = Duration.ofMinutes(1);
  private static final String ENDPOINT = "token endpoint";
  private static final String EXCHANGE_ID = "00000002-0000-0ff1-ce00-000000000000";

  private final Examination examination;
  private final SSLContext trust;

  TokenExamination(Examination examination, SSLContext trust) {
    this.examination = examination;
    this.trust = trust;
  }

  /** The token; empty where there is none, which a finding says. */
  Optional<TokenCache.Held> run(TokenSource source, TokenCache cache, String user) {
    if (!reached(source)) {
      examination.found(
          Finding.notLookedAt("token", "token request", "the token endpoint cannot be reached"));
      return Optional.empty();
    }
    TokenCache.Held held;
    try {
      held = cache.get();
    } catch (AuthException refused) {
      examination.found(
          Finding.fault("token", "token request", String.valueOf(refused.getMessage())));
      return Optional.empty();
    }
    TokenSource.AccessToken token = held.token();
    examination.found(
        Finding.good(
            "token",
            "token request",
            "an access token, good for " + token.lifetime().toSeconds() + " s"));
    Optional<TokenClaims> claims = TokenClaims.of(token.value().reveal());
    clocks(token.clockAhead().or(() -> claims.flatMap(TokenExamination::issuedAhead)));
    if (claims.isPresent()) {
      content(claims.get());
      claims
          .get()
          .mailbox()
          .filter(mailbox -> !mailbox.equalsIgnoreCase(user))
          .ifPresent(examination::mayBeCalled);
    } else {
      examination.found(
          Finding.good(
              "claims", "token content", "opaque: only the provider can read what it says"));
    }
    return Optional.of(held);
  }

  private boolean reached(TokenSource source) {
    Optional<URI> url;
    try {
      url = source.address();
    } catch (AuthException unusable) {
      return true; // the request will say it in the same words
    }
    if (url.isEmpty() || url.get().getHost() == null) {
      return true;
    }
    boolean tls = "https".equalsIgnoreCase(url.get().getScheme());
    int port = url.get().getPort() > 0 ? url.get().getPort() : tls ? 443 : 80;
    String host = url.get().getHost();
    return tls
        ? examination.reachesByTls(ENDPOINT, host, port, trust)
        : examination.reaches(ENDPOINT, host, port);
  }

  /** How far the endpoint's clock is ahead, by a token that has just been issued. */
  private static Optional<Duration> issuedAhead(TokenClaims claims) {
    return claims
        .issued()
        .map(issued -> Duration.between(Instant.now(), issued))
        .filter(ahead -> !ahead.isNegative());
  }

  private void clocks(Optional<Duration> ahead) {
    ahead.ifPresent(
        difference -> {
          String seen =
              "the token endpoint's clock and this host's differ by " + inWords(difference);
          examination.found(
              difference.abs().compareTo(CLOCKS) > 0
                  ? Finding.hint("token", "clock", seen + ": set this host's clock (NTP)")
                  : Finding.good("token", "clock", seen));
        });
  }

  static String inWords(Duration difference) {
    return difference.abs().toSeconds()
        + " s"
        + (difference.isNegative() ? " (this host is ahead)" : "");
  }

  private void content(TokenClaims claims) {
    List<String> lines = new ArrayList<>(claims.lines());
    Optional<Finding> odd = microsoft(claims) ? forExchange(claims) : Optional.empty();
    examination.found(
        odd.orElseGet(() -> Finding.good("claims", "token content", "a JWT, which says:"))
            .with(lines));
  }

  private static boolean microsoft(TokenClaims claims) {
    String issuer = claims.issuer().orElse("").toLowerCase(Locale.ROOT);
    return issuer.startsWith("https://sts.windows.net/")
        || issuer.startsWith("https://login.microsoftonline.")
        || issuer.startsWith("https://login.partner.microsoftonline.cn/")
        || issuer.startsWith("https://sts.chinacloudapi.cn/");
  }

  private static Optional<Finding> forExchange(TokenClaims claims) {
    boolean exchange =
        claims.audience().stream()
            .anyMatch(
                audience ->
                    audience.equals(EXCHANGE_ID)
                        || audience.matches("https://[a-z.]*outlook\\..*|https://outlook-.*"));
    if (!exchange) {
      return Optional.of(
          Finding.fault(
              "claims",
              "token content",
              "the token is for the audience "
                  + TokenClaims.visible(String.join(", ", claims.audience()))
                  + ", not for Exchange Online: ask for the scope"
                  + " https://outlook.office365.com/.default"));
    }
    boolean person = !claims.scopes().isEmpty();
    if (person && claims.scopes().stream().noneMatch("SMTP.Send"::equals)) {
      return Optional.of(
          Finding.fault(
              "claims",
              "token content",
              "the token has no scope SMTP.Send, so it may not send mail: ask for the scope"
                  + " https://outlook.office.com/SMTP.Send"));
    }
    if (!person && claims.roles().isEmpty()) {
      return Optional.of(
          Finding.hint(
              "claims",
              "token content",
              "the token has no roles claim: that is right only where Exchange's RBAC for"
                  + " Applications gives the application its right; else the permission"
                  + " SMTP.SendAsApp or its admin consent is missing"));
    }
    if (!person && !claims.roles().contains("SMTP.SendAsApp")) {
      return Optional.of(
          Finding.hint(
              "claims",
              "token content",
              "the token's roles have no SMTP.SendAsApp: that is right only where Exchange's RBAC"
                  + " for Applications gives the application its right"));
    }
    return Optional.empty();
  }
}
