package org.postern.spool.internal.sql;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Those who write what became of mails: the writer of all, or several of their own, so that none
 * waits while a large mail is taken out before it. Thread safe.
 *
 * @param own none where the writer of all does it
 */
record Settlers(Writer all, List<Writer> own) {

  /** Where there may be several; each is a connection, and a row that counts. */
  private static final int COUNT = 3;

  static Settlers of(Database database, Writer all, Bell bell, Writability writing) {
    List<Writer> own = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      Optional<Database> settler = database.settler();
      settler.ifPresent(one -> own.add(new Writer(one, bell, writing)));
    }
    return new Settlers(all, List.copyOf(own));
  }

  /** As {@link Writer#submit}, with the one that has least to do. */
  <T> CompletableFuture<T> submit(Operation<T> operation) {
    return own.stream()
        .min(Comparator.comparingInt(Writer::unanswered))
        .orElse(all)
        .submit(operation);
  }

  /** Finishes what waits with those that are not the writer of all. */
  void close() {
    // all at once: of a database that does not answer each would go on asking until its turn comes
    own.forEach(Writer::end);
    own.forEach(Writer::close);
  }
}
