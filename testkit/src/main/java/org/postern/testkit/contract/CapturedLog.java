package org.postern.testkit.contract;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What goes to java.util.logging, down to its finest level, until closed. */
final class CapturedLog extends Handler implements AutoCloseable {

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Formatter formatter = new SimpleFormatter();
  private final Logger root = Logger.getLogger("");
  private final Level level = root.getLevel();

  CapturedLog() {
    root.setLevel(Level.ALL);
    root.addHandler(this);
  }

  String text() {
    return String.join("", lines);
  }

  @Override
  public void publish(LogRecord event) {
    // the JDK's own tracing of sockets and TLS is not the strategy's log
    if (!String.valueOf(event.getLoggerName()).matches("(sun|javax?|jdk)\\..*")) {
      lines.add(formatter.format(event));
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    root.removeHandler(this);
    root.setLevel(level);
  }
}
