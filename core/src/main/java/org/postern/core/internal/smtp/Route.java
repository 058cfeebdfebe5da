package org.postern.core.internal.smtp;

import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.postern.core.settings.CoreKeys;
import org.postern.core.settings.MailSettings;
import org.postern.core.settings.TlsMode;

/**
 * The mail server, and by which rules it is talked to. Immutable.
 *
 * @param ehloName the name for EHLO where the administrator gave one
 * @param trust whose certificates are believed
 * @param faults what a reply or a fault can mean
 */
public record Route(
    String host,
    int port,
    TlsMode tls,
    Optional<String> ehloName,
    TimeLimits limits,
    SSLContext trust,
    HostResolver resolver,
    KnownFaults faults) {

  /** The route of these settings. */
  public static Route of(
      MailSettings settings, SSLContext trust, HostResolver resolver, KnownFaults faults) {
    return new Route(
        settings.host(),
        settings.port(),
        settings.tls(),
        settings.values().find(CoreKeys.EHLO_NAME),
        TimeLimits.of(settings.values()),
        trust,
        resolver,
        faults);
  }

  /** The same server under another trust and other limits. */
  Route with(SSLContext otherTrust, TimeLimits otherLimits) {
    return new Route(host, port, tls, ehloName, otherLimits, otherTrust, resolver, faults);
  }

  /** The same server, its name looked up so. */
  Route resolving(HostResolver names) {
    return new Route(host, port, tls, ehloName, limits, trust, names, faults);
  }

  /** The host without the brackets of an IPv6 literal and without the root's dot. */
  String bareHost() {
    String bare =
        host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    return bare.endsWith(".") ? bare.substring(0, bare.length() - 1) : bare;
  }

  /** {@code host:port}. */
  @Override
  public String toString() {
    return (bareHost().indexOf(':') >= 0 ? "[" + bareHost() + "]" : bareHost()) + ":" + port;
  }
}
