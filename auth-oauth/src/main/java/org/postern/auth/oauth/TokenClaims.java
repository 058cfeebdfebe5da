package org.postern.auth.oauth;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an access token says of itself (RFC 7519), read to be shown and never believed: its
 * signature is the mail server's business. Holds no part of the token beyond its claims. Immutable.
 */
final class TokenClaims {

  private static final int SHOWN = 200;

  private final JWTClaimsSet claims;

  private TokenClaims(JWTClaimsSet claims) {
    this.claims = claims;
  }

  /** Empty for a token that is no JWT, or an encrypted one: it is the provider's alone to read. */
  static Optional<TokenClaims> of(String token) {
    try {
      return Optional.ofNullable(JWTParser.parse(token).getJWTClaimsSet()).map(TokenClaims::new);
    } catch (ParseException opaque) {
      return Optional.empty();
    }
  }

  List<String> audience() {
    return claims.getAudience();
  }

  /** Of Microsoft ({@code scp}) or of RFC 8693 ({@code scope}). */
  List<String> scopes() {
    return Stream.of("scp", "scope").flatMap(name -> words(name).stream()).toList();
  }

  List<String> roles() {
    return words("roles");
  }

  /** The person, or the mailbox, in whose name it was issued; empty for an application's own. */
  Optional<String> mailbox() {
    return Stream.of("upn", "unique_name", "email", "preferred_username")
        .map(this::text)
        .flatMap(Optional::stream)
        .filter(name -> name.contains("@"))
        .findFirst();
  }

  Optional<String> tenant() {
    return text("tid");
  }

  /** Whom it was issued to: the client id. */
  Optional<String> application() {
    return text("appid").or(() -> text("azp"));
  }

  Optional<String> issuer() {
    return Optional.ofNullable(claims.getIssuer());
  }

  /** As an assertion, which must say from whom it is and of whom it speaks. */
  Optional<OAuthFiles.Assertion> asAssertion() {
    return text("iss")
        .flatMap(
            from -> text("sub").map(of -> new OAuthFiles.Assertion(from, of, audience(), ends())));
  }

  Optional<Instant> issued() {
    return Optional.ofNullable(claims.getIssueTime()).map(Date::toInstant);
  }

  Optional<Instant> ends() {
    return Optional.ofNullable(claims.getExpirationTime()).map(Date::toInstant);
  }

  /** One line each: what an administrator compares with the provider's pages. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    line(lines, "audience", String.join(", ", audience()));
    line(lines, "scopes", String.join(" ", scopes()));
    line(lines, "roles", String.join(" ", roles()));
    line(lines, "tenant", tenant().orElse(""));
    line(lines, "application", application().orElse(""));
    line(lines, "subject", Optional.ofNullable(claims.getSubject()).orElse(""));
    line(lines, "mailbox", mailbox().orElse(""));
    line(lines, "issuer", issuer().orElse(""));
    Optional.ofNullable(claims.getExpirationTime())
        .map(Date::toInstant)
        .ifPresent(
            end ->
                line(
                    lines,
                    "ends",
                    end + ", in " + Duration.between(Instant.now(), end).toSeconds() + " s"));
    return lines;
  }

  private static void line(List<String> lines, String name, String value) {
    if (!value.isEmpty()) {
      lines.add(name + ": " + visible(value));
    }
  }

  static String visible(String value) {
    return ForeignText.line(value, SHOWN);
  }

  private Optional<String> text(String name) {
    return claims.getClaim(name) instanceof String value && !value.isBlank()
        ? Optional.of(value)
        : Optional.empty();
  }

  /** A claim that is a list, or words with blanks between them. */
  private List<String> words(String name) {
    Object value = claims.getClaim(name);
    if (value instanceof List<?> list) {
      return list.stream().map(String::valueOf).toList();
    }
    return value instanceof String text && !text.isBlank()
        ? List.of(text.strip().split("\\s+"))
        : List.of();
  }
}
