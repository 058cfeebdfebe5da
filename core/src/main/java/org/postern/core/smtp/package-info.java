/** The values of the SMTP dialogue: envelope, reply, outcome. */
package org.postern.core.smtp;
