package org.postern.core.internal.smtp;

import java.util.Locale;
import org.postern.core.settings.TlsMode;

/** Which side to change when a TLS handshake fails for another reason than the certificate. */
final class HandshakeFaults {

  private HandshakeFaults() {}

  static String advice(LinkException link, TlsMode mode) {
    String text = String.valueOf(link.getMessage()).toLowerCase(Locale.ROOT);
    if (text.contains("unrecognized ssl message") || text.contains("plaintext connection")) {
      return mode == TlsMode.IMPLICIT
          ? "the server speaks plain SMTP on this port: set postern.tls.mode=starttls here, or use "
              + "the server's port for TLS (465)"
          : "the server agreed to STARTTLS and went on in clear text: mend the server";
    }
    if (text.contains("protocol_version") || text.contains("protocol version")) {
      return "the server has neither TLS 1.2 nor 1.3: update the server";
    }
    if (text.contains("handshake_failure") || text.contains("no appropriate")) {
      return "no cipher suite in common, or the server wants a client certificate: see which "
          + "suites the server allows";
    }
    if (link.kind() == LinkException.Kind.TIMED_OUT) {
      return mode == TlsMode.IMPLICIT
          ? "if this port expects STARTTLS, set postern.tls.mode=starttls"
          : "the server does not go on after STARTTLS: see its log";
    }
    return mode == TlsMode.IMPLICIT
        ? "if this port expects STARTTLS, set postern.tls.mode=starttls; else see the server's log"
        : "see the server's log";
  }
}
