package org.postern.core.internal.smtp;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.postern.core.diagnosis.Diagnosis;
import org.postern.core.smtp.Action;
import org.postern.core.smtp.Envelope;
import org.postern.core.smtp.MessageBody;
import org.postern.core.smtp.RecipientResult;
import org.postern.core.smtp.SmtpReply;
import org.postern.core.smtp.Stage;
import org.postern.core.spi.AuthStrategy;
import org.postern.core.vitals.Ending;
import org.postern.core.vitals.Latency;
import org.postern.core.vitals.Part;
import org.postern.core.vitals.PoolStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends mail to one server. Thread safe. */
public final class SmtpClient implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SmtpClient.class);

  /** Operators renew theirs by a clock, many weeks before it ends. */
  private static final Duration OTHERS_RENEW = Duration.ofDays(7);

  private final Route route;
  private final Watchdog watchdog = new Watchdog();
  private final Vitals vitals = new Vitals();
  private final Opener opener;
  private final ConnectionPool pool;
  private final int mostRecipients;

  /** Does no I/O. */
  public SmtpClient(Route route, PoolLimits limits, AuthStrategy strategy, Executor background) {
    this.route = route;
    this.opener = new Opener(route, strategy, watchdog, vitals);
    this.mostRecipients = limits.recipients();
    this.pool = new ConnectionPool(opener, limits, watchdog, background);
  }

  /** Sends one mail and waits; one result for each recipient, in the envelope's order. */
  public List<RecipientResult> send(Envelope envelope, MessageBody body) {
    long begun = System.nanoTime();
    Results results = new Results(envelope, route);
    Set<TryAgain.Reason> reasons = EnumSet.noneOf(TryAgain.Reason.class);
    boolean again = true;
    while (again) {
      again = attempt(envelope, body, results, reasons);
    }
    vitals.since(Part.SEND, begun);
    return results.all();
  }

  /** Opens a connection of its own, says QUIT; what was wrong, if anything. */
  public Optional<Fault> probe(Steps steps) {
    try {
      opener.open(steps).quit();
      return Optional.empty();
    } catch (SmtpFault fault) {
      return Optional.of(Fault.of(fault, route.faults()));
    } catch (RuntimeException bug) {
      LOG.error("A probe failed unexpectedly", bug);
      return Optional.of(Fault.of(ours(bug), route.faults()));
    }
  }

  /** How its connections stand. */
  public PoolStatus pool() {
    return pool.status();
  }

  /** How long things took. */
  public Map<Part, Latency> latencies() {
    return vitals.latencies();
  }

  /** The server's certificate as it was when TLS worked last; empty before, and without TLS. */
  public Optional<Ending> certificate() {
    return vitals
        .certificate()
        .map(
            own ->
                new Ending(
                    "certificate of " + route.bareHost(),
                    own.getNotAfter().toInstant(),
                    "its operator must renew it; mail stops when it has ended",
                    OTHERS_RENEW));
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
    try {
      SmtpConnection connection = pool.take(!reasons.isEmpty());
      try {
        return deliver(connection, envelope, body, results, reasons);
      } finally {
        pool.giveBack(connection);
      }
    } catch (SmtpFault fault) {
      results.rest(fault);
    } catch (RuntimeException bug) {
      LOG.error("A mail could not be sent for an unexpected reason; it is kept", bug);
      results.rest(ours(bug));
    }
    return false;
  }

  private boolean deliver(
      SmtpConnection connection,
      Envelope envelope,
      MessageBody body,
      Results results,
      Set<TryAgain.Reason> reasons) {
    boolean usedBefore = connection.used();
    try {
      boolean plain = reasons.contains(TryAgain.Reason.PARAMETERS_REFUSED);
      new Delivery(connection, envelope, plain, mostRecipients, results, vitals).send(body);
    } catch (TryAgain again) {
      LOG.debug("{}: {}; sends again", connection, again.otherwise().explanation());
      if (reasons.add(again.reason()) && mayHelp(again, usedBefore)) {
        return true;
      }
      results.rest(again.otherwise());
    } catch (SmtpFault fault) {
      results.rest(fault);
    }
    if (results.tooFast()) {
      pool.slowDown();
    }
    return false;
  }

  private boolean mayHelp(TryAgain again, boolean usedBefore) {
    boolean others = again.refusal().map(opener::othersAreToBeHad).orElse(true);
    return others || usedBefore;
  }

  private static SmtpFault ours(RuntimeException bug) {
    return SmtpFault.ours(
        Stage.MESSAGE,
        Verdict.RETRY,
        "a bug (" + bug.getClass().getName() + ") stopped the mail; see the log");
  }

  /** What a probe ran into. */
  public record Fault(
      Stage stage,
      Action action,
      String explanation,
      Optional<SmtpReply> reply,
      Optional<Diagnosis> diagnosis) {

    private static Fault of(SmtpFault fault, KnownFaults faults) {
      return new Fault(
          fault.stage(),
          fault.verdict().action(),
          fault.explanation(),
          fault.reply(),
          fault.diagnosis(faults));
    }
  }
}
