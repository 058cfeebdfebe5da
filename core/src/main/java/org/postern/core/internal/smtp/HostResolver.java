package org.postern.core.internal.smtp;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Looks up the mail server's addresses, anew for each connection. Thread safe. */
@FunctionalInterface
public interface HostResolver {

  /** The system's resolver, with the JVM's cache (30 s for a success unless set otherwise). */
  HostResolver SYSTEM = host -> List.of(InetAddress.getAllByName(host));

  /** All addresses, in the order in which to try them; at least one. */
  List<InetAddress> resolve(String host) throws UnknownHostException;
}
