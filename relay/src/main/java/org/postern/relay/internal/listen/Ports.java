package org.postern.relay.internal.listen;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The addresses at which is listened, and how others take their place. Thread safe. */
final class Ports implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Ports.class);

  private final Consumer<Port> acceptor;
  private List<Port> open = List.of();

  /**
   * None yet.
   *
   * @param acceptor serves a port until it is closed
   */
  Ports(Consumer<Port> acceptor) {
    this.acceptor = acceptor;
  }

  /** One listener at one of its addresses. */
  private record Wanted(InetSocketAddress address, Rules rules) {}

  /** All or nothing: where one address cannot be had, those of before stay, or are had again. */
  synchronized void replace(List<Rules> listeners) throws IOException {
    List<Wanted> wanted = new ArrayList<>();
    listeners.forEach(
        rules -> rules.addresses().forEach(address -> wanted.add(new Wanted(address, rules))));
    Map<Wanted, Port> next = new LinkedHashMap<>();
    wanted.forEach(one -> kept(one, next).ifPresent(port -> next.put(one, port)));
    List<Port> dropped = open.stream().filter(port -> !next.containsValue(port)).toList();
    List<Port> fresh =
        bound(wanted.stream().filter(one -> !next.containsKey(one)).toList(), dropped);
    next.forEach((one, port) -> port.rules(one.rules()));
    dropped.forEach(Port::close);
    fresh.forEach(port -> port.open(acceptor));
    List<Port> all = new ArrayList<>(next.values());
    all.addAll(fresh);
    open = List.copyOf(all);
  }

  private Optional<Port> kept(Wanted wanted, Map<Wanted, Port> taken) {
    return open.stream()
        .filter(port -> port.asked().equals(wanted.address()) && !taken.containsValue(port))
        .findFirst();
  }

  private List<Port> bound(List<Wanted> wanted, List<Port> dropped) throws IOException {
    try {
      return bound(wanted);
    } catch (IOException taken) {
      if (dropped.isEmpty()) {
        throw taken;
      }
    }
    // *:25 cannot be had beside 127.0.0.1:25: perhaps it is we who hold it
    dropped.forEach(Port::close);
    try {
      return bound(wanted);
    } catch (IOException taken) {
      restore(dropped);
      throw taken;
    }
  }

  private static List<Port> bound(List<Wanted> wanted) throws IOException {
    List<Port> ports = new ArrayList<>();
    try {
      for (Wanted one : wanted) {
        ports.add(Port.bind(one.address(), one.rules()));
      }
      return ports;
    } catch (IOException taken) {
      ports.forEach(Port::close);
      throw taken;
    }
  }

  private void restore(List<Port> closed) {
    List<Port> all = new ArrayList<>(open);
    all.removeAll(closed);
    for (Port port : closed) {
      try {
        Port again = Port.bind(port.asked(), port.rules());
        again.open(acceptor);
        all.add(again);
      } catch (IOException lost) {
        LOG.error("No mail comes in there any more: {}", lost.getMessage());
      }
    }
    open = List.copyOf(all);
  }

  /** Where is listened, in the order of the listeners. */
  synchronized List<InetSocketAddress> addresses() {
    return open.stream().map(Port::address).toList();
  }

  @Override
  public synchronized void close() {
    open.forEach(Port::close);
  }
}
