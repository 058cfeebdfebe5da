package org.postern.auth.oauth;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.postern.core.settings.Secret;
import org.postern.core.settings.SettingValues;

/**
 * Which proxy leads where: what the settings say, else what the environment says. Immutable.
 *
 * <p>Of the variables that many programs read, {@code HTTPS_PROXY} and {@code NO_PROXY} count in
 * capital and in small letters, {@code http_proxy} in small letters only, as with curl.
 */
final class ProxyRules {

  /** The environment variables. */
  @FunctionalInterface
  interface Environment {
    /** The value of one; empty where it is not set. */
    Optional<String> value(String name);
  }

  private final Optional<HttpProxy> forHttps;
  private final Optional<HttpProxy> forHttp;
  private final NoProxy without;

  private ProxyRules(Optional<HttpProxy> forHttps, Optional<HttpProxy> forHttp, NoProxy without) {
    this.forHttps = forHttps;
    this.forHttp = forHttp;
    this.without = without;
  }

  static ProxyRules of(SettingValues values, Environment environment) {
    NoProxy without =
        NoProxy.of(
            values
                .find(HttpKeys.NO_PROXY)
                .or(() -> first(environment, "no_proxy", "NO_PROXY"))
                .orElse(""));
    Optional<Optional<URI>> set = values.find(HttpKeys.PROXY);
    if (set.isPresent()) {
      Optional<HttpProxy.Login> login =
          values
              .find(HttpKeys.PROXY_USER)
              .map(
                  user ->
                      new HttpProxy.Login(
                          user, values.find(HttpKeys.PROXY_PASSWORD).orElse(Secret.of(""))));
      Optional<HttpProxy> proxy = set.get().map(url -> proxy(url, login, HttpKeys.PROXY.name()));
      return new ProxyRules(proxy, proxy, without);
    }
    return new ProxyRules(
        first(environment, "https_proxy", "HTTPS_PROXY").flatMap(text -> read(text, "HTTPS_PROXY")),
        first(environment, "http_proxy").flatMap(text -> read(text, "http_proxy")),
        without);
  }

  /** The proxy on the way to this URL; empty where the way is straight. */
  Optional<HttpProxy> on(URI url) {
    if (url.getHost() == null || without.covers(url)) {
      return Optional.empty();
    }
    return "http".equalsIgnoreCase(url.getScheme()) ? forHttp : forHttps;
  }

  private static Optional<String> first(Environment environment, String... names) {
    for (String name : names) {
      Optional<String> value = environment.value(name).filter(text -> !text.isBlank());
      if (value.isPresent()) {
        return value;
      }
    }
    return Optional.empty();
  }

  /** As others read it: the scheme may be missing, and a login may stand in it. */
  private static Optional<HttpProxy> read(String text, String source) {
    try {
      URI url = URI.create(text.contains("://") ? text.strip() : "http://" + text.strip());
      return url.getHost() == null ? Optional.empty() : Optional.of(proxy(url, login(url), source));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  private static HttpProxy proxy(URI url, Optional<HttpProxy.Login> login, String source) {
    String host = url.getHost().replaceAll("[\\[\\]]", "");
    return new HttpProxy(host, url.getPort() > 0 ? url.getPort() : 3128, login, source);
  }

  private static Optional<HttpProxy.Login> login(URI url) {
    return Optional.ofNullable(url.getRawUserInfo())
        .map(
            info -> {
              int colon = info.indexOf(':');
              String user = colon < 0 ? info : info.substring(0, colon);
              String password = colon < 0 ? "" : info.substring(colon + 1);
              return new HttpProxy.Login(decoded(user), Secret.of(decoded(password)));
            });
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
