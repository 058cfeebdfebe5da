package org.postern.core.vitals;

import java.time.Instant;

/**
 * Something without which mail will not leave, or not come in, and that ends at a known time.
 * Immutable; holds no secret.
 *
 * @param what for people, and the same each time it is asked for: {@code client secret}
 * @param at when it ends, or has ended
 * @param remedy what to do before, as a whole sentence without the full stop
 */
public record Ending(String what, Instant at, String remedy) {}
