package org.postern.distribution.wiring;

import java.time.Duration;
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
public record Outgoing(Mailer mailer, Delivery delivery, TlsTrust trust) {

  /**
   * Ends the delivery as its {@code stop} does, and then the mailer that it uses. Where something
   * is cut off the process ends, and its connections with it: the mailer would wait for them.
   */
  public void end(Duration within) {
    try {
      if (delivery.stop(within)) {
        mailer.close();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
