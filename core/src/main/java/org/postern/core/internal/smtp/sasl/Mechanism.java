package org.postern.core.internal.smtp.sasl;

import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;
import org.jspecify.annotations.Nullable;

/** What all mechanisms here have in common: one login, no security layer. Not thread safe. */
abstract class Mechanism implements SaslClient {

  private final String name;
  private boolean complete;

  Mechanism(String name) {
    this.name = name;
  }

  /** The answer to this challenge. */
  abstract byte[] answer(byte[] challenge) throws SaslException;

  /** From now on the server's success is believed. */
  final void completed() {
    complete = true;
  }

  @Override
  public final byte[] evaluateChallenge(byte[] challenge) throws SaslException {
    return answer(challenge);
  }

  @Override
  public final String getMechanismName() {
    return name;
  }

  @Override
  public boolean hasInitialResponse() {
    return true;
  }

  @Override
  public final boolean isComplete() {
    return complete;
  }

  @Override
  public final byte[] unwrap(byte[] incoming, int offset, int length) {
    throw new IllegalStateException(name + " has no security layer");
  }

  @Override
  public final byte[] wrap(byte[] outgoing, int offset, int length) {
    throw new IllegalStateException(name + " has no security layer");
  }

  @Override
  public final @Nullable Object getNegotiatedProperty(String property) {
    return null; // by the interface's contract: not negotiated
  }

  @Override
  public void dispose() {}

  /** Never the secrets. */
  @Override
  public final String toString() {
    return name;
  }

  final SaslException oneTooMany() {
    return new SaslException("the server asks for more than " + name + " has");
  }
}
