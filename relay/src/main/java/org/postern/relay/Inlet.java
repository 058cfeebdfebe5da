package org.postern.relay;

import org.postern.spool.Arrival;
import org.postern.spool.Intake;
import org.postern.spool.MailId;
import org.postern.spool.Spool;
import org.postern.spool.SpoolException;

/** Where mail is left for delivery. Thread safe. */
public interface Inlet {

  /**
   * Refuses a mail before it comes, where there is no room for it. Costs hardly anything.
   *
   * @param size bytes of the mail, as far as they are known; else 0
   * @throws SpoolException where it would not be kept
   */
  default void admit(long size) {}

  /** Starts to take in one mail. */
  Intake receive();

  /**
   * Durable when it returns, and on its way.
   *
   * @throws SpoolException where it is not durable; nothing of it is kept
   */
  MailId commit(Intake intake, Arrival arrival);

  /** Leaves it in the spool, for whoever delivers from there. */
  static Inlet of(Spool spool) {
    return new Inlet() {
      @Override
      public void admit(long size) {
        spool.admit(size);
      }

      @Override
      public Intake receive() {
        return spool.receive();
      }

      @Override
      public MailId commit(Intake intake, Arrival arrival) {
        return intake.commit(arrival);
      }
    };
  }
}
