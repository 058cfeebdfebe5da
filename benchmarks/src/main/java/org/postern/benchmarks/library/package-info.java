/** Sending by Postern beside sending by other libraries. */
package org.postern.benchmarks.library;
