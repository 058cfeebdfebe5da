/** Sends mail as the settings say: start at {@link org.postern.core.Mailer}. */
package org.postern.core;
