package org.postern.distribution.server;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.relay.DeliveryTotals;
import org.postern.relay.SmtpListener;
import org.postern.spool.Queue;

/** The status of the server as a page for Prometheus, in the format that the scraper asks for. */
final class Metrics {

  private static final ExpositionFormats FORMATS = ExpositionFormats.init();

  private final List<MetricSnapshot> all = new ArrayList<>();

  private Metrics() {}

  /**
   * The page.
   *
   * @param accept the header Accept of the request; may be empty
   */
  static Answer page(ServerStatus status, Instant now, String accept) throws IOException {
    Metrics metrics = new Metrics();
    metrics.server(status);
    metrics.listener(status.listener());
    status.queue().ifPresent(queue -> metrics.queue(queue, now));
    metrics.delivery(status);
    ExpositionFormatWriter writer = FORMATS.findWriter(accept);
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    writer.write(page, new MetricSnapshots(metrics.all));
    return new Answer(200, writer.getContentType(), page.toByteArray());
  }

  private void server(ServerStatus status) {
    gauge("postern_ready", "1 while new mail is taken.", status.ready() ? 1 : 0);
    gauge(
        "postern_ready_since_seconds",
        "When the server was ready, in seconds since 1970.",
        status.since().getEpochSecond());
  }

  private void listener(SmtpListener.Status listener) {
    gauge("postern_smtp_connections_open", "Connections of clients.", listener.open());
    counter("postern_smtp_connections", "Connections that were let in.", listener.connections());
    counter(
        "postern_smtp_connections_turned_away",
        "Connections without room, or that are not allowed.",
        listener.turnedAway());
    counter("postern_mails_accepted", "Mails that got 250.", listener.accepted());
    counter("postern_mails_accepted_bytes", "Bytes of these mails.", listener.acceptedBytes());
    counter("postern_smtp_refused", "Mails and recipients that got 5xx.", listener.refused());
    counter("postern_smtp_deferred", "Mails and recipients that got 4xx.", listener.deferred());
    counter("postern_smtp_failed_logins", "Wrong names or passwords.", listener.failedLogins());
  }

  private void queue(Queue.Counts queue, Instant now) {
    gauge("postern_queue_mails", "Mails in the spool.", queue.mails());
    GaugeSnapshot.Builder recipients =
        GaugeSnapshot.builder()
            .name("postern_queue_recipients")
            .help("Recipients in the spool, by their state.");
    Map.of(
            "waiting", queue.waiting(),
            "active", queue.active(),
            "held", queue.held(),
            "dead", queue.dead())
        .forEach(
            (state, count) ->
                recipients.dataPoint(
                    GaugeDataPointSnapshot.builder()
                        .labels(Labels.of("state", state))
                        .value(count)
                        .build()));
    all.add(recipients.build());
    gauge(
        "postern_queue_oldest_seconds",
        "How long the oldest mail waits that is neither held nor given up; 0: none waits.",
        queue.oldest().map(oldest -> seconds(oldest, now)).orElse(0.0));
  }

  private void delivery(ServerStatus status) {
    gauge("postern_delivery_active", "Mails being sent.", status.delivery().underWay());
    gauge(
        "postern_route_held",
        "1 while all mail waits, since the way to the mail server is at fault.",
        status.delivery().held().isPresent() ? 1 : 0);
    moment(
        "postern_last_success_seconds",
        "When the mail server last took a mail, in seconds since 1970.",
        status.delivery().lastSuccess());
    moment(
        "postern_day_full_at_seconds",
        "When the recipients that a day allows are used up, in seconds since 1970.",
        status.delivery().dayFullAt());
    totals(status.delivery().totals());
  }

  private void totals(DeliveryTotals totals) {
    CounterSnapshot.Builder recipients =
        CounterSnapshot.builder()
            .name("postern_recipients")
            .help("What became of recipients, each attempt counted.");
    Map.of(
            "delivered", totals.delivered(),
            "deferred", totals.deferred(),
            "bounced", totals.bounced(),
            "dead", totals.dead())
        .forEach(
            (outcome, count) ->
                recipients.dataPoint(
                    CounterDataPointSnapshot.builder()
                        .labels(Labels.of("outcome", outcome))
                        .value(count)
                        .build()));
    all.add(recipients.build());
  }

  private void moment(String name, String help, Optional<Instant> when) {
    when.ifPresent(known -> gauge(name, help, known.getEpochSecond()));
  }

  private void gauge(String name, String help, double value) {
    all.add(
        GaugeSnapshot.builder()
            .name(name)
            .help(help)
            .dataPoint(GaugeDataPointSnapshot.builder().value(value).build())
            .build());
  }

  private void counter(String name, String help, double value) {
    all.add(
        CounterSnapshot.builder()
            .name(name)
            .help(help)
            .dataPoint(CounterDataPointSnapshot.builder().value(value).build())
            .build());
  }

  private static double seconds(Instant from, Instant to) {
    return Math.max(0, Duration.between(from, to).toMillis() / 1000.0);
  }
}
