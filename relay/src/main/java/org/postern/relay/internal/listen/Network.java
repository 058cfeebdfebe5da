package org.postern.relay.internal.listen;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Addresses that begin alike: {@code 192.0.2.0/24}, {@code 2001:db8::/32}, or one address.
 *
 * @param address the first one
 * @param bits how many of its bits count
 */
public record Network(InetAddress address, int bits) {

  private static final Pattern LITERAL =
      Pattern.compile("(\\d{1,3}(\\.\\d{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)");

  private static final Network UNIQUE_LOCAL = parse("fc00::/7").orElseThrow();
  private static final Network LINK_LOCAL = parse("fe80::/10").orElseThrow();

  /** Reads one, never asking a name server; empty where the text is none. */
  public static Optional<Network> parse(String text) {
    int slash = text.indexOf('/');
    Optional<InetAddress> address = literal(slash < 0 ? text : text.substring(0, slash));
    int most = address.map(a -> a.getAddress().length * 8).orElse(0);
    String bits = slash < 0 ? String.valueOf(most) : text.substring(slash + 1);
    return address
        .filter(a -> bits.matches("\\d{1,3}") && Integer.parseInt(bits) <= most)
        .map(a -> new Network(a, Integer.parseInt(bits)))
        .filter(Network::startsAtItsFirst);
  }

  /** An address in numbers, brackets allowed; empty where the text is none. */
  public static Optional<InetAddress> literal(String text) {
    String plain =
        text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
    if (!LITERAL.matcher(plain).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(plain));
    } catch (UnknownHostException malformed) {
      return Optional.empty();
    }
  }

  /** 192.0.2.7/24 is a slip: was one host meant, or its network? */
  private boolean startsAtItsFirst() {
    byte[] bytes = address.getAddress();
    for (int i = bits; i < bytes.length * 8; i++) {
      if ((bytes[i / 8] >> 7 - i % 8 & 1) != 0) {
        return false;
      }
    }
    return true;
  }

  /** True where the address is one of them. */
  public boolean contains(InetAddress other) {
    byte[] mine = address.getAddress();
    byte[] theirs = other.getAddress();
    if (mine.length != theirs.length) {
      return false;
    }
    for (int i = 0; i < bits; i++) {
      if (((mine[i / 8] ^ theirs[i / 8]) >> 7 - i % 8 & 1) != 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * True where it is wider than any network of one owner: /8, or /16 for IPv6, but for those that
   * the internet does not lead to (RFC 4193, RFC 4291 section 2.5.6). Halves of the world are as
   * open as the whole of it, so each network is judged by itself, not what all of them add up to.
   */
  public boolean isWorldwide() {
    if (address instanceof Inet6Address) {
      return bits < 16
          && !(bits >= 7 && UNIQUE_LOCAL.contains(address))
          && !(bits >= 10 && LINK_LOCAL.contains(address));
    }
    return bits < 8;
  }
}
