/** How long commands take to start, and what memory they hold. */
package org.postern.benchmarks.start;
