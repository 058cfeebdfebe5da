package org.postern.core.internal.smtp;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.postern.core.examination.Examination;
import org.postern.core.examination.Finding;
import org.postern.core.settings.TlsMode;
import org.postern.core.smtp.Envelope;
import org.postern.core.smtp.MessageBody;
import org.postern.core.spi.AuthStrategy;
import org.postern.core.spi.Credentials;

/**
 * Examines the whole way of a mail and stops at nothing that can still be looked at. No mail is
 * sent, and no secret over a connection over which a mail would not send it. One use, one thread.
 */
public final class Survey implements Examination {

  private final Route route;
  private final AuthStrategy strategy;
  private final Duration patience;
  private final int connections;
  private final Watchdog watchdog;
  private final Notes notes;
  private final Approach approach;
  private final Set<String> otherUsers = new LinkedHashSet<>();

  private Survey(
      Route route,
      AuthStrategy strategy,
      Duration patience,
      int connections,
      Watchdog watchdog,
      Consumer<Finding> found) {
    this.route = route;
    this.strategy = strategy;
    this.patience = patience;
    this.connections = connections;
    this.watchdog = watchdog;
    this.notes = new Notes(found);
    this.approach = new Approach(route, watchdog, notes, ServerWords.MAIL_SERVER);
  }

  /**
   * Examines.
   *
   * @param patience no single step takes longer
   * @param connections how many at the same time are to be tried
   * @param trial what would be sent; empty where the settings name no sender
   */
  public static void run(
      Route route,
      AuthStrategy strategy,
      Duration patience,
      int connections,
      Optional<Trial> trial,
      Consumer<Finding> found) {
    Route bounded =
        route
            .with(route.trust(), route.limits().atMost(patience))
            .resolving(host -> within(patience, () -> route.resolver().resolve(host)));
    try (Watchdog watchdog = new Watchdog()) {
      new Survey(bounded, strategy, patience, connections, watchdog, found).run(trial);
    }
  }

  /** A name server that does not answer would cost half a minute and more. */
  private static List<InetAddress> within(Duration patience, Callable<List<InetAddress>> look)
      throws UnknownHostException {
    FutureTask<List<InetAddress>> looking = new FutureTask<>(look);
    Thread thread = new Thread(looking, "postern-name-service");
    thread.setDaemon(true);
    thread.start();
    try {
      return looking.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException noAnswer) {
      throw new UnknownHostException(String.valueOf(noAnswer.getMessage()));
    } catch (InterruptedException asked) {
      Thread.currentThread().interrupt();
      throw new UnknownHostException("interrupted");
    }
  }

  /** A mail that is not sent. */
  public record Trial(Envelope envelope, MessageBody body) {}

  @Override
  public void found(Finding finding) {
    notes.found(finding);
  }

  @Override
  public boolean reachesByTls(String whose, String host, int port, SSLContext trust) {
    Approach other = approach(whose, host, port, TlsMode.IMPLICIT, trust);
    Optional<Wire> wire = other.link();
    if (wire.isEmpty()) {
      notes.found(
          Finding.notLookedAt("tls", whose + " tls", "there is no connection to the " + whose));
      return false;
    }
    return other.byTls(wire.get());
  }

  @Override
  public boolean reaches(String whose, String host, int port) {
    Optional<Wire> wire = approach(whose, host, port, TlsMode.NONE, route.trust()).link();
    wire.ifPresent(Wire::close);
    return wire.isPresent();
  }

  @Override
  public Duration patience() {
    return patience;
  }

  @Override
  public void mayBeCalled(String user) {
    otherUsers.add(user);
  }

  private void run(Optional<Trial> trial) {
    Optional<SmtpConnection> connection = approach.toLogin();
    try {
      Optional<Credentials> credentials = strategy.examine(this);
      credentials.ifPresent(
          had -> notes.found(Finding.good("token", "credentials", Opener.describe(had))));
      if (connection.isEmpty()) {
        notes.skippedFromLoginOn("the way to the mail server is not open");
      } else if (credentials.isEmpty()) {
        notes.skippedFromLoginOn("there is nothing to log in with");
      } else {
        new LoginTrial(approach, notes, otherUsers)
            .run(connection.get(), credentials.get(), trial, connections);
      }
    } finally {
      connection.ifPresent(SmtpConnection::quit);
    }
  }

  private Approach approach(String whose, String host, int port, TlsMode tls, SSLContext trust) {
    Route other =
        new Route(
            host,
            port,
            tls,
            Optional.empty(),
            route.limits(),
            trust,
            route.resolver(),
            route.faults());
    return new Approach(other, watchdog, notes, ServerWords.of(whose, other));
  }
}
