package org.postern.core.internal.smtp;

import javax.security.sasl.SaslClient;
import org.jspecify.annotations.Nullable;

/** A mechanism of a plug-in, complete from the beginning. */
abstract class SaslClientStub implements SaslClient {

  @Override
  public String getMechanismName() {
    return "X-TALK";
  }

  @Override
  public boolean hasInitialResponse() {
    return true;
  }

  @Override
  public boolean isComplete() {
    return true;
  }

  @Override
  public byte[] unwrap(byte[] incoming, int offset, int length) {
    throw new IllegalStateException();
  }

  @Override
  public byte[] wrap(byte[] outgoing, int offset, int length) {
    throw new IllegalStateException();
  }

  @Override
  public @Nullable Object getNegotiatedProperty(String name) {
    return null;
  }

  @Override
  public void dispose() {}
}
