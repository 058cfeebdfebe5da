/** Benchmarks behind the figures of the documents. */
package org.postern.benchmarks;
