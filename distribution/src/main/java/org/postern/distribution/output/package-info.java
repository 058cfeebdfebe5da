/** How values are written for people and for programs. */
@org.jspecify.annotations.NullMarked
package org.postern.distribution.output;
