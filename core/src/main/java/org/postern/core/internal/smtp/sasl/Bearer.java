package org.postern.core.internal.smtp.sasl;

import java.nio.charset.StandardCharsets;
import javax.security.sasl.SaslException;

/**
 * XOAUTH2 and OAUTHBEARER (RFC 7628): the token in one message. A server that refuses it sends a
 * challenge with the reason, and its reply only after a second message from here.
 */
final class Bearer extends Mechanism {

  private static final String SEPARATOR = "\u0001";

  private final String message;
  private final byte[] acknowledgement;
  private boolean acknowledged;

  private Bearer(String name, String message, byte[] acknowledgement) {
    super(name);
    this.message = message;
    this.acknowledgement = acknowledgement;
  }

  static Bearer xoauth2(String user, String token) {
    return new Bearer(
        "XOAUTH2",
        "user=" + user + SEPARATOR + "auth=Bearer " + token + SEPARATOR + SEPARATOR,
        new byte[0]);
  }

  static Bearer oauthbearer(String user, String token, String host, int port) {
    String name = user.replace("=", "=3D").replace(",", "=2C");
    String message =
        String.join(
            SEPARATOR,
            "n,a=" + name + ",",
            "host=" + host,
            "port=" + port,
            "auth=Bearer " + token,
            "",
            "");
    return new Bearer("OAUTHBEARER", message, new byte[] {1});
  }

  @Override
  byte[] answer(byte[] challenge) throws SaslException {
    if (!isComplete()) {
      completed();
      return message.getBytes(StandardCharsets.UTF_8);
    }
    if (acknowledged) {
      throw oneTooMany();
    }
    acknowledged = true;
    return acknowledgement.clone();
  }
}
