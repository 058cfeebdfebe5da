package org.postern.spool.internal.sqlite;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.zip.CRC32C;
import org.postern.spool.MailId;
import org.postern.spool.internal.sql.LeftOvers;
import org.postern.spool.internal.sql.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Copies mail by mail out of a damaged database; what cannot be read stays behind. */
final class SalvageCopy {

  private static final String SPOILT =
      "the disk has damaged its bytes; ask its sender to send it again, then drop it";
  private static final List<String> MAIL =
      List.of(
          "id",
          "arrived",
          "sender",
          "returned",
          "envelope_id",
          "utf8",
          "eight_bit",
          "message_id",
          "origin",
          "size",
          "parts",
          "crc",
          "body");
  private static final List<String> RECIPIENT =
      List.of(
          "mail",
          "n",
          "address",
          "notify",
          "original",
          "state",
          "due",
          "attempts",
          "delay_told",
          "token",
          "trouble",
          "diagnosis");
  private static final int GROUP = 1000;
  private static final List<String> PART = List.of("mail", "n", "crc", "bytes");

  private static final Logger LOG = LoggerFactory.getLogger(SalvageCopy.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Session to;
  private final List<MailId> lost = new ArrayList<>();
  private int saved;
  private int spoilt;
  private long told = System.nanoTime();

  SalvageCopy(Session to) {
    this.to = to;
  }

  /**
   * @throws SQLException where not even the table of tables can be read
   */
  void all(Session from) throws SQLException {
    from.first("SELECT name FROM sqlite_schema WHERE name = 'mail'", row -> row.getString(1))
        .orElseThrow(() -> new SQLException("it has no table of mails"));
    TreeSet<Long> mails = new SalvageWalk(from, "mail").run();
    mails.addAll(new SalvageWalk(from, "recipient").run());
    int group = 0;
    for (long mail : mails) {
      try {
        one(from, mail);
      } catch (SQLException unreadable) {
        undo(mail);
      }
      group++;
      if (group % GROUP == 0) {
        soFar(group, mails.size());
        to.update("COMMIT");
        to.update("BEGIN IMMEDIATE");
      }
    }
    try {
      for (Object[] note : rows(from, "note", List.of("name", "content"), "name <> ?", "")) {
        insert("note", List.of("name", "content"), note);
      }
    } catch (SQLException unreadable) {
      // what the pace remembers is made anew
    }
  }

  /** Nobody should think that the start hangs. */
  private void soFar(int done, int all) {
    if (System.nanoTime() - told > PATIENCE.toNanos()) {
      told = System.nanoTime();
      LOG.warn("Saving the damaged spool: {} of {} mails so far", done, all);
    }
  }

  private void undo(long mail) throws SQLException {
    lost.add(LeftOvers.id(mail));
    to.update("DELETE FROM part WHERE mail = ?", mail);
    to.update("DELETE FROM mail WHERE id = ?", mail);
  }

  private void one(Session from, long mail) throws SQLException {
    List<Object[]> heads = rows(from, "mail", MAIL, "id = ?", mail);
    List<Object[]> recipients = rows(from, "recipient", RECIPIENT, "mail = ?", mail);
    if (heads.isEmpty() || recipients.isEmpty()) {
      throw new SQLException("half of it is gone");
    }
    Object[] head = heads.get(0);
    insert("mail", MAIL, head);
    for (Object[] recipient : recipients) {
      insert("recipient", RECIPIENT, recipient);
    }
    int parts = (int) number(head[10]);
    boolean whole = parts > 0 || matches(head[12], head[11]);
    for (int n = 0; n < parts; n++) {
      List<Object[]> part = rows(from, "part", PART, "n = " + n + " AND mail = ?", mail);
      if (part.isEmpty()) {
        throw new SQLException("a part of it is gone");
      }
      insert("part", PART, part.get(0));
      whole &= matches(part.get(0)[3], part.get(0)[2]);
    }
    saved++;
    if (!whole) {
      spoilt++;
      to.update(
          "UPDATE recipient SET state = 3, token = -1, trouble = ? WHERE mail = ? AND state < 3",
          SPOILT,
          mail);
    }
  }

  private static boolean matches(Object bytes, Object crc) {
    CRC32C sum = new CRC32C();
    if (bytes instanceof Optional<?> some && some.orElse(null) instanceof byte[] all) {
      sum.update(all, 0, all.length);
    }
    return number(crc) == sum.getValue();
  }

  /** A damaged cell may hold anything. */
  private static long number(Object value) {
    return value instanceof Optional<?> some && some.orElse(null) instanceof Number number
        ? number.longValue()
        : -1;
  }

  private static List<Object[]> rows(
      Session from, String table, List<String> columns, String where, Object value)
      throws SQLException {
    return from.query(
        "SELECT " + String.join(", ", columns) + " FROM " + table + " WHERE " + where,
        row -> values(row, columns.size()),
        value);
  }

  private static Object[] values(ResultSet row, int count) throws SQLException {
    Object[] values = new Object[count];
    for (int i = 0; i < count; i++) {
      values[i] = Optional.ofNullable(row.getObject(i + 1));
    }
    return values;
  }

  private void insert(String table, List<String> columns, Object[] values) throws SQLException {
    to.update(
        "INSERT INTO "
            + table
            + " ("
            + String.join(", ", columns)
            + ") VALUES (?"
            + ", ?".repeat(columns.size() - 1)
            + ")",
        values);
  }

  /** The numbers of the new file. */
  void count() throws SQLException {
    to.update(
        "UPDATE tally SET mails = (SELECT COUNT(*) FROM mail),"
            + " waiting = (SELECT COUNT(*) FROM recipient WHERE state = 0),"
            + " active = (SELECT COUNT(*) FROM recipient WHERE state = 1),"
            + " held = (SELECT COUNT(*) FROM recipient WHERE state = 2),"
            + " dead = (SELECT COUNT(*) FROM recipient WHERE state = 3)");
  }

  SalvageCount counted() {
    return new SalvageCount(saved, spoilt, List.copyOf(lost));
  }
}
