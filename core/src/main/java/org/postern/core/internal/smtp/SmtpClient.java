package org.postern.core.internal.smtp;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.postern.core.smtp.Action;
import org.postern.core.smtp.Envelope;
import org.postern.core.smtp.MessageBody;
import org.postern.core.smtp.RecipientResult;
import org.postern.core.smtp.SmtpReply;
import org.postern.core.smtp.Stage;
import org.postern.core.spi.AuthStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends mail to one server. Thread safe. */
public final class SmtpClient implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SmtpClient.class);

  private final Route route;
  private final Watchdog watchdog = new Watchdog();
  private final Opener opener;
  private final ConnectionPool pool;

  /** Does no I/O. */
  public SmtpClient(Route route, PoolLimits limits, AuthStrategy strategy, Executor background) {
    this.route = route;
    this.opener = new Opener(route, strategy, watchdog);
    this.pool = new ConnectionPool(opener, limits, watchdog, background);
  }

  /** Sends one mail and waits; one result for each recipient, in the envelope's order. */
  public List<RecipientResult> send(Envelope envelope, MessageBody body) {
    Results results = new Results(envelope, route);
    Set<TryAgain.Reason> reasons = EnumSet.noneOf(TryAgain.Reason.class);
    boolean again = true;
    while (again) {
      again = attempt(envelope, body, results, reasons);
    }
    return results.all();
  }

  /** Opens a connection of its own, says QUIT; what was wrong, if anything. */
  public Optional<Fault> probe(Steps steps) {
    try {
      opener.open(steps).quit();
      return Optional.empty();
    } catch (SmtpFault fault) {
      return Optional.of(
          new Fault(fault.stage(), fault.verdict().action(), fault.explanation(), fault.reply()));
    }
  }

  /** Closes what is idle. The caller has waited for sends under way. */
  @Override
  public void close() {
    pool.close();
    watchdog.close();
  }

  /** One connection's worth; true where another is needed at once. */
  private boolean attempt(
      Envelope envelope, MessageBody body, Results results, Set<TryAgain.Reason> reasons) {
    SmtpConnection connection;
    try {
      connection = pool.take(!reasons.isEmpty());
    } catch (SmtpFault fault) {
      results.rest(fault);
      return false;
    }
    boolean usedBefore = connection.used();
    try {
      boolean plain = reasons.contains(TryAgain.Reason.PARAMETERS_REFUSED);
      new Delivery(connection, envelope, plain, results).send(body);
      return false;
    } catch (TryAgain again) {
      LOG.debug("{}: {}; sends again", connection, again.otherwise().explanation());
      if (reasons.add(again.reason()) && mayHelp(again, usedBefore)) {
        return true;
      }
      results.rest(again.otherwise());
      return false;
    } catch (SmtpFault fault) {
      if (fault.verdict().action() == Action.SLOW_DOWN) {
        pool.slowDown();
      }
      results.rest(fault);
      return false;
    } catch (RuntimeException bug) {
      LOG.error("A mail could not be sent for an unexpected reason; it is kept", bug);
      results.rest(
          SmtpFault.ours(
              Stage.MESSAGE,
              Verdict.RETRY,
              "a bug (" + bug.getClass().getName() + ") stopped the mail; see the log"));
      return false;
    } finally {
      pool.giveBack(connection);
    }
  }

  private boolean mayHelp(TryAgain again, boolean usedBefore) {
    boolean others = again.refusal().map(opener::othersAreToBeHad).orElse(true);
    return others || usedBefore;
  }

  /** What a probe ran into. */
  public record Fault(Stage stage, Action action, String explanation, Optional<SmtpReply> reply) {}
}
