package org.postern.core.settings;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The values of the chosen provider that the files leave open; empty where none is chosen. */
final class Presets {

  private static final String GRANT = "postern.oauth.grant";
  private static final String ISSUER = "postern.oauth.issuer";
  private static final String TOKEN_URL = "mksis.security.smtp.oauth.tokenEndpointURL";

  private final Optional<Provider> provider;
  private final Map<String, Given> given;
  private final Map<String, String> values = new HashMap<>();

  Presets(Optional<Provider> provider, Optional<String> tenant, Map<String, Given> given) {
    this.provider = provider;
    this.given = given;
    Optional<String> grant = Optional.ofNullable(given.get(GRANT)).flatMap(Presets::text);
    provider.ifPresent(one -> values.putAll(one.values(grant, tenant)));
    values.keySet().removeAll(given.keySet());
    if (given.containsKey(ISSUER)) {
      values.remove(TOKEN_URL); // a token URL would win over the issuer that was asked for
    }
  }

  /** The text for a property that the files leave open. */
  Optional<String> text(SettingKey<?> key) {
    return Optional.ofNullable(values.get(key.name()));
  }

  /** What is open and hangs on a provider, tenant or grant that cannot be read. */
  Set<String> unknown(Set<String> unusable) {
    Set<String> names = new HashSet<>();
    if (unusable.contains(CoreKeys.PROVIDER.name())) {
      Provider.all().forEach(one -> one.presets().forEach(fact -> names.add(fact.name())));
    }
    if (unusable.contains(CoreKeys.TENANT.name())) {
      provider.ifPresent(one -> names.addAll(one.missingWithoutTenant()));
    }
    if (unusable.contains(GRANT)) {
      provider.ifPresent(one -> names.addAll(one.missingWithoutGrant()));
    }
    names.removeAll(given.keySet());
    return names;
  }

  /** Where such a value is from. */
  String source() {
    return "provider " + provider.map(Provider::name).orElse("");
  }

  /** The complaint that the tenant is missing, in place of the one that this value is. */
  Optional<AuthScheme.Complaint> instead(AuthScheme.Complaint complaint) {
    String key = complaint.key().name();
    if (given.containsKey(key)
        || values.containsKey(key)
        || given.containsKey(CoreKeys.TENANT.name())
        || !provider.map(one -> one.missingWithoutTenant().contains(key)).orElse(false)) {
      return Optional.empty();
    }
    return Optional.of(AuthScheme.Complaint.missing(CoreKeys.TENANT, source() + " without " + key));
  }

  /** A warning where the login is none that this provider takes. */
  Optional<SettingsProblem> unfit(String scheme, Given at) {
    Provider.Login login = provider.map(Provider::login).orElse(Provider.Login.ANY);
    if (login == Provider.Login.OAUTH && (scheme.equals("open") || scheme.equals("basic"))) {
      return Optional.of(
          at.problem(
              source() + " wants OAuth, yet the mode is \"" + scheme + "\"",
              "set "
                  + CoreKeys.OAUTH_AUTHENTICATION
                  + "=true and "
                  + CoreKeys.SMTP_AUTHENTICATION
                  + "=false"));
    }
    if (login == Provider.Login.BASIC && scheme.equals("oauth")) {
      return Optional.of(
          at.problem(
              source() + " is not known to take OAuth by SMTP, yet the mode is \"oauth\"",
              "set "
                  + CoreKeys.OAUTH_AUTHENTICATION
                  + "=false or remove it, and "
                  + CoreKeys.SMTP_AUTHENTICATION
                  + "=true"));
    }
    return Optional.empty();
  }

  private static Optional<String> text(Given raw) {
    return raw.text()
        .or(() -> raw.typed().map(String::valueOf))
        .map(text -> text.strip().toLowerCase(java.util.Locale.ROOT));
  }
}
