package org.postern.distribution.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.Collectors;
import org.postern.core.smtp.Visible;

/** One line for each message: control characters are escaped, so nobody can forge a second one. */
final class LogLayout extends LayoutBase<ILoggingEvent> {

  @Override
  public String doLayout(ILoggingEvent event) {
    String name = event.getLoggerName();
    String line =
        Instant.ofEpochMilli(event.getTimeStamp()).truncatedTo(ChronoUnit.MILLIS)
            + " "
            + event.getLevel()
            + " "
            + name.substring(name.lastIndexOf('.') + 1)
            + ": "
            + markers(event)
            + escaped(event.getFormattedMessage())
            + "\n";
    return event.getThrowableProxy() == null
        ? line
        : line + ThrowableProxyUtil.asString(event.getThrowableProxy());
  }

  private static String markers(ILoggingEvent event) {
    return event.getMarkerList() == null
        ? ""
        : event.getMarkerList().stream()
            .map(marker -> "[" + marker.getName() + "] ")
            .collect(Collectors.joining());
  }

  static String escaped(String message) {
    if (Visible.isPlain(message)) {
      return message;
    }
    StringBuilder text = new StringBuilder(message.length());
    message
        .codePoints()
        .forEach(
            c -> {
              if (Character.isISOControl(c)
                  || Character.getType(c) == Character.FORMAT
                  || c == 0x2028
                  || c == 0x2029) {
                text.append(String.format("\\u%04x", c));
              } else {
                text.appendCodePoint(c);
              }
            });
    return text.toString();
  }
}
