package org.postern.testkit;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.postern.core.smtp.Deadline;

/**
 * The logins by another device that are under way at a token endpoint (RFC 8628). A test plays the
 * user: it approves or denies by the code that the program under test has shown. Thread safe.
 */
public final class DeviceLogins {

  private static final SecureRandom RANDOM = new SecureRandom();

  /** RFC 8628 section 6.1: letters that are told apart and make no words. */
  private static final String LETTERS = "BCDFGHJKLMNPQRSTVWXZ";

  private enum State {
    WAITING,
    APPROVED,
    DENIED,
    EXPIRED,
    USED
  }

  /** One login; its interval grows with each {@code slow_down} (RFC 8628 section 3.5). */
  static final class Login {
    final String deviceCode = FakeTokens.opaque(43);
    final String userCode = userCode();
    private final Deadline end;
    private Duration interval;
    private Deadline notBefore = Deadline.after(Duration.ZERO);
    private State state = State.WAITING;

    Login(Duration lifetime, Duration interval) {
      this.end = Deadline.after(lifetime);
      this.interval = interval;
    }
  }

  private final Duration lifetime;
  private final Duration interval;
  private final List<Login> logins = new ArrayList<>();
  private boolean approvesAll;

  DeviceLogins(Duration lifetime, Duration interval) {
    this.lifetime = lifetime;
    this.interval = interval;
  }

  /** The user codes that wait for their user, oldest first. */
  public synchronized List<String> waiting() {
    return logins.stream()
        .filter(login -> login.state == State.WAITING && !login.end.passed())
        .map(login -> login.userCode)
        .toList();
  }

  /** The user agrees. */
  public void approve(String userCode) {
    decide(userCode, State.APPROVED);
  }

  /** From now on every user agrees at once. */
  public synchronized void approveAll() {
    approvesAll = true;
    logins.stream()
        .filter(login -> login.state == State.WAITING)
        .forEach(login -> login.state = State.APPROVED);
  }

  /** The user says no. */
  public void deny(String userCode) {
    decide(userCode, State.DENIED);
  }

  /** The code is too old. */
  public void expire(String userCode) {
    decide(userCode, State.EXPIRED);
  }

  private synchronized void decide(String userCode, State state) {
    String wanted = userCode.toUpperCase(Locale.ROOT);
    Login login =
        logins.stream()
            .filter(it -> it.userCode.equals(wanted))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no device login shows " + userCode));
    login.state = state;
  }

  Duration lifetime() {
    return lifetime;
  }

  Duration interval() {
    return interval;
  }

  synchronized Login begin() {
    Login login = new Login(lifetime, interval);
    login.state = approvesAll ? State.APPROVED : State.WAITING;
    logins.add(login);
    return login;
  }

  /** Why this device code gives no token now; empty where it does, once. */
  synchronized Optional<Refusal> redeem(String deviceCode) {
    Optional<Login> found =
        logins.stream().filter(login -> login.deviceCode.equals(deviceCode)).findFirst();
    if (found.isEmpty() || found.get().state == State.USED) {
      return Optional.of(Refusal.GRANT_ENDED);
    }
    Login login = found.get();
    if (login.state == State.EXPIRED || login.end.passed()) {
      return Optional.of(Refusal.DEVICE_EXPIRED);
    }
    if (login.state == State.DENIED) {
      return Optional.of(Refusal.DEVICE_DENIED);
    }
    boolean tooSoon = !login.notBefore.passed();
    login.interval = tooSoon ? login.interval.plusSeconds(5) : login.interval;
    login.notBefore = Deadline.after(login.interval);
    if (tooSoon) {
      return Optional.of(Refusal.DEVICE_SLOW_DOWN);
    }
    if (login.state == State.WAITING) {
      return Optional.of(Refusal.DEVICE_PENDING);
    }
    login.state = State.USED;
    return Optional.empty();
  }

  private static String userCode() {
    StringBuilder code = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      code.append(i == 4 ? "-" : "").append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
    }
    return code.toString();
  }

  /** How many wait. */
  @Override
  public String toString() {
    return waiting().size() + " device logins wait";
  }
}
