package org.postern.auth.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.postern.core.settings.SettingValues;
import org.postern.core.spi.AuthException;

/** Signs assertions (RFC 7523): of the client, and of a service account. Thread safe. */
final class ClientAssertion {

  /** Short: it is used at once. Google allows an hour, Microsoft ten minutes. */
  private static final Duration LIFE = Duration.ofMinutes(5);

  /** Clocks differ: an assertion from the future is refused. */
  private static final Duration BEFORE = Duration.ofSeconds(30);

  private final String algorithm;
  private final Optional<String> keyId;
  private final Clock clock;

  ClientAssertion(String algorithm, Optional<String> keyId, Clock clock) {
    this.algorithm = algorithm;
    this.keyId = keyId;
    this.clock = clock;
  }

  static ClientAssertion of(SettingValues values) {
    return new ClientAssertion(
        values.get(ClientKeys.KEY_ALGORITHM), values.find(ClientKeys.KEY_ID), Clock.systemUTC());
  }

  /** Signed, for this audience, with a fresh id. */
  String signed(ClientKeyFile.ClientKey key, String issuer, String subject, URI audience)
      throws AuthException {
    return signed(key, issuer, subject, audience, Map.of());
  }

  String signed(
      ClientKeyFile.ClientKey key,
      String issuer,
      String subject,
      URI audience,
      Map<String, String> claims)
      throws AuthException {
    Instant now = clock.instant();
    JWTClaimsSet.Builder set =
        new JWTClaimsSet.Builder()
            .issuer(issuer)
            .subject(subject)
            .audience(audience.toString())
            .jwtID(UUID.randomUUID().toString())
            .issueTime(Date.from(now.minus(BEFORE)))
            .notBeforeTime(Date.from(now.minus(BEFORE)))
            .expirationTime(Date.from(now.plus(LIFE)));
    claims.forEach(set::claim);
    try {
      SignedJWT jwt = new SignedJWT(header(key), set.build());
      jwt.sign(signer(key));
      return jwt.serialize();
    } catch (JOSEException | GeneralSecurityException unusable) {
      throw AuthException.permanent(
          "the client's key cannot sign by "
              + chosen(key)
              + ": "
              + unusable.getMessage()
              + "; check postern.oauth.key.algorithm and the key",
          unusable);
    }
  }

  private JWSAlgorithm chosen(ClientKeyFile.ClientKey key) {
    if (!algorithm.equals("auto")) {
      return JWSAlgorithm.parse(algorithm);
    }
    return key.key() instanceof ECPrivateKey ? JWSAlgorithm.ES256 : JWSAlgorithm.PS256;
  }

  @SuppressWarnings("deprecation") // x5t is what older parts of Microsoft's identity platform read
  private JWSHeader header(ClientKeyFile.ClientKey key) throws GeneralSecurityException {
    JWSHeader.Builder header = new JWSHeader.Builder(chosen(key)).type(JOSEObjectType.JWT);
    keyId.ifPresent(header::keyID);
    if (!key.chain().isEmpty()) {
      X509Certificate certificate = key.chain().get(0);
      header.x509CertSHA256Thumbprint(thumbprint("SHA-256", certificate));
      // x5t is SHA-1 by its definition (RFC 7515 section 4.1.7) and only names the certificate
      header.x509CertThumbprint(thumbprint("SHA-1", certificate));
    }
    return header.build();
  }

  private static Base64URL thumbprint(String digest, X509Certificate certificate)
      throws GeneralSecurityException {
    return Base64URL.encode(MessageDigest.getInstance(digest).digest(certificate.getEncoded()));
  }

  private static JWSSigner signer(ClientKeyFile.ClientKey key) throws JOSEException {
    return key.key() instanceof ECPrivateKey ec ? new ECDSASigner(ec) : new RSASSASigner(key.key());
  }
}
