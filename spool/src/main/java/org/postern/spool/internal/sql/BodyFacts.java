package org.postern.spool.internal.sql;

/**
 * What is known of a mail's bytes without reading them.
 *
 * @param parts in how many rows of the table of parts they stand; 0 where they stand in the mail's
 *     own row
 */
record BodyFacts(long size, int parts, boolean eightBit, boolean utf8Headers) {}
