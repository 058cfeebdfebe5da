package org.postern.auth.oauth;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Hosts that are talked to without the proxy, as curl and most others read {@code NO_PROXY}: names
 * with all that ends in them, addresses, networks as {@code 10.0.0.0/8}, each perhaps with a port,
 * or {@code *}. This host itself and link-local addresses (metadata servers) never go through a
 * proxy. Immutable.
 */
final class NoProxy {

  private final List<String> entries;

  private NoProxy(List<String> entries) {
    this.entries = entries;
  }

  static NoProxy of(String text) {
    return new NoProxy(
        Arrays.stream(text.split("[,\\s]+"))
            .map(entry -> entry.toLowerCase(Locale.ROOT))
            .filter(entry -> !entry.isEmpty())
            .toList());
  }

  boolean covers(URI url) {
    String host = bare(url.getHost().toLowerCase(Locale.ROOT));
    Optional<InetAddress> address = literal(host);
    if (host.equals("localhost")
        || host.endsWith(".localhost")
        || host.equals("metadata.google.internal")
        || address.filter(a -> a.isLoopbackAddress() || a.isLinkLocalAddress()).isPresent()) {
      return true;
    }
    int port = url.getPort() > 0 ? url.getPort() : url.getScheme().equals("http") ? 80 : 443;
    return entries.stream().anyMatch(entry -> covers(entry, host, port, address));
  }

  private static boolean covers(
      String entry, String host, int port, Optional<InetAddress> address) {
    if (entry.equals("*")) {
      return true;
    }
    String name = entry;
    int colon = entry.lastIndexOf(':');
    boolean withPort = colon > 0 && (entry.indexOf(':') == colon || entry.charAt(colon - 1) == ']');
    if (withPort) {
      if (!entry.substring(colon + 1).equals(Integer.toString(port))) {
        return false;
      }
      name = entry.substring(0, colon);
    }
    if (address.isPresent()) {
      return inNetwork(bare(name), address.get());
    }
    String suffix = name.startsWith("*.") ? name.substring(2) : name.replaceAll("^\\.", "");
    return host.equals(suffix) || host.endsWith("." + suffix);
  }

  private static boolean inNetwork(String entry, InetAddress address) {
    int slash = entry.indexOf('/');
    Optional<InetAddress> network = literal(slash < 0 ? entry : entry.substring(0, slash));
    if (network.isEmpty()) {
      return false;
    }
    byte[] wanted = network.get().getAddress();
    byte[] given = address.getAddress();
    if (wanted.length != given.length) {
      return false;
    }
    String length = slash < 0 ? Integer.toString(wanted.length * 8) : entry.substring(slash + 1);
    if (!length.matches("\\d{1,3}") || Integer.parseInt(length) > wanted.length * 8) {
      return false;
    }
    int bits = Integer.parseInt(length);
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> (bit % 8);
      if ((wanted[bit / 8] & mask) != (given[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }

  private static String bare(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  /** An address that is written as one; names are not looked up. */
  private static Optional<InetAddress> literal(String text) {
    if (!text.matches("[0-9.]+") && text.indexOf(':') < 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(text));
    } catch (UnknownHostException malformed) {
      return Optional.empty();
    }
  }
}
