package org.postern.testkit;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A service account as Google has them: an address, an RSA key of its own, the JSON key file that a
 * client is given, and the scopes that an administrator has delegated to it for the domain's users
 * (developers.google.com, "Using OAuth 2.0 for Server to Server Applications"). Immutable; shown
 * without the key.
 *
 * <pre>{@code
 * FakeServiceAccount account =
 *     FakeServiceAccount.create("mail@project.example.com").delegated("https://mail.google.com/");
 * try (FakeTokenEndpoint endpoint =
 *     FakeTokenEndpoint.builder().tls(ca.localhost()).serviceAccount(account).start()) {
 *   String keyFile = account.keyFile(endpoint.uri());
 * }</pre>
 */
public final class FakeServiceAccount {

  private static final int BITS = 2048;

  private final String email;
  private final String keyId;
  private final KeyPair keys;
  private final Set<String> delegated;

  private FakeServiceAccount(String email, String keyId, KeyPair keys, Set<String> delegated) {
    this.email = email;
    this.keyId = keyId;
    this.keys = keys;
    this.delegated = delegated;
  }

  /** A new one with a new key, to which nothing is delegated. */
  public static FakeServiceAccount create(String email) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(BITS);
      return new FakeServiceAccount(
          email, FakeTokens.opaque(40), generator.generateKeyPair(), Set.of());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The same, which may ask for these scopes in the name of any user, and for no others. */
  public FakeServiceAccount delegated(String... scopes) {
    return new FakeServiceAccount(email, keyId, keys, Set.of(scopes));
  }

  /** Its address, which is the issuer of its assertions. */
  public String email() {
    return email;
  }

  /** Which key it is, as assertions name it ({@code kid}). */
  public String keyId() {
    return keyId;
  }

  /** What its assertions are checked by. */
  public PublicKey publicKey() {
    return keys.getPublic();
  }

  /**
   * The key file, as downloaded from Google: JSON with the private key in PEM.
   *
   * @param tokenUrl where the client is to ask
   */
  public String keyFile(URI tokenUrl) {
    String pem =
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(keys.getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n";
    Map<String, String> members = new LinkedHashMap<>();
    members.put("type", TokenAnswer.quote("service_account"));
    members.put("project_id", TokenAnswer.quote("testkit"));
    members.put("private_key_id", TokenAnswer.quote(keyId));
    members.put("private_key", TokenAnswer.quote(pem).replace("\n", "\\n"));
    members.put("client_email", TokenAnswer.quote(email));
    members.put("client_id", TokenAnswer.quote("100000000000000000001"));
    members.put("token_uri", TokenAnswer.quote(tokenUrl.toString()));
    return TokenAnswer.json(members);
  }

  /** Writes {@link #keyFile} there. */
  public Path writeKeyFile(Path file, URI tokenUrl) throws IOException {
    return Files.writeString(file, keyFile(tokenUrl));
  }

  boolean mayAskFor(Set<String> scopes) {
    return delegated.containsAll(scopes);
  }

  /** True where this account's key has signed it by RS256 (RFC 7515 section 5.2). */
  boolean signed(String content, byte[] signature) {
    try {
      Signature rs256 = Signature.getInstance("SHA256withRSA");
      rs256.initVerify(keys.getPublic());
      rs256.update(content.getBytes(StandardCharsets.US_ASCII));
      return rs256.verify(signature);
    } catch (GeneralSecurityException malformed) {
      return false;
    }
  }

  /** The address; never the key. */
  @Override
  public String toString() {
    return email;
  }
}
