package org.postern.distribution.wiring;

import org.postern.core.Mailer;
import org.postern.core.spi.TlsTrust;
import org.postern.relay.deliver.Delivery;

/**
 * What takes mail out of the spool by one state of the settings.
 *
 * @param mailer of these settings
 * @param delivery that uses it; who made this begins it
 * @param trust of both, for whatever else speaks TLS
 */
public record Outgoing(Mailer mailer, Delivery delivery, TlsTrust trust) {}
