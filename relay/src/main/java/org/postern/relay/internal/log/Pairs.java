package org.postern.relay.internal.log;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.SubstituteLogger;
import org.slf4j.spi.DefaultLoggingEventBuilder;
import org.slf4j.spi.LoggingEventAware;
import org.slf4j.spi.LoggingEventBuilder;
import org.slf4j.spi.NOPLoggingEventBuilder;

/** The key-value pairs of lines, for logs that keep them apart from the text. */
public final class Pairs {

  private Pairs() {}

  /**
   * True where the log takes pairs as such. For one that does not, as those of {@code slf4j-jdk14}
   * and {@code slf4j-simple}, SLF4J writes them into the line, in front of the text that says the
   * same; such a log is handed none.
   *
   * @param line one of {@code log}; of a line that is not written nobody wants pairs
   */
  public static boolean wanted(LoggingEventBuilder line, Logger log) {
    // a provider with a builder of its own knows what to do with them, as Log4j's does
    boolean ownBuilder = line.getClass() != DefaultLoggingEventBuilder.class;
    return !(line instanceof NOPLoggingEventBuilder)
        && (ownBuilder || real(log) instanceof LoggingEventAware);
  }

  /** SLF4J hands out a stand-in to whoever comes while another thread looks for the provider. */
  private static Logger real(Logger log) {
    return log instanceof SubstituteLogger ? LoggerFactory.getLogger(log.getName()) : log;
  }
}
