package org.postern.relay.internal.listen;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One host among clients, as far as addresses tell hosts apart: an address of version 4, or a
 * network of 64 bits of version 6, in which a host takes any address it likes (RFC 4291 section
 * 2.5.1, RFC 8981). Its own addresses count one by one, and so do those of version 4 that a
 * translator hands on in 64:ff9b::/96 (RFC 6052). Immutable; equal for the same host.
 *
 * @param name for people: {@code [192.0.2.1]} or {@code 2001:db8:0:1::/64}
 */
record Host(String name) {

  private static final int NETWORK = 8;
  private static final byte[] TRANSLATED = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0};

  static Host of(InetAddress address) {
    byte[] bytes = address.getAddress();
    boolean alone =
        !(address instanceof Inet6Address)
            || address.isLoopbackAddress()
            || Arrays.equals(Arrays.copyOf(bytes, NETWORK), TRANSLATED);
    return new Host(alone ? Client.literal(address) : network(bytes));
  }

  private static String network(byte[] bytes) {
    return IntStream.range(0, NETWORK / 2)
        .mapToObj(i -> Integer.toHexString((bytes[2 * i] & 0xff) << 8 | bytes[2 * i + 1] & 0xff))
        .collect(Collectors.joining(":", "", "::/64"));
  }

  @Override
  public String toString() {
    return name;
  }
}
