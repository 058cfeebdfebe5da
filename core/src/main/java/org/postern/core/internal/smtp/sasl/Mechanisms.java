package org.postern.core.internal.smtp.sasl;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;
import org.postern.core.spi.Credentials;

/** The mechanisms this client has, by name. */
public final class Mechanisms {

  private static final Set<String> FOR_PASSWORDS =
      Set.of("SCRAM-SHA-256", "CRAM-MD5", "PLAIN", "LOGIN");
  private static final Set<String> FOR_TOKENS = Set.of("OAUTHBEARER", "XOAUTH2");
  private static final SecureRandom RANDOM = new SecureRandom();

  private Mechanisms() {}

  /** True where {@link #forPassword} has it. */
  public static boolean takesPassword(String name) {
    return FOR_PASSWORDS.contains(name.toUpperCase(Locale.ROOT));
  }

  /** True where {@link #forToken} has it. */
  public static boolean takesToken(String name) {
    return FOR_TOKENS.contains(name.toUpperCase(Locale.ROOT));
  }

  /**
   * A client for one login.
   *
   * @throws SaslException when user or password cannot be sent: names which, never its value
   */
  public static SaslClient forPassword(String name, Credentials.Password password)
      throws SaslException {
    String user = checked("user name", password.user());
    checked("password", password.password().reveal());
    return switch (name.toUpperCase(Locale.ROOT)) {
      case "SCRAM-SHA-256" -> new ScramSha256(user, password.password(), nonce());
      case "CRAM-MD5" -> new CramMd5(user, password.password());
      case "PLAIN" -> new Plain(user, password.password());
      case "LOGIN" -> new LoginMechanism(user, password.password());
      default -> throw new SaslException("no mechanism " + name + " for a password");
    };
  }

  /**
   * A client for one login.
   *
   * @throws SaslException as {@link #forPassword}
   */
  public static SaslClient forToken(
      String name, Credentials.BearerToken bearer, String host, int port) throws SaslException {
    String user = checked("user name", bearer.user());
    String token = checked("token", bearer.token().reveal());
    if (!token.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
      throw new SaslException("the token holds a blank or a character that is not ASCII");
    }
    return switch (name.toUpperCase(Locale.ROOT)) {
      case "XOAUTH2" -> Bearer.xoauth2(user, token);
      case "OAUTHBEARER" -> Bearer.oauthbearer(user, token, checked("host name", host), port);
      default -> throw new SaslException("no mechanism " + name + " for a token");
    };
  }

  // each of these ends a field in one mechanism or another, and so could add one
  private static String checked(String field, String value) throws SaslException {
    if (value.isEmpty()) {
      throw new SaslException("the " + field + " is empty");
    }
    int bad = value.chars().filter(c -> c <= 1 || c == '\r' || c == '\n').findFirst().orElse(-1);
    if (bad >= 0) {
      throw new SaslException("the %s holds the control character U+%04X".formatted(field, bad));
    }
    return value;
  }

  private static String nonce() {
    byte[] random = new byte[24];
    RANDOM.nextBytes(random);
    return Base64.getEncoder().encodeToString(random);
  }
}
