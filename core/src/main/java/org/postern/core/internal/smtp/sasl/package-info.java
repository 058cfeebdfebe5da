/** SASL mechanisms (RFC 4422) as clients of {@code javax.security.sasl}; no I/O. */
package org.postern.core.internal.smtp.sasl;
