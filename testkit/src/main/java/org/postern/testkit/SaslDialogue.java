package org.postern.testkit;

import java.io.IOException;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** One AUTH exchange as a verifier sees it: base64 and the 334 lines are taken care of. */
public interface SaslDialogue {

  /** The initial response; empty where the client sent none. */
  Optional<byte[]> initialResponse();

  /**
   * Sends a challenge and waits for the response.
   *
   * @throws IOException when the client cancels or goes away
   */
  byte[] challenge(byte[] challenge) throws IOException;

  /**
   * Says what the login rests on: once this is false, a server that looks again lets nobody send
   * any more on this connection. Without it a login lasts as long as its connection.
   */
  default void holdsWhile(BooleanSupplier good) {}

  /** Notes that the client broke a rule. */
  void violated(String rule);

  /** The initial response, asked for by an empty challenge where the client sent none. */
  default byte[] firstResponse() throws IOException {
    Optional<byte[]> initial = initialResponse();
    return initial.isPresent() ? initial.get() : challenge(new byte[0]);
  }
}
