/** The spool as an outbox in an application of one's own. */
package org.postern.relay.outbox;
