package org.postern.triggers.internal.run;

import java.util.ArrayList;
import java.util.List;
import org.postern.triggers.run.LogLine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** The log of one run: kept for its result, and written to SLF4J as it comes. One thread. */
public final class RunLog {

  private static final Logger LOG = LoggerFactory.getLogger("org.postern.triggers.script");

  private final List<LogLine> lines = new ArrayList<>();
  private final String script;
  private final long limit;
  private long written;
  private String category = "";

  /**
   * @param limit characters that may be logged
   */
  public RunLog(String script, long limit) {
    this.script = script;
    this.limit = limit;
  }

  /** The level for a number of the origin: the higher it is, the less it matters. */
  public static Level level(int number) {
    if (number <= 0) {
      return Level.ERROR;
    }
    return number < 5 ? Level.WARN : number < 10 ? Level.INFO : Level.DEBUG;
  }

  /** The category of lines that follow. */
  public void category(String name) {
    category = name;
  }

  /** The category that is set; "" where none is. */
  public String category() {
    return category;
  }

  /**
   * What the script itself writes.
   *
   * @throws LimitReached when it has written more than it may
   */
  public void script(Level level, String named, String text) {
    written += text.length();
    if (written > limit) {
      throw new LimitReached(
          "it wrote more than "
              + limit
              + " characters to the log; mend the script or raise postern.trigger.max_output");
    }
    add(new LogLine(level, named, text));
  }

  /** What the platform has to say about the script; never limited. */
  public void platform(Level level, String text) {
    add(new LogLine(level, "postern", text));
  }

  /** All lines so far. */
  public List<LogLine> lines() {
    return List.copyOf(lines);
  }

  private void add(LogLine line) {
    lines.add(line);
    String where = line.category().isEmpty() ? "" : "[" + line.category() + "] ";
    LOG.atLevel(line.level()).log("{}: {}{}", script, where, line.text());
  }
}
