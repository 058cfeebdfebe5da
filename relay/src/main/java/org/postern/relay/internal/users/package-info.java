/** The file of the relay's local users. */
package org.postern.relay.internal.users;
