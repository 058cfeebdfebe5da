package org.postern.distribution.server;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.snapshots.Labels;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.postern.relay.DeliveryTotals;
import org.postern.relay.SmtpListener;
import org.postern.spool.Queue;

/** The status of the server as a page for Prometheus, in the format that the scraper asks for. */
final class Metrics {

  private static final ExpositionFormats FORMATS = ExpositionFormats.init();

  private final Samples samples = new Samples();

  private Metrics() {}

  /**
   * The page.
   *
   * @param accept the header Accept of the request; may be empty
   */
  static Answer page(ServerStatus status, Instant now, String accept) throws IOException {
    Metrics metrics = new Metrics();
    metrics.server(status);
    metrics.listener(status);
    status.queue().ifPresent(queue -> metrics.queue(queue, now));
    metrics.delivery(status);
    WatchMetrics watch = new WatchMetrics(metrics.samples, now);
    watch.mailer(status.mailer());
    watch.watched(status.watched());
    ExpositionFormatWriter writer = FORMATS.findWriter(accept);
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    writer.write(page, metrics.samples.all());
    return new Answer(200, writer.getContentType(), page.toByteArray());
  }

  private void server(ServerStatus status) {
    samples.gauge("postern_ready", "1 while new mail is taken.", status.ready() ? 1 : 0);
    samples.gauge(
        "postern_ready_since_seconds",
        "When the server was ready, in seconds since 1970.",
        status.since().getEpochSecond());
  }

  private void listener(ServerStatus status) {
    SmtpListener.Status listener = status.listener();
    samples.gauge("postern_smtp_connections_open", "Connections of clients.", listener.open());
    samples.counter(
        "postern_smtp_connections", "Connections that were let in.", listener.connections());
    samples.counter(
        "postern_smtp_connections_turned_away",
        "Connections without room, or that are not allowed.",
        listener.turnedAway());
    samples.counter(
        "postern_mails_accepted",
        "Mails that got 250, or were taken up from the spool.",
        status.accepted());
    samples.counter(
        "postern_mails_accepted_bytes", "Bytes of these mails.", status.acceptedBytes());
    samples.counter(
        "postern_smtp_refused", "Mails and recipients that got 5xx.", listener.refused());
    samples.counter(
        "postern_smtp_deferred", "Mails and recipients that got 4xx.", listener.deferred());
    samples.counter(
        "postern_smtp_failed_logins", "Wrong names or passwords.", listener.failedLogins());
  }

  private void queue(Queue.Counts queue, Instant now) {
    samples.gauge("postern_queue_mails", "Mails in the spool.", queue.mails());
    samples.gauges(
        "postern_queue_recipients",
        "Recipients in the spool, by state.",
        Map.of(
            Labels.of("state", "waiting"), (double) queue.waiting(),
            Labels.of("state", "active"), (double) queue.active(),
            Labels.of("state", "held"), (double) queue.held(),
            Labels.of("state", "dead"), (double) queue.dead()));
    samples.gauge(
        "postern_queue_oldest_seconds",
        "How long the oldest mail waits that is neither held nor given up; 0: none waits.",
        queue.oldest().map(oldest -> seconds(oldest, now)).orElse(0.0));
  }

  private void delivery(ServerStatus status) {
    samples.gauge("postern_delivery_active", "Mails being sent.", status.delivery().underWay());
    samples.gauge(
        "postern_route_held",
        "1 while all mail waits, since the way to the mail server is at fault.",
        status.delivery().held().isPresent() ? 1 : 0);
    samples.moment(
        "postern_last_success_seconds",
        "When the mail server last took a mail, in seconds since 1970.",
        status.delivery().lastSuccess());
    samples.moment(
        "postern_day_full_at_seconds",
        "When the recipients that a day allows will be used up, in seconds since 1970.",
        status.delivery().dayFullAt());
    samples.moment(
        "postern_day_renews_at_seconds",
        "Until when mail waits, since the recipients of a day are used up, in seconds since 1970.",
        status.delivery().dayRenewsAt());
    totals(status.delivery().totals());
  }

  private void totals(DeliveryTotals totals) {
    samples.counters(
        "postern_recipients",
        "What became of recipients, each attempt counted.",
        Map.of(
            Labels.of("outcome", "delivered"), (double) totals.delivered(),
            Labels.of("outcome", "deferred"), (double) totals.deferred(),
            Labels.of("outcome", "bounced"), (double) totals.bounced(),
            Labels.of("outcome", "dead"), (double) totals.dead()));
  }

  private static double seconds(Instant from, Instant to) {
    return Math.max(0, Duration.between(from, to).toMillis() / 1000.0);
  }
}
