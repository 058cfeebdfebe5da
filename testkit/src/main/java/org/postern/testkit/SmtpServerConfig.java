package org.postern.testkit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/** How one SMTP server was described; written by the builder only, before the server starts. */
final class SmtpServerConfig {

  /** When TLS begins. */
  enum Tls {
    NONE,
    STARTTLS,
    IMPLICIT
  }

  Tls tls = Tls.NONE;
  Optional<ServerIdentity> identity = Optional.empty();
  String[] cipherSuites = {};
  String[] tlsProtocols = {};
  List<String> addresses = List.of("127.0.0.1");
  List<String> capabilities =
      new ArrayList<>(List.of("PIPELINING", "8BITMIME", "SMTPUTF8", "DSN", "ENHANCEDSTATUSCODES"));
  Optional<List<String>> capabilitiesInClear = Optional.empty();
  Optional<List<String>> mechanismsInClear = Optional.empty();
  final Map<String, SaslVerifier> mechanisms = new LinkedHashMap<>();
  LongSupplier sizeLimit = () -> 64L * 1024 * 1024;
  IntSupplier maxRecipients = () -> Integer.MAX_VALUE;
  int maxMessages = Integer.MAX_VALUE;
  IntSupplier maxConnections = () -> Integer.MAX_VALUE;
  int receiveBuffer;
  int port;
  SeenLog seen = new SeenLog();
  SmtpManners manners = new SmtpManners() {};

  /** In bytes; 0 for no limit. */
  long size() {
    return sizeLimit.getAsLong();
  }

  /** The keywords to offer now. */
  List<String> offered(SmtpSession session) {
    boolean clear = session.tlsProtocol().isEmpty() && tls != Tls.NONE;
    List<String> offered =
        new ArrayList<>(clear ? capabilitiesInClear.orElse(capabilities) : capabilities);
    if (size() > 0) {
      offered.add("SIZE " + size());
    }
    if (clear) {
      offered.add("STARTTLS");
    }
    List<String> names = mechanismNames(session);
    if (!names.isEmpty()) {
      offered.add("AUTH " + String.join(" ", names));
    }
    return offered;
  }

  /** The SASL mechanisms to offer now. */
  List<String> mechanismNames(SmtpSession session) {
    if (session.tlsProtocol().isPresent()) {
      return List.copyOf(mechanisms.keySet());
    }
    return mechanismsInClear.orElse(tls == Tls.NONE ? List.copyOf(mechanisms.keySet()) : List.of());
  }
}
