/** Delivery from the spool: {@link org.postern.relay.deliver.Delivery}. */
package org.postern.relay.deliver;
