package org.postern.distribution.server;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.core.vitals.Latency;

/** Collects metrics; one whose values are not known is left out. One thread. */
final class Samples {

  private final List<MetricSnapshot> all = new ArrayList<>();

  MetricSnapshots all() {
    return new MetricSnapshots(all);
  }

  void moment(String name, String help, Optional<Instant> when) {
    when.ifPresent(known -> gauge(name, help, known.getEpochSecond()));
  }

  void gauge(String name, String help, double value) {
    gauges(name, help, Map.of(Labels.EMPTY, value));
  }

  void gauges(String name, String help, Map<Labels, Double> values) {
    if (values.isEmpty()) {
      return;
    }
    GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(help);
    values.forEach(
        (labels, value) ->
            gauge.dataPoint(GaugeDataPointSnapshot.builder().labels(labels).value(value).build()));
    all.add(gauge.build());
  }

  void counter(String name, String help, double value) {
    counters(name, help, Map.of(Labels.EMPTY, value));
  }

  void counters(String name, String help, Map<Labels, Double> values) {
    CounterSnapshot.Builder counter = CounterSnapshot.builder().name(name).help(help);
    values.forEach(
        (labels, value) ->
            counter.dataPoint(
                CounterDataPointSnapshot.builder().labels(labels).value(value).build()));
    all.add(counter.build());
  }

  void histograms(String name, String help, Map<Labels, Latency> values) {
    if (values.isEmpty()) {
      return;
    }
    HistogramSnapshot.Builder histogram = HistogramSnapshot.builder().name(name).help(help);
    values.forEach(
        (labels, latency) ->
            histogram.dataPoint(
                HistogramDataPointSnapshot.builder()
                    .labels(labels)
                    .classicHistogramBuckets(buckets(latency))
                    .sum(latency.seconds())
                    .build()));
    all.add(histogram.build());
  }

  private static ClassicHistogramBuckets buckets(Latency latency) {
    ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
    for (int i = 0; i < Latency.BOUNDS.size(); i++) {
      buckets.bucket(Latency.BOUNDS.get(i), latency.counts().get(i));
    }
    return buckets
        .bucket(Double.POSITIVE_INFINITY, latency.counts().get(Latency.BOUNDS.size()))
        .build();
  }
}
