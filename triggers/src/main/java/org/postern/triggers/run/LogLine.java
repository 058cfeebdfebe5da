package org.postern.triggers.run;

import org.slf4j.event.Level;

/**
 * One line of the log of a run.
 *
 * @param level how grave it is
 * @param category the message category that the script set; "" where it set none
 * @param text the line, without a line end
 */
public record LogLine(Level level, String category, String text) {}
