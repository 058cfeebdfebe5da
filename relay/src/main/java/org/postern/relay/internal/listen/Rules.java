package org.postern.relay.internal.listen;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.postern.core.smtp.MailAddress;

/**
 * What one listener allows. Immutable.
 *
 * @param name as in the settings; "" for that of postern.relay.listen
 * @param addresses where it listens; port 0 for any
 * @param hostname our name, in the greeting and in Received
 * @param certificate what TLS is spoken with; empty only where {@code tls} is {@code NONE}
 * @param allow who may connect; empty for everybody
 * @param loginInClear true where passwords may come without TLS from beyond this host too
 * @param bareAddresses true where the address of MAIL and RCPT may stand without angle brackets
 * @param postmaster who gets what is sent to {@code <postmaster>}; empty: nobody
 * @param maxSize bytes of one mail
 * @param idle how long a client may keep silent (RFC 5321 section 4.5.3.2.7)
 * @param session after this time a connection gets no further mail
 * @param maxErrors after so many refusals the connection ends
 */
public record Rules(
    String name,
    List<InetSocketAddress> addresses,
    String hostname,
    TlsUse tls,
    Optional<SSLContext> certificate,
    List<Network> allow,
    AuthUse auth,
    boolean loginInClear,
    Senders senders,
    Rewriting rewriting,
    boolean bareAddresses,
    Optional<MailAddress> postmaster,
    long maxSize,
    int maxRecipients,
    Duration idle,
    Duration session,
    int maxErrors) {

  /** How a listener speaks TLS. */
  public enum TlsUse {
    /** Never. */
    NONE,
    /** When the client asks for it by STARTTLS. */
    STARTTLS,
    /** By STARTTLS, and without it no mail is taken. */
    STARTTLS_REQUIRED,
    /** From the first byte on, as on port 465. */
    IMPLICIT
  }

  /** Whether clients log in. */
  public enum AuthUse {
    /** They cannot. */
    NONE,
    /** They may. */
    OPTIONAL,
    /** Without a login no mail is taken. */
    REQUIRED
  }

  public Rules {
    addresses = List.copyOf(addresses);
    allow = List.copyOf(allow);
  }

  /** The property of this listener, for a message that names it. */
  String settingOf(String key) {
    return name.isEmpty() ? "postern.relay." + key : "postern.relay.listener." + name + "." + key;
  }
}
