package org.postern.truststore;

import java.util.Optional;
import java.util.OptionalInt;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * Whom we talk to, as far as known.
 *
 * @param host the name to check; empty where no check of the name was asked for
 */
record Peer(Optional<String> host, OptionalInt port) {

  static final Peer UNKNOWN = new Peer(Optional.empty(), OptionalInt.empty());

  static Peer of(String host, int port) {
    return new Peer(Optional.of(host), OptionalInt.of(port));
  }

  /** The JDK's session and parameters answer null for what they do not know. */
  static Peer of(@Nullable SSLSession session, SSLParameters parameters) {
    String algorithm = parameters.getEndpointIdentificationAlgorithm();
    if (session == null || algorithm == null || algorithm.isEmpty()) {
      return UNKNOWN;
    }
    int port = session.getPeerPort();
    return new Peer(
        Optional.ofNullable(session.getPeerHost()),
        port > 0 ? OptionalInt.of(port) : OptionalInt.empty());
  }

  /** {@code mail.example.com:587}, or the words {@code HOST:PORT} of a command to fill in. */
  String address() {
    String name = host.map(Peer::bracketed).orElse("HOST");
    return name + ":" + (port.isPresent() ? String.valueOf(port.getAsInt()) : "PORT");
  }

  /** How messages begin. */
  String label() {
    return host.isEmpty() ? "the server" : port.isPresent() ? address() : host.get();
  }

  private static String bracketed(String host) {
    return Printable.text(host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host);
  }
}
