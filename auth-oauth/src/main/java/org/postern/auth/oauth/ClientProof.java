package org.postern.auth.oauth;

import java.net.URI;
import org.postern.core.spi.AuthException;

/** How the client proves itself to the token endpoint. Asked for each request. Thread safe. */
@FunctionalInterface
interface ClientProof {

  /**
   * Adds what proves the client.
   *
   * @param endpoint the token endpoint, for whom an assertion is made
   * @throws AuthException when a key or an assertion cannot be read
   */
  void add(TokenForm form, URI endpoint) throws AuthException;
}
