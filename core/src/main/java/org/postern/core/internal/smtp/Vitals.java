package org.postern.core.internal.smtp;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.postern.core.vitals.Latency;
import org.postern.core.vitals.Part;

/** What a client has seen: how long things take, and the server's certificate. Thread safe. */
final class Vitals {

  private static final double NANOS = 1e9;

  private final Map<Part, Histogram> histograms = new EnumMap<>(Part.class);
  private volatile Optional<X509Certificate> certificate = Optional.empty();

  Vitals() {
    for (Part part : Part.values()) {
      histograms.put(part, new Histogram());
    }
  }

  /** A part that took so long. */
  void took(Part part, long nanos) {
    histograms.get(part).add(nanos);
  }

  /** A part that began at this time of {@link System#nanoTime} and ends now. */
  void since(Part part, long begun) {
    took(part, System.nanoTime() - begun);
  }

  /** The server presented this one, and it was good. */
  void presented(X509Certificate own) {
    certificate = Optional.of(own);
  }

  /** That of the last TLS that worked. */
  Optional<X509Certificate> certificate() {
    return certificate;
  }

  Map<Part, Latency> latencies() {
    Map<Part, Latency> now = new EnumMap<>(Part.class);
    histograms.forEach((part, histogram) -> now.put(part, histogram.now()));
    return now;
  }

  private static final class Histogram {

    private final List<LongAdder> counts =
        Stream.generate(LongAdder::new).limit(Latency.BOUNDS.size() + 1L).toList();
    private final LongAdder nanos = new LongAdder();

    private void add(long taken) {
      double seconds = taken / NANOS;
      int bucket = 0;
      while (bucket < Latency.BOUNDS.size() && seconds > Latency.BOUNDS.get(bucket)) {
        bucket++;
      }
      counts.get(bucket).increment();
      nanos.add(taken);
    }

    private Latency now() {
      List<Long> sums = new ArrayList<>(counts.size());
      counts.forEach(count -> sums.add(count.sum()));
      return new Latency(sums, nanos.sum() / NANOS);
    }
  }
}
