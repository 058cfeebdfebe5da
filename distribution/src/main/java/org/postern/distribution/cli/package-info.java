/** The {@code postern} command: one class for each of its commands. */
@org.jspecify.annotations.NullMarked
package org.postern.distribution.cli;
