package org.postern.spool.internal.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.postern.spool.SpoolException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A mail of which nobody has said whether its commit took effect. */
record LostMail(Database database, long number) {

  private static final Logger LOG = LoggerFactory.getLogger(LostMail.class);

  /** A server that was started anew has closed all connections, of which the pool may have some. */
  private static final int TRIES = 3;

  /** In place of the mail, for a moment: who inserts it waits for one who does so already. */
  private static final String PLACE =
      "INSERT INTO mail (id, arrived, utf8, eight_bit, message_id, origin, size, parts, crc)"
          + " VALUES (?, 0, 0, 0, '', '', 0, 0, 0) ON CONFLICT (id) DO NOTHING";

  /**
   * When it arrived, as another connection sees it once the transaction that was lost has ended.
   * Empty where it is not there, or where this cannot be learned.
   */
  Optional<Long> arrived() {
    for (int i = 0; i < TRIES; i++) {
      try {
        Optional<Long> arrived = database.read(this::look);
        LOG.info(
            "The answer to the commit of {} was lost: it is {}in the spool",
            MailIds.text(number),
            arrived.isPresent() ? "" : "not ");
        return arrived;
      } catch (SpoolException again) {
        LOG.debug("Whether {} is in the spool is not known", MailIds.text(number), again);
      }
    }
    return Optional.empty();
  }

  private Optional<Long> look(Session session) throws SQLException {
    Connection connection = session.connection();
    connection.setAutoCommit(false);
    try {
      boolean there = session.update(PLACE, number) == 0;
      return there
          ? session.first("SELECT arrived FROM mail WHERE id = ?", row -> row.getLong(1), number)
          : Optional.empty();
    } finally {
      connection.rollback();
    }
  }
}
