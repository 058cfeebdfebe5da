package org.postern.spool.internal.sql;

import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.postern.spool.SpoolException;

/** An operation and where its caller waits. */
record Job<T>(Operation<T> operation, CompletableFuture<T> told) {

  /** Runs it and returns what tells its caller; to be called when the transaction is committed. */
  Runnable run(Session session, Tally tally) throws SQLException {
    try {
      T value = operation.on(session, tally);
      return () -> told.complete(value);
    } catch (SpoolException refused) {
      return () -> told.completeExceptionally(refused);
    }
  }

  void fail(Throwable fault) {
    told.completeExceptionally(fault);
  }
}
