package org.postern.distribution.server;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/** What the server tells a command of itself: names and values, those that it knows. */
final class StatusText {

  private StatusText() {}

  static String of(ServerStatus status) {
    Properties all = new Properties();
    all.setProperty("since", status.since().toString());
    all.setProperty("stopping", Boolean.toString(status.stopping()));
    all.setProperty("listens", String.join(", ", status.addresses()));
    all.setProperty("connections", Integer.toString(status.listener().open()));
    all.setProperty("accepted", Long.toString(status.listener().accepted()));
    all.setProperty("refused", Long.toString(status.listener().refused()));
    all.setProperty("under_way", Integer.toString(status.delivery().underWay()));
    all.setProperty("delivered", Long.toString(status.delivery().totals().delivered()));
    all.setProperty("deferred", Long.toString(status.delivery().totals().deferred()));
    all.setProperty("bounced", Long.toString(status.delivery().totals().bounced()));
    all.setProperty("dead", Long.toString(status.delivery().totals().dead()));
    put(all, "day_full_at", status.delivery().dayFullAt().map(Instant::toString));
    put(all, "held", status.delivery().held());
    put(all, "diagnosis", status.delivery().diagnosis());
    put(all, "next_try", status.delivery().nextTry().map(Instant::toString));
    put(all, "last_success", status.delivery().lastSuccess().map(Instant::toString));
    put(all, "spool_fault", status.spoolFault());
    put(all, "test_mode", status.testMode());
    StringWriter text = new StringWriter();
    try {
      all.store(text, null);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  /** What {@link #of} wrote. */
  static Map<String, String> parse(String text) throws IOException {
    Properties all = new Properties();
    all.load(new StringReader(text));
    Map<String, String> values = new TreeMap<>();
    all.stringPropertyNames().forEach(name -> values.put(name, all.getProperty(name)));
    return values;
  }

  private static void put(Properties all, String name, Optional<String> value) {
    value.ifPresent(known -> all.setProperty(name, known));
  }
}
