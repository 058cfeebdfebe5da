package org.postern.distribution.watch;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;

/** Into the log, with a marker by which other programs find it. */
public final class LogRoad implements Road {

  /** The marker. */
  public static final String MARKER = "POSTERN_ALERT";

  private static final Logger LOG = LoggerFactory.getLogger("org.postern.alert");
  private static final Marker ALERT = MarkerFactory.getMarker(MARKER);

  private final String host;

  LogRoad(String host) {
    this.host = host;
  }

  @Override
  public String name() {
    return "log";
  }

  @Override
  public String carry(Notice notice) {
    String line =
        notice.event().spelled() + " " + notice.condition().id() + ": " + notice.sentence(host);
    boolean error =
        notice.event() != Notice.Event.END && notice.condition().severity() == Severity.ERROR;
    if (error) {
      LOG.error(ALERT, "{}", line);
    } else {
      LOG.warn(ALERT, "{}", line);
    }
    return "written with the marker " + MARKER;
  }
}
