package org.postern.relay.internal.listen;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Rules of listeners, for tests. */
final class Sample {

  private Sample() {}

  /** A free port of this host, no login. */
  static Rules rules() {
    List<InetSocketAddress> free =
        List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    return rules(free, Rules.TlsUse.NONE, Rules.AuthUse.NONE, false, List.of());
  }

  /** A free port of this host, where nobody of this host is allowed. */
  static Rules closed() {
    List<InetSocketAddress> free =
        List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    List<Network> others = List.of(Network.parse("192.0.2.0/24").orElseThrow());
    return rules(free, Rules.TlsUse.NONE, Rules.AuthUse.NONE, false, others);
  }

  /** A login is needed. */
  static Rules login(boolean inClear) {
    return rules(List.of(), Rules.TlsUse.STARTTLS, Rules.AuthUse.REQUIRED, inClear, List.of());
  }

  private static Rules rules(
      List<InetSocketAddress> addresses,
      Rules.TlsUse tls,
      Rules.AuthUse auth,
      boolean inClear,
      List<Network> allow) {
    return new Rules(
        "x",
        addresses,
        "relay.example.com",
        tls,
        Optional.empty(),
        allow,
        auth,
        inClear,
        new Senders(Set.of()),
        Rewriting.NONE,
        false,
        Optional.empty(),
        1000,
        100,
        Duration.ofMinutes(1),
        Duration.ofMinutes(1),
        20);
  }
}
