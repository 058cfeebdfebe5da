package org.postern.triggers.internal.run;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.postern.triggers.run.LogLine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** The log of one run: kept for its result, and written to SLF4J as it comes. One thread. */
public final class RunLog {

  private static final Logger LOG = LoggerFactory.getLogger("org.postern.triggers.script");

  private final List<LogLine> lines = new ArrayList<>();
  private final Map<Level, StringBuilder> printed = new EnumMap<>(Level.class);
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

  /**
   * What the script prints to a stream; whole lines go to the log, the rest when the next part
   * comes or the run ends.
   *
   * @throws LimitReached as {@link #script}
   */
  public void printed(Level level, String text) {
    StringBuilder open = printed.computeIfAbsent(level, any -> new StringBuilder());
    open.append(text);
    for (int end = open.indexOf("\n"); end >= 0; end = open.indexOf("\n")) {
      script(level, category, open.substring(0, end).stripTrailing());
      open.delete(0, end + 1);
    }
  }

  /** What the platform has to say about the script; never limited. */
  public void platform(Level level, String text) {
    add(new LogLine(level, "postern", text));
  }

  /** All lines so far. */
  public List<LogLine> lines() {
    printed.forEach(
        (level, open) -> {
          if (!open.isEmpty()) {
            add(new LogLine(level, category, open.toString()));
            open.setLength(0);
          }
        });
    return List.copyOf(lines);
  }

  private void add(LogLine line) {
    lines.add(line);
    String where = line.category().isEmpty() ? "" : "[" + line.category() + "] ";
    LOG.atLevel(line.level()).log("{}: {}{}", script, where, line.text());
  }
}
