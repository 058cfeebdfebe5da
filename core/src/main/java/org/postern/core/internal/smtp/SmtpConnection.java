package org.postern.core.internal.smtp;

import java.time.Duration;
import java.util.Optional;
import org.postern.core.smtp.Deadline;

/**
 * One connection to the server and what is known of it. Not thread safe: a mail at a time; {@link
 * #close()} may be called from anywhere.
 */
final class SmtpConnection {

  private final Route route;
  private final Wire wire;
  private final Optional<Capabilities> ehlo;
  private final long openedNanos = System.nanoTime();
  private Optional<Deadline> loginEnds = Optional.empty();
  private boolean loggedIn;
  private int messages;
  private boolean inStep = true;
  private boolean needsReset;

  /**
   * @param ehlo what the server offers; empty where it refused EHLO
   */
  SmtpConnection(Route route, Wire wire, Optional<Capabilities> ehlo) {
    this.route = route;
    this.wire = wire;
    this.ehlo = ehlo;
  }

  Route route() {
    return route;
  }

  Wire wire() {
    return wire;
  }

  boolean knowsEhlo() {
    return ehlo.isPresent();
  }

  Capabilities capabilities() {
    return ehlo.orElse(Capabilities.NONE);
  }

  void loggedIn(Optional<Deadline> until) {
    loggedIn = true;
    loginEnds = until;
  }

  boolean isLoggedIn() {
    return loggedIn;
  }

  /** True where a mail has gone over it before: the server may have had enough of it since. */
  boolean used() {
    return messages > 0;
  }

  int messages() {
    return messages;
  }

  Duration age() {
    return Duration.ofNanos(System.nanoTime() - openedNanos);
  }

  /** True once what it was logged in with has ended. */
  boolean loginEnded() {
    return loginEnds.map(Deadline::passed).orElse(false);
  }

  /** A transaction begins: until {@link #settled} nobody knows what the server waits for. */
  void begin() {
    inStep = false;
    messages++;
  }

  /**
   * Both sides agree again.
   *
   * @param reset whether RSET must come before the next mail
   */
  void settled(boolean reset) {
    inStep = true;
    needsReset = reset;
  }

  boolean needsReset() {
    return needsReset;
  }

  /** True where another mail could go over it. */
  boolean usable() {
    return inStep && !wire.broken();
  }

  /** Says QUIT, where that still makes sense, and closes. */
  void quit() {
    if (inStep) {
      wire.quit(route.limits().farewell());
    } else {
      wire.close();
    }
  }

  void close() {
    wire.close();
  }

  @Override
  public String toString() {
    return wire + " to " + route;
  }
}
