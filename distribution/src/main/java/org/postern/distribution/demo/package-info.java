/** {@code postern demo}: the whole way of a mail on loopback. */
@org.jspecify.annotations.NullMarked
package org.postern.distribution.demo;
