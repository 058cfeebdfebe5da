package org.postern.auth.oauth;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.postern.core.examination.Finding;

/**
 * What Exchange Online will make of a token, by its claims (Microsoft's pages of November 2026).
 */
final class ExchangeClaims {

  private static final String EXCHANGE_ID = "00000002-0000-0ff1-ce00-000000000000";
  private static final Pattern EXCHANGE =
      Pattern.compile("https://([a-z0-9-]+\\.)*outlook(-[a-z0-9]+)?\\.[a-z0-9.]+/?");
  private static final Pattern TENANT =
      Pattern.compile("/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/");
  private static final String NAME = "token content";

  private ExchangeClaims() {}

  /** What is odd about a token of Microsoft; empty for a good one, and for anybody else's. */
  static Optional<Finding> judge(
      TokenClaims claims, Optional<URI> tokenUrl, Optional<String> clientId) {
    if (!microsoft(claims)) {
      return Optional.empty();
    }
    return audience(claims)
        .or(() -> tenant(claims, tokenUrl))
        .or(() -> application(claims, clientId))
        .or(() -> rights(claims));
  }

  private static boolean microsoft(TokenClaims claims) {
    String issuer = claims.issuer().orElse("").toLowerCase(Locale.ROOT);
    return Stream.of(
            "https://sts.windows.net/",
            "https://login.microsoftonline.",
            "https://login.partner.microsoftonline.cn/",
            "https://sts.chinacloudapi.cn/")
        .anyMatch(issuer::startsWith);
  }

  private static Optional<Finding> audience(TokenClaims claims) {
    boolean exchange =
        claims.audience().stream()
            .anyMatch(one -> one.equals(EXCHANGE_ID) || EXCHANGE.matcher(one).matches());
    return exchange
        ? Optional.empty()
        : fault(
            "the token's audience "
                + TokenClaims.visible(String.join(", ", claims.audience()))
                + " is not that of Exchange Online: ask for its scope, which is"
                + " https://outlook.office365.com/.default outside national clouds");
  }

  private static Optional<Finding> tenant(TokenClaims claims, Optional<URI> tokenUrl) {
    Matcher asked = TENANT.matcher(tokenUrl.map(URI::getPath).orElse("").toLowerCase(Locale.ROOT));
    return asked.find()
        ? claims
            .tenant()
            .filter(tenant -> !tenant.equalsIgnoreCase(asked.group(1)))
            .flatMap(
                tenant ->
                    fault(
                        "the token's tenant "
                            + TokenClaims.visible(tenant)
                            + " is not that of the token URL"))
        : Optional.empty();
  }

  private static Optional<Finding> application(TokenClaims claims, Optional<String> clientId) {
    return clientId.isEmpty()
        ? Optional.empty()
        : claims
            .application()
            .filter(application -> !application.equalsIgnoreCase(clientId.get()))
            .flatMap(
                application ->
                    fault(
                        "the token's application "
                            + TokenClaims.visible(application)
                            + " is not the client id of the settings"));
  }

  private static Optional<Finding> rights(TokenClaims claims) {
    List<String> all = new ArrayList<>(claims.scopes());
    all.addAll(claims.roles());
    if (claims.scopes().contains("SMTP.Send") || claims.roles().contains("SMTP.SendAsApp")) {
      return Optional.empty();
    }
    String has = TokenClaims.visible(String.join(" ", all));
    if (!claims.scopes().isEmpty()) {
      return fault("the token has neither SMTP.SendAsApp nor SMTP.Send, but " + has);
    }
    // an application's right may come from RBAC for Applications, of which no token tells
    return Optional.of(
        Finding.hint(
            "claims",
            NAME,
            (has.isEmpty()
                    ? "the token has no roles claim"
                    : "the token has neither SMTP.SendAsApp nor SMTP.Send, but " + has)
                + ": that is right only where Exchange's RBAC for Applications gives the"
                + " application its right"));
  }

  private static Optional<Finding> fault(String seen) {
    return Optional.of(Finding.fault("claims", NAME, seen));
  }
}
