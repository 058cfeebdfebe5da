package org.postern.relay;

import java.io.OutputStream;
import java.time.Duration;
import org.postern.spool.Arrival;
import org.postern.spool.Claim;
import org.postern.spool.Intake;
import org.postern.spool.MailId;

/** Takes a mail and keeps nothing of it. */
public record ForgetfulIntake(MailId id) implements Intake {

  /** With an id of its own making. */
  public ForgetfulIntake() {
    this(new MailId("TEST00000001"));
  }

  @Override
  public OutputStream body() {
    return OutputStream.nullOutputStream();
  }

  @Override
  public MailId commit(Arrival arrival) {
    return id;
  }

  @Override
  public Claim commitClaimed(Arrival arrival, Duration lease) {
    throw new UnsupportedOperationException("nobody delivers from here");
  }

  @Override
  public void close() {}
}
