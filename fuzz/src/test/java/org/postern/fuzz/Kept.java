package org.postern.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.postern.relay.Inlet;
import org.postern.spool.Arrival;
import org.postern.spool.Claim;
import org.postern.spool.Intake;
import org.postern.spool.MailId;

/** Keeps mails in memory, numbered from the first. */
final class Kept implements Inlet {

  private final List<Mail> mails = new ArrayList<>();
  private int begun;

  /**
   * One mail.
   *
   * @param text its bytes, each as one character
   */
  record Mail(Arrival arrival, String text) {

    /** Without the header section, of which the relay's part is new each time. */
    String body() {
      return text.substring(text.indexOf("\r\n\r\n") + 4);
    }

    /** What must be the same whenever the same comes in. */
    List<Object> essence() {
      return List.of(
          arrival.sender(),
          arrival.recipients(),
          arrival.returned(),
          arrival.envelopeId(),
          arrival.utf8Headers(),
          body());
    }
  }

  List<Mail> mails() {
    return mails;
  }

  @Override
  public Intake receive() {
    begun++;
    return new InMemory(new MailId("MAIL%06d".formatted(begun)));
  }

  @Override
  public MailId commit(Intake intake, Arrival arrival) {
    return intake.commit(arrival);
  }

  private final class InMemory implements Intake {

    private final MailId id;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    InMemory(MailId id) {
      this.id = id;
    }

    @Override
    public MailId id() {
      return id;
    }

    @Override
    public OutputStream body() {
      return bytes;
    }

    @Override
    public MailId commit(Arrival arrival) {
      mails.add(new Mail(arrival, bytes.toString(StandardCharsets.ISO_8859_1)));
      return id;
    }

    @Override
    public Claim commitClaimed(Arrival arrival, Duration lease) {
      throw new UnsupportedOperationException("nobody delivers from here");
    }

    @Override
    public void close() {
      // nothing is held
    }
  }
}
