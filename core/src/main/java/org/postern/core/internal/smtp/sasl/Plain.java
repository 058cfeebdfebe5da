package org.postern.core.internal.smtp.sasl;

import java.nio.charset.StandardCharsets;
import javax.security.sasl.SaslException;
import org.postern.core.settings.Secret;

/** PLAIN (RFC 4616): user and password in one message. */
final class Plain extends Mechanism {

  private final String user;
  private final Secret password;

  Plain(String user, Secret password) {
    super("PLAIN");
    this.user = user;
    this.password = password;
  }

  @Override
  byte[] answer(byte[] challenge) throws SaslException {
    if (isComplete()) {
      throw oneTooMany();
    }
    completed();
    return ("\0" + user + "\0" + password.reveal()).getBytes(StandardCharsets.UTF_8);
  }
}
