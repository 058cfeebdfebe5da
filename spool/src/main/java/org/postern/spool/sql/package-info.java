/** Spools in SQL databases: see {@link org.postern.spool.sql.Spools}. */
package org.postern.spool.sql;
