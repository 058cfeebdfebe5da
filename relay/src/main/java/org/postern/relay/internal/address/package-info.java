/** Forms of addresses that both sides of the relay write. */
package org.postern.relay.internal.address;
