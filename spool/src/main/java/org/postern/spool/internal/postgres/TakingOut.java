package org.postern.spool.internal.postgres;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Takes mails out of which all recipients are done with. The whole transaction goes to the server
 * in one piece, so that a kill of this process does not undo it any more once it has been sent: a
 * statement after the other would be undone up to the commit.
 */
final class TakingOut {

  /** How a transaction of results ends. */
  static final String COMMIT_SOON = "SET LOCAL synchronous_commit TO off; COMMIT";

  /**
   * Each deletion names the mails, though those that are gone would do: so that it goes by the
   * index whatever the planner thinks of how many they are. The driver sends the BEGIN with it.
   */
  private static final String TAKE_OUT =
      "WITH gone AS (DELETE FROM recipient WHERE mail = ANY (?) AND token = ANY (?) AND state = 1"
          + " AND EXISTS (SELECT 1 FROM tally WHERE node = ?) RETURNING mail, token),"
          + " bytes AS (DELETE FROM part WHERE mail = ANY (?)"
          + " AND mail IN (SELECT mail FROM gone)),"
          + " mails AS (DELETE FROM mail WHERE id = ANY (?)"
          + " AND id IN (SELECT mail FROM gone) RETURNING id),"
          + " counted AS (UPDATE tally SET active = active - (SELECT COUNT(*) FROM gone),"
          + " mails = tally.mails - (SELECT COUNT(*) FROM mails)"
          + " WHERE node = ? AND EXISTS (SELECT 1 FROM gone))"
          + " SELECT DISTINCT token FROM gone; "
          + COMMIT_SOON;

  private TakingOut() {}

  /**
   * In a transaction of its own.
   *
   * @param mails by the tokens of their claims
   * @param node whose tally counts it
   * @return the tokens of those that are gone
   */
  static Set<Long> of(Connection connection, Map<Long, Long> mails, long node) throws SQLException {
    Array numbers = connection.createArrayOf("bigint", mails.values().toArray());
    Array tokens = connection.createArrayOf("bigint", mails.keySet().toArray());
    try (PreparedStatement statement = connection.prepareStatement(TAKE_OUT)) {
      statement.setArray(1, numbers);
      statement.setArray(2, tokens);
      statement.setLong(3, node);
      statement.setArray(4, numbers);
      statement.setArray(5, numbers);
      statement.setLong(6, node);
      statement.execute();
      Set<Long> gone = new HashSet<>();
      try (ResultSet rows = statement.getResultSet()) {
        while (rows.next()) {
          gone.add(rows.getLong(1));
        }
      }
      return gone;
    }
  }
}
