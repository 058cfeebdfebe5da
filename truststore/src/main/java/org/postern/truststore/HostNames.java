package org.postern.truststore;

import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The hosts that a certificate is for (RFC 9525): subjectAltName alone counts. Explains; what
 * decides in a handshake is the JDK's own check.
 */
final class HostNames {

  private static final int DNS = 2;
  private static final int IP = 7;
  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

  private final List<String> dns;
  private final List<String> ips;

  private HostNames(List<String> dns, List<String> ips) {
    this.dns = dns;
    this.ips = ips;
  }

  static HostNames of(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      Collection<List<?>> present = names == null ? List.of() : names;
      return new HostNames(ofType(present, DNS), ofType(present, IP));
    } catch (CertificateParsingException unreadable) {
      return new HostNames(List.of(), List.of());
    }
  }

  /** No name of a host at all: such a certificate has its common name only. */
  boolean isEmpty() {
    return dns.isEmpty() && ips.isEmpty();
  }

  boolean match(String host) {
    Optional<InetAddress> address = address(host);
    if (address.isPresent()) {
      return ips.stream().map(HostNames::address).anyMatch(address::equals);
    }
    String name = ascii(host);
    return dns.stream().anyMatch(pattern -> matches(ascii(pattern), name));
  }

  /** For people: {@code mail.example.com, *.example.org, 192.0.2.1}. */
  @Override
  public String toString() {
    return Printable.text(
        String.join(", ", dns)
            + (dns.isEmpty() || ips.isEmpty() ? "" : ", ")
            + String.join(", ", ips));
  }

  /** A wildcard stands for the whole leftmost label (RFC 9525 section 6.3). */
  private static boolean matches(String pattern, String name) {
    if (!pattern.startsWith("*.")) {
      return pattern.equals(name);
    }
    int dot = name.indexOf('.');
    return dot > 0 && name.substring(dot).equals(pattern.substring(1));
  }

  private static List<String> ofType(Collection<List<?>> names, int type) {
    return names.stream()
        .filter(name -> Integer.valueOf(type).equals(name.get(0)))
        .map(name -> String.valueOf(name.get(1)))
        .toList();
  }

  private static String ascii(String host) {
    String bare = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    try {
      return IDN.toASCII(bare).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException notAName) {
      return bare.toLowerCase(Locale.ROOT);
    }
  }

  /** Of a literal only: never asks the DNS. */
  private static Optional<InetAddress> address(String host) {
    if (!host.contains(":") && !IPV4.matcher(host).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(host));
    } catch (UnknownHostException notALiteral) {
      return Optional.empty();
    }
  }
}
