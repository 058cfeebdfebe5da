package org.postern.core.internal.smtp.sasl;

import java.nio.charset.StandardCharsets;
import javax.security.sasl.SaslException;
import org.postern.core.settings.Secret;

/**
 * LOGIN, which no RFC defines: the server asks twice, first for the user, then for the password;
 * what it asks with differs from server to server and is not looked at.
 */
final class LoginMechanism extends Mechanism {

  private final String user;
  private final Secret password;
  private boolean userSent;

  LoginMechanism(String user, Secret password) {
    super("LOGIN");
    this.user = user;
    this.password = password;
  }

  @Override
  public boolean hasInitialResponse() {
    return false; // servers exist that take it for the password
  }

  @Override
  byte[] answer(byte[] challenge) throws SaslException {
    if (isComplete()) {
      throw oneTooMany();
    }
    if (!userSent) {
      userSent = true;
      return user.getBytes(StandardCharsets.UTF_8);
    }
    completed();
    return password.reveal().getBytes(StandardCharsets.UTF_8);
  }
}
