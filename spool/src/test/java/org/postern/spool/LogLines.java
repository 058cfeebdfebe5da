package org.postern.spool;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** The lines of a log, without its times, until closed. */
final class LogLines extends Handler implements AutoCloseable {

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final SimpleFormatter formatter = new SimpleFormatter();
  private final Logger log;

  private LogLines(Logger log) {
    this.log = log;
  }

  /** From now on. */
  static LogLines of(String name) {
    LogLines lines = new LogLines(Logger.getLogger(name));
    lines.log.addHandler(lines);
    return lines;
  }

  /** So far. */
  List<String> all() {
    return List.copyOf(lines);
  }

  @Override
  public void publish(LogRecord event) {
    lines.add(formatter.formatMessage(event));
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    log.removeHandler(this);
  }
}
