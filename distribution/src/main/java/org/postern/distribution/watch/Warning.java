package org.postern.distribution.watch;

import java.time.Instant;

/**
 * A condition that people were told of, and that has not ended. Immutable.
 *
 * @param condition as it was seen last
 * @param since when it was seen first
 * @param told when people were told last
 */
public record Warning(Condition condition, Instant since, Instant told) {}
