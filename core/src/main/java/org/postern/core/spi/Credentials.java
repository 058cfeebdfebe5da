package org.postern.core.spi;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;
import org.postern.core.settings.Secret;
import org.postern.core.smtp.Deadline;

/** What one connection logs in with. Immutable. */
public sealed interface Credentials {

  /** No login at all: an open relay. */
  record None() implements Credentials {}

  /**
   * A password, for SCRAM-SHA-256, CRAM-MD5, PLAIN or LOGIN.
   *
   * @param user the authentication identity
   * @param password the password
   * @param mechanisms those allowed, in order of preference; the first that the server offers is
   *     used
   * @param allowedInClear true where the administrator said, by a switch with "insecure" in its
   *     name, that the login may go over a connection without TLS
   */
  record Password(String user, Secret password, List<String> mechanisms, boolean allowedInClear)
      implements Credentials {
    public Password {
      requireNonNull(user, "user");
      requireNonNull(password, "password");
      mechanisms = List.copyOf(mechanisms);
    }
  }

  /**
   * An OAuth 2.0 access token, for OAUTHBEARER (RFC 7628) or XOAUTH2. Sent over TLS only.
   *
   * @param user the mailbox
   * @param token the access token
   * @param validUntil the connection is not used for another mail after this; empty where unknown
   * @param mechanisms those allowed, in order of preference
   */
  record BearerToken(
      String user, Secret token, Optional<Deadline> validUntil, List<String> mechanisms)
      implements Credentials {
    public BearerToken {
      requireNonNull(user, "user");
      requireNonNull(token, "token");
      requireNonNull(validUntil, "validUntil");
      mechanisms = List.copyOf(mechanisms);
    }
  }

  /**
   * Any other SASL mechanism (RFC 4954).
   *
   * @param mechanism its name as in EHLO
   * @param clients makes a fresh client for each login
   * @param validUntil as for a token
   */
  record Sasl(String mechanism, SaslClients clients, Optional<Deadline> validUntil)
      implements Credentials {
    public Sasl {
      requireNonNull(mechanism, "mechanism");
      requireNonNull(clients, "clients");
      requireNonNull(validUntil, "validUntil");
    }
  }

  /** Makes SASL clients. Thread safe. */
  @FunctionalInterface
  interface SaslClients {
    /**
     * A client for one login.
     *
     * @param host the mail server's name, as in the settings
     */
    SaslClient create(String host) throws SaslException;
  }
}
