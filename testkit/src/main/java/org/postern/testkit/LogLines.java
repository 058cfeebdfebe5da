package org.postern.testkit;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * What programs under test write to a log, line by line, without time, level and stack trace, from
 * {@link #of} to {@link #close}. Hears {@code java.util.logging}: lines of SLF4J come there where
 * {@code slf4j-jdk14} is on the class path of the tests. Hears what passes the log's own level,
 * which is INFO where nobody has set another. Thread safe.
 */
public final class LogLines implements AutoCloseable {

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Handler ear = new Ear();
  private final Logger log;

  private LogLines(Logger log) {
    this.log = log;
    log.addHandler(ear);
  }

  /**
   * From now on.
   *
   * @param name of one logger, or the beginning of several, up to a dot; "" for all
   */
  public static LogLines of(String name) {
    return new LogLines(Logger.getLogger(name));
  }

  /** The lines so far, in the order in which they came; may be none. */
  public List<String> all() {
    return List.copyOf(lines);
  }

  /** The lines so far in one text, with line feeds between them. */
  public String text() {
    return String.join("\n", lines);
  }

  /** Hears no more; the lines so far stay. */
  @Override
  public void close() {
    log.removeHandler(ear);
  }

  private final class Ear extends Handler {

    private final SimpleFormatter formatter = new SimpleFormatter();

    @Override
    public void publish(LogRecord line) {
      lines.add(formatter.formatMessage(line));
    }

    @Override
    public void flush() {
      // each line is there at once
    }

    @Override
    public void close() {
      // nothing is open
    }
  }
}
