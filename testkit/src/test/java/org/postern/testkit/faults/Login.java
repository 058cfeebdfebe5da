package org.postern.testkit.faults;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.postern.core.settings.Secret;
import org.postern.core.settings.SettingKey;
import org.postern.core.smtp.Deadline;
import org.postern.core.smtp.Stage;
import org.postern.core.spi.AuthContext;
import org.postern.core.spi.AuthException;
import org.postern.core.spi.AuthRefusal;
import org.postern.core.spi.AuthStrategy;
import org.postern.core.spi.AuthStrategyProvider;
import org.postern.core.spi.Credentials;

/** A scheme with fixed credentials, or with a row of them that a refusal moves along. */
final class Login implements AuthStrategyProvider, AuthStrategy {

  static final String USER = "app@example.com";
  static final String PASSWORD = "pass-word-4711";
  static final String STALE = "stale-token-4711";
  static final String FRESH = "fresh-token-4711";

  private final String scheme;
  private final List<Credentials> row;
  private final AtomicInteger refreshed = new AtomicInteger();
  private final AtomicInteger asked = new AtomicInteger();
  private final List<AuthRefusal> refusals = new CopyOnWriteArrayList<>();

  private Login(String scheme, Credentials... row) {
    this.scheme = scheme;
    this.row = List.of(row);
  }

  /** No login. */
  static Login none() {
    return new Login("open", new Credentials.None());
  }

  /** A password, all mechanisms, over TLS only. */
  static Login password() {
    return password(false);
  }

  static Login password(boolean allowedInClear) {
    return new Login(
        "basic",
        new Credentials.Password(
            USER,
            Secret.of(PASSWORD),
            List.of("SCRAM-SHA-256", "CRAM-MD5", "PLAIN", "LOGIN"),
            allowedInClear));
  }

  /** A token that stays the same. */
  static Login token() {
    return new Login("oauth", bearer(USER, FRESH));
  }

  /** A token that has ended, and a good one after the first refusal. */
  static Login staleToken() {
    return new Login("oauth", bearer(USER, STALE), bearer(USER, FRESH));
  }

  /** A good token that is said to have ended by the time the first mail is through. */
  static Login shortToken() {
    return new Login(
        "oauth",
        new Credentials.BearerToken(
            USER,
            Secret.of(FRESH),
            Optional.of(Deadline.after(Duration.ZERO)),
            List.of("XOAUTH2")));
  }

  /** This user and token. */
  static Login token(String user, String token) {
    return new Login("oauth", bearer(user, token));
  }

  static Login password(String user, String password) {
    return new Login(
        "basic",
        new Credentials.Password(user, Secret.of(password), List.of("PLAIN", "LOGIN"), false));
  }

  private static Credentials bearer(String user, String token) {
    return new Credentials.BearerToken(
        user, Secret.of(token), Optional.empty(), List.of("OAUTHBEARER", "XOAUTH2"));
  }

  /** How often credentials were asked for. */
  int asked() {
    return asked.get();
  }

  /** What the server said to credentials. */
  List<AuthRefusal> refusals() {
    return refusals;
  }

  /** True where a refusal came after the login, when the mail was begun. */
  boolean endedAtMail() {
    return refusals.stream().anyMatch(refusal -> refusal.stage() == Stage.MAIL);
  }

  @Override
  public String scheme() {
    return scheme;
  }

  @Override
  public Set<SettingKey<?>> keys() {
    return Set.of();
  }

  @Override
  public AuthStrategy create(AuthContext context) {
    return this;
  }

  @Override
  public Credentials credentials() throws AuthException {
    asked.incrementAndGet();
    return row.get(Math.min(refreshed.get(), row.size() - 1));
  }

  @Override
  public boolean refreshAfter(AuthRefusal refusal) {
    refusals.add(refusal);
    refreshed.incrementAndGet();
    return scheme.equals("oauth");
  }
}
