package org.postern.spool.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.spool.SpoolException;
import org.postern.spool.internal.sqlite.SqliteDatabase;
import org.postern.spool.internal.sqlite.SqliteOptions;

class WriterTest {

  @TempDir Path folder;
  private SqliteDatabase database;
  private Writer writer;

  @BeforeEach
  void open() {
    database =
        new SqliteDatabase(
            new SqliteOptions(folder, true, true, 0, SqliteOptions.PATIENCE, Clock.systemUTC()));
    writer = new Writer(database, new Bell(), new Writability(System::nanoTime));
  }

  @AfterEach
  void close() {
    writer.close();
    database.close();
  }

  private static Operation<Boolean> note(String name) {
    return (session, tally) ->
        session.update("INSERT INTO note (name, content) VALUES (?, '')", name) == 1;
  }

  /** Runs all while the writer is kept busy, so that they come in one batch. */
  private List<CompletableFuture<Boolean>> together(List<Operation<Boolean>> operations)
      throws InterruptedException {
    CountDownLatch busy = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    CompletableFuture<Boolean> blocker =
        CompletableFuture.supplyAsync(
            () ->
                writer.run(
                    (session, tally) -> {
                      busy.countDown();
                      await(go);
                      return true;
                    }));
    busy.await();
    List<CompletableFuture<Boolean>> all = new ArrayList<>();
    for (Operation<Boolean> one : operations) {
      CompletableFuture<Boolean> told = new CompletableFuture<>();
      new Thread(
              () -> {
                try {
                  told.complete(writer.run(one));
                } catch (RuntimeException failed) {
                  told.completeExceptionally(failed);
                }
              })
          .start();
      all.add(told);
    }
    org.awaitility.Awaitility.await().until(() -> writer.waiting() == operations.size());
    go.countDown();
    blocker.join();
    return all;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  private long notes() {
    return database.read(
        session -> session.first("SELECT COUNT(*) FROM note", row -> row.getLong(1)).orElseThrow());
  }

  @Test
  void anOperationThatFailsDoesNoHarmToTheOthersOfItsBatch() throws Exception {
    Operation<Boolean> sql =
        (session, tally) -> {
          note("half").on(session, tally);
          return session.update("INSERT INTO note (name, content) VALUES ('x', NULL)") == 1;
        };
    Operation<Boolean> bug =
        (session, tally) -> {
          note("half of a bug").on(session, tally);
          throw new IllegalStateException("a bug");
        };

    var all = together(List.of(note("a"), sql, note("b"), bug, note("c")));

    assertThat(all.get(0).get() && all.get(2).get() && all.get(4).get()).isTrue();
    assertThatThrownBy(all.get(1)::get).hasCauseInstanceOf(SpoolException.class);
    assertThatThrownBy(all.get(3)::get).hasMessageContaining("a bug");
    assertThat(notes()).isEqualTo(3);
  }

  @Test
  void whatComesAfterTheEndIsRefused() {
    writer.close();

    assertThatThrownBy(() -> writer.run(note("late")))
        .isInstanceOf(SpoolException.class)
        .hasMessageContaining("closed");
  }
}
