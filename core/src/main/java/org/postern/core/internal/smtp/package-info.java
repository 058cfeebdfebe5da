/**
 * Postern's own SMTP client (RFC 5321): strict, bounded, never downgraded. One mail goes from
 * {@link org.postern.core.internal.smtp.SmtpClient} through the pool to a delivery; a new
 * connection comes from the opener (address, TLS, EHLO, login).
 */
package org.postern.core.internal.smtp;
