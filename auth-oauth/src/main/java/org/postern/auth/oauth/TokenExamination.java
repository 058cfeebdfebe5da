package org.postern.auth.oauth;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.core.diagnosis.Evidence;
import org.postern.core.examination.Examination;
import org.postern.core.examination.Finding;
import org.postern.core.spi.AuthException;

/**
 * Looks at the way to a token: the endpoint's name, addresses and TLS, the request, and what the
 * token says of itself. One use.
 */
final class TokenExamination {

  private static final String ENDPOINT = "token endpoint";
  private static final Pattern ANSWERED = Pattern.compile("answered (\\d{3})\\b");

  private final Examination examination;
  private final EndpointAccess access;
  private final Optional<String> clientId;
  private Optional<URI> tokenUrl = Optional.empty();

  TokenExamination(Examination examination, EndpointAccess access, Optional<String> clientId) {
    this.examination = examination;
    this.access = access;
    this.clientId = clientId;
  }

  /** The token; empty where there is none, which a finding says. */
  Optional<TokenCache.Held> run(TokenSource source, TokenCache cache, String user) {
    TokenCache.Held held;
    try {
      tokenUrl = within(source::address);
      if (!reached()) {
        examination.found(
            Finding.notLookedAt("token", "token request", "the token endpoint cannot be reached"));
        return Optional.empty();
      }
      held = within(cache::get);
    } catch (AuthException refused) {
      examination.found(
          Finding.fault(
              "token",
              "token request",
              String.valueOf(refused.getMessage()),
              evidence(String.valueOf(refused.getMessage()))));
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

  /** With the HTTP status, where the endpoint answered. */
  private static Evidence evidence(String message) {
    Matcher answered = ANSWERED.matcher(message);
    OptionalInt status =
        answered.find() ? OptionalInt.of(Integer.parseInt(answered.group(1))) : OptionalInt.empty();
    return TokenReply.evidence(status, message);
  }

  /** What asks the endpoint. */
  @FunctionalInterface
  private interface Asking<T> {
    T ask() throws AuthException;
  }

  /** A mail may wait for its token longer than whoever examines does. */
  private <T> T within(Asking<T> asking) throws AuthException {
    FutureTask<T> task = new FutureTask<>(asking::ask);
    Thread thread = new Thread(task, "postern-token-examination");
    thread.setDaemon(true);
    thread.start();
    Duration patience = examination.patience();
    try {
      return task.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof AuthException refused) {
        throw refused;
      }
      throw new IllegalStateException(failed.getCause());
    } catch (TimeoutException tooSlow) {
      task.cancel(true);
      throw AuthException.temporary(
          "the token endpoint"
              + tokenUrl.map(url -> " " + TokenEndpoint.shown(url)).orElse("")
              + " did not answer completely within "
              + patience.toMillis()
              + " ms",
          Optional.empty(),
          tooSlow);
    } catch (InterruptedException asked) {
      task.cancel(true);
      Thread.currentThread().interrupt();
      throw AuthException.temporary("was not waited for: interrupted", Optional.empty(), asked);
    }
  }

  private boolean reached() {
    if (tokenUrl.isEmpty()) {
      return true;
    }
    URI url = tokenUrl.get();
    Optional<HttpProxy> proxy = access.proxy(url);
    if (proxy.isPresent()) {
      return examination.reaches("proxy", proxy.get().host(), proxy.get().port());
    }
    boolean tls = "https".equalsIgnoreCase(url.getScheme());
    int port = url.getPort() > 0 ? url.getPort() : tls ? 443 : 80;
    String host = url.getHost();
    try {
      return tls
          ? examination.reachesByTls(ENDPOINT, host, port, access.tls())
          : examination.reaches(ENDPOINT, host, port);
    } catch (AuthException unusableCertificate) {
      return true; // the request will say it in the same words
    }
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
              "this host's clock differs by "
                  + ServerTime.inWords(difference)
                  + " from the authorization server's";
          examination.found(
              ServerTime.differs(difference)
                  ? Finding.hint("token", "clock", seen, Evidence.said("claims", seen))
                  : Finding.good("token", "clock", seen));
        });
  }

  private void content(TokenClaims claims) {
    List<String> lines = new ArrayList<>(claims.lines());
    Optional<Finding> odd =
        claims
            .ends()
            .filter(end -> end.isBefore(Instant.now()))
            .map(
                end ->
                    Finding.fault(
                        "claims",
                        "token content",
                        "the token has ended at " + end + " by our clock"))
            .or(() -> ExchangeClaims.judge(claims, tokenUrl, clientId));
    examination.found(
        odd.orElseGet(() -> Finding.good("claims", "token content", "a JWT, which says:"))
            .with(lines));
  }
}
