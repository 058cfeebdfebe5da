package org.postern.spool.internal.sql;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.postern.spool.Notebook;

/** Notes in a table. */
record SqlNotebook(Store store) implements Notebook {

  private static final String READ = "SELECT content FROM note WHERE name = ?";

  @Override
  public Optional<String> read(String name) {
    return store.database().read(session -> session.first(READ, row -> row.getString(1), name));
  }

  @Override
  public void write(String name, String text) {
    store
        .writer()
        .run(
            (session, tally) ->
                session.update(
                    "INSERT INTO note (name, content) VALUES (?, ?)"
                        + " ON CONFLICT (name) DO UPDATE SET content = excluded.content",
                    name,
                    text));
  }

  @Override
  public String change(String name, Change change) {
    return store.writer().run((session, tally) -> change(session, name, change));
  }

  private String change(Session session, String name, Change change) throws SQLException {
    Optional<String> before = locked(session, name);
    if (before.isEmpty()) {
      // two nodes may be the first: one of them waits here, and reads what the other has written
      session.update(
          "INSERT INTO note (name, content) VALUES (?, '') ON CONFLICT (name) DO NOTHING", name);
      before = locked(session, name);
    }
    Instant now = Instant.ofEpochMilli(store.database().now(session));
    String after = change.of(before.orElse(""), now);
    session.update("UPDATE note SET content = ? WHERE name = ?", after, name);
    return after;
  }

  private Optional<String> locked(Session session, String name) throws SQLException {
    return session.first(READ + store.database().lock(), row -> row.getString(1), name);
  }

  @Override
  public long node() {
    return store.database().node();
  }
}
