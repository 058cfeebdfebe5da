package org.postern.distribution.output;

import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** How an address is shown to people: as settings have it. */
public final class ShownAddress {

  private ShownAddress() {}

  /**
   * With its port: {@code *} for all of this host, an IPv6 one in brackets and in short (RFC 5952).
   */
  public static String of(InetSocketAddress address) {
    InetAddress host = address.getAddress();
    return (host.isAnyLocalAddress() ? "*" : InetAddresses.toUriString(host))
        + ":"
        + address.getPort();
  }
}
