package org.postern.relay.internal.log;

import java.util.List;
import java.util.stream.Collectors;
import org.postern.core.smtp.Visible;
import org.postern.spool.Arrival;
import org.postern.spool.MailId;
import org.postern.spool.SpoolRecipient;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * What the line about a mail that has come says, as pairs for logs that programs read. Values are
 * handed over as they are; whoever writes pairs makes texts of them, and nobody else pays for that.
 */
public final class ArrivalPairs {

  private ArrivalPairs() {}

  /**
   * Puts down what the line holds.
   *
   * @param event how the mail has come
   */
  public static void on(
      LoggingEventBuilder line, String event, MailId id, Arrival arrival, long bytes) {
    line.addKeyValue("event", event);
    line.addKeyValue("id", id);
    line.addKeyValue("from", arrival.sender().<Object>map(from -> from).orElse(""));
    line.addKeyValue("to", new Addresses(arrival.recipients()));
    line.addKeyValue("bytes", bytes);
    // the one value that is the client's own: some logs write pairs into the line
    line.addKeyValue("message_id", Visible.text(arrival.messageId()));
    line.addKeyValue("client", arrival.origin());
  }

  /** All recipients in one text, once somebody wants it. */
  private record Addresses(List<SpoolRecipient> recipients) {
    @Override
    public String toString() {
      return recipients.stream()
          .map(one -> one.address().toString())
          .collect(Collectors.joining(", "));
    }
  }
}
