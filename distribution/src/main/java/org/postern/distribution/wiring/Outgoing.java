package org.postern.distribution.wiring;

import org.postern.core.Mailer;
import org.postern.relay.deliver.Delivery;

/**
 * What takes mail out of the spool by one state of the settings.
 *
 * @param mailer of these settings
 * @param delivery that uses it
 */
public record Outgoing(Mailer mailer, Delivery delivery) {}
