/** The composition root: the only place that knows all modules, and Guice. */
@org.jspecify.annotations.NullMarked
package org.postern.distribution.wiring;
