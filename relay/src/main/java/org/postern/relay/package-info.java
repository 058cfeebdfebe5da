/** The relay: SMTP in, spool, delivery by a mailer out. */
package org.postern.relay;
