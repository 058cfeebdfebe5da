/** The bundle: where its folders are, and the start of the command line. */
@org.jspecify.annotations.NullMarked
package org.postern.distribution;
