/**
 * A throw-away CA, a token endpoint and an SMTP server on the loopback interface, good by default
 * and hostile on demand. Secrets here are test secrets; still none is shown by {@code toString}.
 */
package org.postern.testkit;
