package org.postern.distribution.server;

import io.prometheus.metrics.model.snapshots.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.postern.core.vitals.Latency;
import org.postern.core.vitals.MailerStatus;
import org.postern.core.vitals.TokenStatus;
import org.postern.distribution.watch.LoginProbe;

/** The metrics of the way out, and of what the server knows by watching. One use. */
final class WatchMetrics {

  private static final double MILLIS = 1000.0;

  private final Samples samples;
  private final Instant now;

  WatchMetrics(Samples samples, Instant now) {
    this.samples = samples;
    this.now = now;
  }

  void mailer(MailerStatus mailer) {
    Map<Labels, Latency> stages = new LinkedHashMap<>();
    mailer
        .latencies()
        .forEach(
            (part, latency) ->
                stages.put(Labels.of("stage", part.name().toLowerCase(Locale.ROOT)), latency));
    samples.histograms("postern_stage_seconds", "How long a part of a delivery takes.", stages);
    samples.gauges(
        "postern_pool_connections",
        "Connections to the mail server, by what they do.",
        Map.of(
            Labels.of("state", "busy"), (double) mailer.pool().busy(),
            Labels.of("state", "idle"), (double) mailer.pool().idle()));
    samples.gauge(
        "postern_pool_connections_open", "Connections to the mail server.", mailer.pool().open());
    samples.counter(
        "postern_pool_connections_opened",
        "Connections to the mail server that were opened and logged in.",
        mailer.pool().opened());
    mailer.token().ifPresent(this::token);
  }

  private void token(TokenStatus token) {
    seconds("postern_token_age_seconds", "Age of the access token.", token.age());
    seconds("postern_token_left_seconds", "Time until the access token ends.", token.left());
    samples.counters(
        "postern_token_requests",
        "Requests for a token.",
        outcomes(token.fetched(), token.failed()));
  }

  void watched(Watched watched) {
    probe(watched.probe());
    Map<Labels, Double> endings = new LinkedHashMap<>();
    watched
        .endings()
        .forEach(
            ending ->
                endings.put(
                    Labels.of("what", ending.what()),
                    Duration.between(now, ending.at()).toMillis() / MILLIS));
    samples.gauges(
        "postern_ending_seconds", "Time until something ends; below 0: it has ended.", endings);
    Map<Labels, Double> warnings = new LinkedHashMap<>();
    watched
        .warnings()
        .forEach(
            warning ->
                warnings.put(
                    Labels.of(
                        "id",
                        warning.condition().id(),
                        "severity",
                        warning.condition().severity().spelled()),
                    1.0));
    samples.gauges("postern_warning", "1 for each warning that is open.", warnings);
    Map<Labels, Double> sent = new LinkedHashMap<>();
    watched
        .sent()
        .forEach(
            (road, count) -> {
              sent.put(Labels.of("road", road, "outcome", "ok"), (double) count.sent());
              sent.put(Labels.of("road", road, "outcome", "failed"), (double) count.failed());
            });
    samples.counters("postern_warnings_sent", "Messages about warnings, by road.", sent);
    watched
        .freeBytes()
        .ifPresent(
            free ->
                samples.gauge("postern_spool_free_bytes", "Free on the disk of the spool.", free));
    samples.gauge(
        "postern_settings_changed",
        "1 while files of the settings are not what is in force.",
        watched.changedFiles().isEmpty() ? 0 : 1);
  }

  private void probe(LoginProbe.Status probe) {
    probe
        .last()
        .ifPresent(
            last -> {
              samples.gauge(
                  "postern_probe_ok", "1 where the last login probe worked.", last.ok() ? 1 : 0);
              samples.moment(
                  "postern_probe_last_seconds",
                  "When the last login probe ended, in seconds since 1970.",
                  Optional.of(last.at()));
            });
    samples.counters(
        "postern_probes", "Logins without mail.", outcomes(probe.worked(), probe.failed()));
  }

  private void seconds(String name, String help, Optional<Duration> time) {
    time.ifPresent(known -> samples.gauge(name, help, known.toMillis() / MILLIS));
  }

  private static Map<Labels, Double> outcomes(long ok, long failed) {
    return Map.of(
        Labels.of("outcome", "ok"), (double) ok, Labels.of("outcome", "failed"), (double) failed);
  }
}
