package org.postern.distribution.server;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.postern.core.vitals.MailerStatus;
import org.postern.relay.DeliveryStatus;
import org.postern.relay.SmtpListener;
import org.postern.spool.Queue;

/**
 * How the server stands at a moment.
 *
 * @param since when it was ready
 * @param stopping true once it takes no more mail
 * @param addresses where it listens
 * @param listener what came in since the listeners were started last
 * @param delivery how mail goes out
 * @param mailer its connections, token and latencies
 * @param queue what is in the spool; empty where the spool does not answer
 * @param behind when the oldest mail that waits arrived of those after which none was delivered
 * @param spoolFault why it does not, or why it would keep no new mail now
 * @param testMode whom mail does not reach, in words; empty where it goes to its recipients
 * @param watched what it knows of itself by watching
 */
public record ServerStatus(
    Instant since,
    boolean stopping,
    List<String> addresses,
    SmtpListener.Status listener,
    DeliveryStatus delivery,
    MailerStatus mailer,
    Optional<Queue.Counts> queue,
    Optional<Instant> behind,
    Optional<String> spoolFault,
    Optional<String> testMode,
    Watched watched) {

  /** Mails that came in since then: by the listeners, or taken up from the spool. */
  public long accepted() {
    return listener.accepted() + delivery.totals().takenUp();
  }

  /** Their bytes. */
  public long acceptedBytes() {
    return listener.acceptedBytes() + delivery.totals().takenUpBytes();
  }

  /** True where mail that comes now is taken. */
  public boolean ready() {
    return !stopping && queue.isPresent() && spoolFault.isEmpty();
  }
}
