/** How lines of the relay's log are written. */
package org.postern.relay.internal.log;
