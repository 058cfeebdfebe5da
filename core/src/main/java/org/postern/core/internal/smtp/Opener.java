package org.postern.core.internal.smtp;

import java.util.Optional;
import org.postern.core.settings.TlsMode;
import org.postern.core.smtp.SmtpReply;
import org.postern.core.smtp.Stage;
import org.postern.core.smtp.Visible;
import org.postern.core.spi.AuthException;
import org.postern.core.spi.AuthRefusal;
import org.postern.core.spi.AuthStrategy;
import org.postern.core.spi.Credentials;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens connections that are ready for mail. Thread safe. */
final class Opener {

  private static final Logger LOG = LoggerFactory.getLogger(Opener.class);

  private final Route route;
  private final AuthStrategy strategy;
  private final Watchdog watchdog;
  private final DeadAddresses dead = new DeadAddresses();
  private final Tls tls;
  private final Vitals vitals;

  Opener(Route route, AuthStrategy strategy, Watchdog watchdog, Vitals vitals) {
    this.route = route;
    this.strategy = strategy;
    this.watchdog = watchdog;
    this.vitals = vitals;
    this.tls = new Tls(route, () -> new ChainProbe(route, watchdog).look());
  }

  Route route() {
    return route;
  }

  /**
   * A new connection, logged in. Where the server refuses the credentials, the strategy may give
   * others, once, for a second connection.
   *
   * @throws SmtpFault saying what to do with mail of this route
   */
  SmtpConnection open(Steps steps) throws SmtpFault {
    try {
      return once(steps);
    } catch (LoginRefused refused) {
      if (!othersAreToBeHad(refused.refusal())) {
        throw refused;
      }
      return once(steps);
    }
  }

  /** Tells the strategy of a refusal; true where it has other credentials. */
  boolean othersAreToBeHad(AuthRefusal refusal) {
    try {
      return strategy.refreshAfter(refusal);
    } catch (RuntimeException bug) {
      LOG.error("The auth strategy failed unexpectedly on a refused login", bug);
      return false;
    }
  }

  private SmtpConnection once(Steps listener) throws SmtpFault {
    TimedSteps steps = new TimedSteps(vitals, listener);
    SmtpConnection connection = new Greeter(route, watchdog, dead, tls, steps).greet();
    boolean ready = false;
    try {
      steps.greeted();
      Credentials credentials = credentials();
      steps.done(Stage.CREDENTIALS, () -> describe(credentials));
      String how = logIn(connection, credentials);
      if (!(credentials instanceof Credentials.None)) {
        steps.loggedIn();
        steps.done(Stage.AUTH, () -> how);
      }
      ready = true;
      LOG.debug("Opened {}: {}", connection, how);
      return connection;
    } finally {
      if (!ready) {
        connection.quit();
      }
    }
  }

  private Credentials credentials() throws SmtpFault {
    try {
      return strategy.credentials();
    } catch (AuthException none) {
      throw new SmtpFault(
          Stage.CREDENTIALS,
          none.permanent() ? Verdict.HOLD : Verdict.RETRY,
          Optional.empty(),
          Visible.text(String.valueOf(none.getMessage()))
              + none.retryAfter().map(wait -> "; not before " + wait.toSeconds() + " s").orElse(""),
          Optional.of(none));
    } catch (RuntimeException bug) {
      LOG.error("The auth strategy failed unexpectedly; the mail is kept", bug);
      throw SmtpFault.ours(
          Stage.CREDENTIALS,
          Verdict.RETRY,
          "the auth strategy has a bug (" + bug.getClass().getName() + "); see the log");
    }
  }

  /** What is logged in with, without the secret. */
  static String describe(Credentials credentials) {
    if (credentials instanceof Credentials.Password password) {
      return "a password for " + Visible.text(password.user());
    }
    if (credentials instanceof Credentials.BearerToken bearer) {
      return "an access token for " + Visible.text(bearer.user());
    }
    return credentials instanceof Credentials.Sasl sasl
        ? "for the SASL mechanism " + Visible.text(sasl.mechanism())
        : "none: an open relay is used without a login";
  }

  /** Logs in, after HELO where the server knows no EHLO; says how. */
  static String logIn(SmtpConnection connection, Credentials credentials) throws SmtpFault {
    if (!connection.knowsEhlo()) {
      helo(connection, credentials);
    }
    return new Login(connection).with(credentials);
  }

  /** A server that knows no EHLO can neither do TLS nor a login. */
  private static void helo(SmtpConnection connection, Credentials credentials) throws SmtpFault {
    Route route = connection.route();
    if (route.tls() != TlsMode.NONE || !(credentials instanceof Credentials.None)) {
      throw SmtpFault.ours(
          Stage.EHLO,
          Verdict.RETRY,
          Explain.at(Stage.EHLO, route)
              + "the server knows no EHLO, so it has neither the TLS nor the login that the "
              + "settings ask for");
    }
    Wire wire = connection.wire();
    TimeLimit limit = route.limits().command();
    try {
      wire.command("HELO " + EhloName.of(route, wire.localAddress()), limit);
      SmtpReply reply = wire.reply(limit);
      if (!reply.positive()) {
        throw SmtpFault.refused(Stage.EHLO, reply, route);
      }
    } catch (LinkException link) {
      throw SmtpFault.lost(Stage.EHLO, link, route);
    }
  }
}
