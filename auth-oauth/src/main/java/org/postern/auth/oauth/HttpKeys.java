package org.postern.auth.oauth;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.postern.core.settings.Secret;
import org.postern.core.settings.SettingKey;

/** The settings of the way to token endpoints. */
public final class HttpKeys {

  private static final Function<String, URI> AS_URL = SettingKey.url("proxy")::parse;

  /** The proxy; empty: none, whatever the environment says. */
  public static final SettingKey<Optional<URI>> PROXY =
      SettingKey.of("postern.http.proxy", "URL | none", HttpKeys::proxy)
          .describedAs(
              "The HTTP proxy to token endpoints, as http://proxy.example.com:3128; none: go"
                  + " straight, whatever the environment says. Default: what the environment"
                  + " variables HTTPS_PROXY and NO_PROXY say.");

  /** The user name at the proxy. */
  public static final SettingKey<String> PROXY_USER =
      SettingKey.text("postern.http.proxy.user")
          .describedAs("The user name at the proxy, where it wants one.");

  /** The password at the proxy. */
  public static final SettingKey<Secret> PROXY_PASSWORD =
      SettingKey.secret("postern.http.proxy.password")
          .describedAs("The password at the proxy; encrypt it by `postern encrypt`.");

  /** Hosts that are reached without it. */
  public static final SettingKey<String> NO_PROXY =
      SettingKey.text("postern.http.no_proxy")
          .describedAs(
              "Hosts that are reached without the proxy: names with all that ends in them,"
                  + " addresses, networks as 10.0.0.0/8, or *, separated by commas. This host and"
                  + " link-local addresses always are. Default: the environment variable NO_PROXY.");

  private HttpKeys() {}

  private static Optional<URI> proxy(String text) {
    return text.equalsIgnoreCase("none") ? Optional.empty() : Optional.of(AS_URL.apply(text));
  }

  static Set<SettingKey<?>> all() {
    return Set.of(PROXY, PROXY_USER, PROXY_PASSWORD, NO_PROXY);
  }
}
