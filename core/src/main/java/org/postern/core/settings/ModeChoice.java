package org.postern.core.settings;

import java.util.Optional;

/** Which login and which TLS the settings mean, and what is odd about them. */
final class ModeChoice {

  private final Gathered all;

  ModeChoice(Gathered all) {
    this.all = all;
  }

  /** Empty where there is none, or a switch that decides cannot be read. */
  Optional<String> scheme() {
    Optional<Boolean> oauth = all.value(CoreKeys.OAUTH_AUTHENTICATION);
    Optional<Boolean> basic = all.value(CoreKeys.SMTP_AUTHENTICATION);
    Optional<String> named = all.value(CoreKeys.SCHEME);
    if (oauth.filter(on -> !on).isPresent() && basic.orElse(false)) {
      all.warnings.add(
          all.at(CoreKeys.SMTP_AUTHENTICATION)
              .problem(
                  "is true, yet "
                      + CoreKeys.OAUTH_AUTHENTICATION
                      + "=false selects the open relay: NO LOGIN IS DONE and a configured password"
                      + " is not used",
                  "remove "
                      + CoreKeys.OAUTH_AUTHENTICATION
                      + " for basic authentication, or set "
                      + CoreKeys.SMTP_AUTHENTICATION
                      + "=false"));
    }
    boolean switches =
        !all.unusable(CoreKeys.OAUTH_AUTHENTICATION) && !all.unusable(CoreKeys.SMTP_AUTHENTICATION);
    if (named.isPresent() && switches && ModeTable.contradicts(named.get(), oauth, basic)) {
      all.problems.add(
          all.at(CoreKeys.SCHEME)
              .problem(
                  "\""
                      + named.get()
                      + "\" contradicts "
                      + CoreKeys.OAUTH_AUTHENTICATION
                      + " and "
                      + CoreKeys.SMTP_AUTHENTICATION
                      + ", which mean \""
                      + ModeTable.scheme(oauth, basic)
                      + "\"",
                  "remove the two switches, or this line"));
    }
    if (named.isEmpty() && (!switches || all.unusable(CoreKeys.SCHEME))) {
      return Optional.empty();
    }
    String scheme = named.orElseGet(() -> ModeTable.scheme(oauth, basic));
    if (all.known.scheme(scheme).isEmpty()) {
      Given source =
          named.isPresent() ? all.at(CoreKeys.SCHEME) : all.at(CoreKeys.OAUTH_AUTHENTICATION);
      all.problems.add(
          source.problem(
              "there is no auth scheme \""
                  + scheme
                  + "\""
                  + (named.isPresent() ? "" : ", which the switches of the login mean"),
              Nearest.quotedHint(
                  scheme,
                  all.known.schemeNames(),
                  known()
                      + "; name one by "
                      + CoreKeys.SCHEME
                      + ", or add the jar that brings it")));
      return Optional.empty();
    }
    return Optional.of(scheme);
  }

  private String known() {
    return all.known.schemeNames().isEmpty()
        ? "none is registered"
        : "found are: " + String.join(", ", all.known.schemeNames());
  }

  /** Empty where a setting that decides cannot be read. */
  Optional<TlsMode> tls() {
    boolean enabled = all.value(CoreKeys.SSL_ENABLED).orElse(false);
    Optional<TlsMode> named = all.value(CoreKeys.TLS_MODE);
    if (named.filter(mode -> mode == TlsMode.NONE).isPresent() && enabled) {
      all.warnings.add(
          all.at(CoreKeys.TLS_MODE)
              .problem(
                  "none switches TLS off although " + CoreKeys.SSL_ENABLED + "=true",
                  "remove this line"));
    }
    if (named.isPresent()) {
      return named;
    }
    if (all.unusable(CoreKeys.TLS_MODE)
        || all.unusable(CoreKeys.SSL_ENABLED)
        || enabled && all.unusable(CoreKeys.PORT)) {
      return Optional.empty();
    }
    if (!enabled) {
      return Optional.of(TlsMode.NONE);
    }
    return Optional.of(
        all.value(CoreKeys.PORT).orElse(25) == 465 ? TlsMode.IMPLICIT : TlsMode.STARTTLS);
  }
}
