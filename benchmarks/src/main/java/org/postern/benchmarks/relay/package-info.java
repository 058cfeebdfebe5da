/** Relaying by Postern beside relaying by Postfix. */
package org.postern.benchmarks.relay;
