package org.postern.testkit;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Checks the assertions of service accounts (RFC 7523 section 3) as Google does. Thread safe. */
final class Assertions {

  /** The grant type (RFC 7523 section 2.1). */
  static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";

  private static final Duration LONGEST = Duration.ofHours(1);

  /** "In a reasonable timeframe": what Google means by it is not documented. */
  private static final Duration CLOCKS = Duration.ofMinutes(5);

  private final List<FakeServiceAccount> accounts;
  private final Predicate<String> users;

  /**
   * @param users true for each user that there is
   */
  Assertions(List<FakeServiceAccount> accounts, Predicate<String> users) {
    this.accounts = List.copyOf(accounts);
    this.users = users;
  }

  /** Why this assertion gives no token; empty where it does. */
  Optional<Refusal> refuse(String assertion, String tokenUrl) {
    if (accounts.isEmpty()) {
      return Optional.of(Refusal.GRANT_TYPE);
    }
    String[] parts = assertion.split("\\.", -1);
    try {
      return parts.length == 3
          ? refuse(parts, json(parts[0]), json(parts[1]), tokenUrl)
          : Optional.of(Refusal.ASSERTION_UNREADABLE);
    } catch (IllegalArgumentException malformed) {
      return Optional.of(Refusal.ASSERTION_UNREADABLE);
    }
  }

  private Optional<Refusal> refuse(
      String[] parts, Map<String, Object> header, Map<String, Object> claims, String tokenUrl) {
    Optional<FakeServiceAccount> issuer =
        accounts.stream().filter(known -> known.email().equals(claims.get("iss"))).findFirst();
    if (issuer.isEmpty()) {
      return Optional.of(Refusal.ASSERTION_ISSUER);
    }
    FakeServiceAccount account = issuer.get();
    if (!"RS256".equals(header.get("alg"))
        || !account.keyId().equals(header.getOrDefault("kid", account.keyId()))
        || !account.signed(parts[0] + "." + parts[1], Base64.getUrlDecoder().decode(parts[2]))) {
      return Optional.of(Refusal.ASSERTION_SIGNATURE);
    }
    Object audience = claims.getOrDefault("aud", "");
    if (!audience.equals(tokenUrl) && !audience.equals(List.of(tokenUrl))) {
      return Optional.of(Refusal.ASSERTION_AUDIENCE);
    }
    if (!inTime(claims, Instant.now())) {
      return Optional.of(Refusal.ASSERTION_TIME);
    }
    return rights(account, claims);
  }

  private static boolean inTime(Map<String, Object> claims, Instant now) {
    if (!(claims.get("iat") instanceof BigDecimal issued)
        || !(claims.get("exp") instanceof BigDecimal ends)) {
      return false;
    }
    BigDecimal here = BigDecimal.valueOf(now.getEpochSecond());
    BigDecimal leeway = BigDecimal.valueOf(CLOCKS.toSeconds());
    return issued.compareTo(here.add(leeway)) <= 0
        && ends.compareTo(here.subtract(leeway)) > 0
        && ends.subtract(issued).compareTo(BigDecimal.valueOf(LONGEST.toSeconds())) <= 0;
  }

  private Optional<Refusal> rights(FakeServiceAccount account, Map<String, Object> claims) {
    if (!(claims.get("scope") instanceof String scope) || scope.isBlank()) {
      return Optional.of(Refusal.ASSERTION_SCOPE);
    }
    if (!claims.containsKey("sub")) {
      return Optional.empty(); // for itself it needs nobody's delegation
    }
    if (!account.mayAskFor(Set.of(scope.strip().split(" +")))) {
      return Optional.of(Refusal.NOT_DELEGATED);
    }
    return users.test(String.valueOf(claims.get("sub")))
        ? Optional.empty()
        : Optional.of(Refusal.ASSERTION_SUBJECT);
  }

  private static Map<String, Object> json(String part) {
    return JsonReader.object(
        new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8));
  }
}
