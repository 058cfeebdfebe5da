package org.postern.core.internal.smtp;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.postern.core.smtp.Deadline;

/**
 * Which addresses did not answer of late: they are tried last, so that a dead one (IPv6 without a
 * route, often) costs its connect time-out once and not with each connection. Thread safe.
 */
final class DeadAddresses {

  private static final Duration MEMORY = Duration.ofMinutes(5);

  private final Map<InetAddress, Deadline> dead = new ConcurrentHashMap<>();

  /** The same addresses, those that failed of late at the end. */
  List<InetAddress> last(List<InetAddress> addresses) {
    dead.values().removeIf(Deadline::passed);
    List<InetAddress> ordered = new ArrayList<>(addresses);
    ordered.removeIf(dead::containsKey);
    addresses.stream().filter(address -> !ordered.contains(address)).forEach(ordered::add);
    return ordered;
  }

  void failed(InetAddress address) {
    dead.put(address, Deadline.after(MEMORY));
  }

  void answered(InetAddress address) {
    dead.remove(address);
  }
}
