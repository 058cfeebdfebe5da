package org.postern.spool;

/**
 * A mail that Postern itself writes about another, small enough for memory.
 *
 * @param arrival its envelope; the sender is the null reverse-path
 * @param bytes header section and body, every line with CRLF; not changed after it is handed over
 */
public record Notice(Arrival arrival, byte[] bytes) {}
