/** What grows with the queue, and with the mail. */
package org.postern.benchmarks.growth;
