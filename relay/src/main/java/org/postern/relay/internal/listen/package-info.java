/** The SMTP server: one thread a connection, one class a question. */
package org.postern.relay.internal.listen;
