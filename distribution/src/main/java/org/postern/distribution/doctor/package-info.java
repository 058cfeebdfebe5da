/** Examines an installation: settings, files, secrets, the way to the mail server, the token. */
@org.jspecify.annotations.NullMarked
package org.postern.distribution.doctor;
