package org.postern.spool.internal.sql;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.postern.core.smtp.MailAddress;
import org.postern.core.smtp.Visible;
import org.postern.spool.Queue.Deed;
import org.postern.spool.Queue.Trace;

/**
 * What people did to mails of the queue: a note of each transaction that did it, so that it is kept
 * if and only if that was, until somebody has told it. Thread safe.
 */
final class Traces {

  private static final String PREFIX = "deed ";
  private static final String READ =
      "SELECT name, content FROM note WHERE name LIKE '" + PREFIX + "%' ORDER BY name LIMIT 5";
  private static final int MOST_NAMED = 10;

  /** Those that could not be forgotten yet, on a full disk for instance. */
  private final Set<String> told = new HashSet<>();

  private record Note(String name, String content) {}

  /** A transaction's note in the making; nothing is written where nobody is named. */
  static final class Page {
    private final StringBuilder lines = new StringBuilder();
    private final Deed deed;
    private final String by;

    Page(Deed deed, String by) {
      this.deed = deed;
      this.by = by;
    }

    /** This was done to these recipients of a mail. */
    void add(long mail, List<MailAddress> recipients) {
      if (by.isEmpty() || recipients.isEmpty()) {
        return;
      }
      lines.append('\n').append(mail).append('\t').append(recipients.size());
      recipients.stream()
          .limit(MOST_NAMED)
          .forEach(one -> lines.append('\t').append(Visible.text(one.toString())));
    }

    void write(Session session, Store store, long now) throws SQLException {
      if (lines.length() > 0) {
        session.update(
            "INSERT INTO note (name, content) VALUES (?, ?)",
            PREFIX + MailIds.text(store.ids().next()),
            deed + "\t" + now + "\t" + Visible.text(by) + lines);
      }
    }
  }

  /** Tells all, and forgets what was told: a kill in between tells it once more. */
  synchronized void tell(Store store, Consumer<Trace> teller) {
    while (true) {
      List<Note> notes =
          store
              .database()
              .read(
                  session ->
                      session.query(READ, row -> new Note(row.getString(1), row.getString(2))));
      if (notes.isEmpty()) {
        told.clear();
        return;
      }
      for (Note note : notes) {
        if (told.add(note.name())) {
          traces(note.content()).forEach(teller);
        }
      }
      store.writer().run((session, tally) -> forget(session, notes));
    }
  }

  private static boolean forget(Session session, List<Note> notes) throws SQLException {
    for (Note note : notes) {
      session.update("DELETE FROM note WHERE name = ?", note.name());
    }
    return true;
  }

  private static List<Trace> traces(String content) {
    String[] lines = content.split("\n");
    String[] head = lines[0].split("\t", 3);
    List<Trace> all = new ArrayList<>();
    for (String line : Arrays.asList(lines).subList(1, lines.length)) {
      String[] parts = line.split("\t");
      all.add(
          new Trace(
              MailIds.text(Long.parseLong(parts[0])),
              Deed.valueOf(head[0]),
              head[2],
              Instant.ofEpochMilli(Long.parseLong(head[1])),
              List.of(parts).subList(2, parts.length),
              Integer.parseInt(parts[1])));
    }
    return all;
  }
}
