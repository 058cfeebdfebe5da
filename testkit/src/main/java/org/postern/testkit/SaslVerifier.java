package org.postern.testkit;

import java.io.IOException;
import java.util.Optional;

/** The server's side of one SASL mechanism (RFC 4422). Thread safe. */
@FunctionalInterface
public interface SaslVerifier {

  /**
   * Leads one exchange to its end.
   *
   * @return the user who is logged in now; empty where the login is refused
   * @throws IOException when the client breaks off
   */
  Optional<String> verify(SaslDialogue dialogue) throws IOException;
}
