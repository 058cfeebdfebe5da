package org.postern.relay.internal.listen;

import java.util.function.BiFunction;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.postern.core.settings.Secret;
import org.postern.spool.Arrival;
import org.postern.spool.Intake;
import org.postern.spool.MailId;

/**
 * What lies behind a listener. All parts are thread safe.
 *
 * @param admit refuses a mail of so many bytes, where there is no room
 * @param receive starts to take in one mail
 * @param commit makes it durable
 * @param logins who may log in
 * @param tally counts
 */
public record Door(
    LongConsumer admit,
    Supplier<Intake> receive,
    BiFunction<Intake, Arrival, MailId> commit,
    Logins logins,
    Tally tally) {

  /** Knows the local users. */
  public interface Logins {

    /**
     * Takes some time on purpose, the same for users that do not exist.
     *
     * @return true where the user exists and this is the password
     */
    boolean verify(String user, Secret password);
  }
}
