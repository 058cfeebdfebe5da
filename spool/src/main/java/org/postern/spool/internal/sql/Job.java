package org.postern.spool.internal.sql;

import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
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

  /**
   * Tells its caller where it has been done with others of its kind.
   *
   * @param tokens of claims whose mail has left the spool
   * @return false where it has still to run
   */
  boolean doneWith(Set<Long> tokens) {
    Optional<Operation.Ending<T>> done =
        operation.ending().filter(ending -> tokens.contains(ending.token()));
    done.ifPresent(ending -> told.complete(ending.value()));
    return done.isPresent();
  }

  void fail(Throwable fault) {
    told.completeExceptionally(fault);
  }
}
