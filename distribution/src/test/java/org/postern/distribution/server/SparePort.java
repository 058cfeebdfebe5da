package org.postern.distribution.server;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port of 127.0.0.1 for a server that starts in a moment. It lies below those that Linux gives to
 * connections (32768 and up), so that none of the tests beside this one is given it meanwhile.
 */
public final class SparePort {

  private static final int FIRST = 10_000;
  private static final int END = 32_768;

  /** Not one of them twice: a server that waits for several has asked before it takes any. */
  private static final Set<Integer> FOUND = ConcurrentHashMap.newKeySet();

  private SparePort() {}

  /** One that nobody listens on now. */
  public static int find() throws IOException {
    InetAddress loopback = InetAddress.getByName("127.0.0.1");
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, END);
      try (ServerSocket socket = new ServerSocket()) {
        socket.bind(new InetSocketAddress(loopback, port));
        if (FOUND.add(port)) {
          return port;
        }
      } catch (BindException taken) {
        // the next one
      }
    }
  }
}
