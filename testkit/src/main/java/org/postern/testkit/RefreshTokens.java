package org.postern.testkit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The refresh tokens of a token endpoint: what each refresh does to the one that was shown, and
 * which are good. Tests revoke them. Thread safe.
 */
public final class RefreshTokens {

  /** What becomes of a refresh token that was used (RFC 6749 section 6). */
  public enum Rotation {
    /** It stays the only one; no other is issued. Google does so. */
    NEVER,
    /** A new one is issued with each answer, and all old ones stay good. Microsoft does so. */
    OLD_STAYS_GOOD,
    /**
     * A new one is issued and the old one ends; whoever shows an old one ends all that came from
     * it, since somebody must have stolen it (RFC 9700 section 4.14.2).
     */
    STRICT
  }

  /** One token: the login that it goes back to, and whether it was used. */
  private static final class Entry {
    private final int login;
    private boolean used;
    private boolean revoked;

    Entry(int login) {
      this.login = login;
    }
  }

  private final Rotation rotation;
  private final Map<String, Entry> tokens = new LinkedHashMap<>();
  private int logins;

  RefreshTokens(Rotation rotation) {
    this.rotation = rotation;
  }

  /** Makes this token good, as if a user had just granted it. */
  public synchronized void grant(String token) {
    tokens.put(token, new Entry(++logins));
  }

  /** True where this token would be taken now. */
  public synchronized boolean accepts(String token) {
    Entry entry = tokens.get(token);
    return entry != null && !entry.revoked && !(rotation == Rotation.STRICT && entry.used);
  }

  /** Makes one token worthless, as a user does who withdraws the consent. */
  public synchronized void revoke(String token) {
    Optional.ofNullable(tokens.get(token)).ifPresent(entry -> entry.revoked = true);
  }

  /** Makes all tokens worthless, as a change of password does. */
  public synchronized void revokeAll() {
    tokens.values().forEach(entry -> entry.revoked = true);
  }

  /** All tokens ever granted, oldest first. */
  public synchronized List<String> issued() {
    return List.copyOf(tokens.keySet());
  }

  /** The token granted last; empty before the first. */
  public synchronized Optional<String> latest() {
    return tokens.keySet().stream().reduce((older, newer) -> newer);
  }

  /** A new token for a new login. */
  synchronized String begin() {
    String token = FakeTokens.opaque(64);
    grant(token);
    return token;
  }

  /** The token to hand out for this one; empty where this one is refused. */
  synchronized Optional<String> redeem(String token) {
    Entry entry = tokens.get(token);
    if (!accepts(token)) {
      if (entry != null && rotation == Rotation.STRICT) {
        tokens.values().stream()
            .filter(other -> other.login == entry.login)
            .forEach(other -> other.revoked = true);
      }
      return Optional.empty();
    }
    entry.used = true;
    if (rotation == Rotation.NEVER) {
      return Optional.of(token);
    }
    String next = FakeTokens.opaque(64);
    tokens.put(next, new Entry(entry.login));
    return Optional.of(next);
  }

  /** How many were granted; never the tokens. */
  @Override
  public synchronized String toString() {
    return tokens.size() + " refresh tokens granted, rotation " + rotation;
  }
}
