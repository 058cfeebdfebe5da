/** The server watches itself: what is wrong becomes warnings, and those go out by several roads. */
@org.jspecify.annotations.NullMarked
package org.postern.distribution.watch;
