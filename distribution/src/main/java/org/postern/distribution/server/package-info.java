/** The running server: listeners, spool and delivery in one process, and how it is told things. */
@org.jspecify.annotations.NullMarked
package org.postern.distribution.server;
