package org.postern.triggers.run;

import org.postern.core.message.OutboundMessage;
import org.postern.core.smtp.DeliveryResult;

/**
 * A mail that a script handed over, in the order in which it did.
 *
 * @param message as it left
 * @param result what became of it
 */
public record SentMail(OutboundMessage message, DeliveryResult result) {}
