package org.postern.spool.internal.sql;

import java.util.Optional;
import org.postern.spool.Notebook;

/** Notes in a table. */
record SqlNotebook(Store store) implements Notebook {

  @Override
  public Optional<String> read(String name) {
    return store
        .database()
        .read(
            session ->
                session.first(
                    "SELECT content FROM note WHERE name = ?", row -> row.getString(1), name));
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
}
