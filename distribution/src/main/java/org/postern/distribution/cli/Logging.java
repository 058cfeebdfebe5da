package org.postern.distribution.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** The log of the commands: standard error, warnings only unless more is asked for. */
public final class Logging {

  private Logging() {}

  /**
   * Sets how much is logged.
   *
   * @param verbosity 0: warnings; 1: what an administrator cares about; 2 and more: the dialogue
   */
  public static void level(int verbosity) {
    ILoggerFactory factory = LoggerFactory.getILoggerFactory();
    if (!(factory instanceof LoggerContext context)) {
      return; // the host of a test has a log of its own
    }
    ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    if (root.getAppender("postern") == null) {
      context.reset();
      root.addAppender(appender(context, lines(context)));
      SLF4JBridgeHandler.removeHandlersForRootLogger();
      SLF4JBridgeHandler.install();
    }
    root.setLevel(Level.WARN);
    context
        .getLogger("org.postern")
        .setLevel(verbosity == 0 ? Level.WARN : verbosity == 1 ? Level.INFO : Level.DEBUG);
    // a command that runs a script shows what the script logs by itself
    context.getLogger("org.postern.triggers.script").setLevel(Level.OFF);
  }

  /**
   * The log of a server: what an administrator cares about, the lives of mails included.
   *
   * @param verbosity 0: that; 1 and more: the dialogue too
   * @param json one JSON object a line, by Logback's own encoder
   */
  static void ofServer(int verbosity, boolean json) {
    level(verbosity + 1);
    if (json && LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
      root.detachAppender("postern");
      root.addAppender(appender(context, json()));
    }
  }

  private static JsonEncoder json() {
    JsonEncoder encoder = new JsonEncoder();
    encoder.setWithFormattedMessage(true);
    encoder.setWithMessage(false);
    encoder.setWithArguments(false);
    encoder.setWithSequenceNumber(false);
    encoder.setWithNanoseconds(false);
    encoder.setWithContext(false);
    return encoder;
  }

  private static LayoutWrappingEncoder<ILoggingEvent> lines(LoggerContext context) {
    LogLayout layout = new LogLayout();
    layout.setContext(context);
    layout.start();
    LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
    encoder.setLayout(layout);
    return encoder;
  }

  private static ConsoleAppender<ILoggingEvent> appender(
      LoggerContext context, Encoder<ILoggingEvent> encoder) {
    encoder.setContext(context);
    encoder.start();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setName("postern");
    appender.setTarget("System.err");
    appender.setEncoder(encoder);
    appender.start();
    return appender;
  }
}
