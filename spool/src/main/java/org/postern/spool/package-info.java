/** The spool: see {@link org.postern.spool.Spool}. */
package org.postern.spool;
