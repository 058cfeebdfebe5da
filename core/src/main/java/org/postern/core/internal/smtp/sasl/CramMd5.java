package org.postern.core.internal.smtp.sasl;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.security.sasl.SaslException;
import org.postern.core.settings.Secret;

/** CRAM-MD5 (RFC 2195): a keyed digest of the server's challenge. */
final class CramMd5 extends Mechanism {

  private final String user;
  private final Secret password;

  CramMd5(String user, Secret password) {
    super("CRAM-MD5");
    this.user = user;
    this.password = password;
  }

  @Override
  public boolean hasInitialResponse() {
    return false;
  }

  @Override
  byte[] answer(byte[] challenge) throws SaslException {
    if (isComplete()) {
      throw oneTooMany();
    }
    if (challenge.length == 0) {
      throw new SaslException("the server's challenge is empty");
    }
    completed();
    try {
      Mac mac = Mac.getInstance("HmacMD5");
      mac.init(new SecretKeySpec(password.reveal().getBytes(StandardCharsets.UTF_8), "HmacMD5"));
      String digest = HexFormat.of().formatHex(mac.doFinal(challenge));
      return (user + " " + digest).getBytes(StandardCharsets.UTF_8);
    } catch (GeneralSecurityException absent) {
      throw new SaslException("this JDK has no HmacMD5", absent);
    }
  }
}
