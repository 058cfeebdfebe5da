package org.postern.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postern.spool.SpoolException.Kind;
import org.postern.spool.internal.postgres.PostgresDatabase;
import org.postern.spool.internal.postgres.PostgresOptions;
import org.postern.spool.internal.sql.SqlSpool;

/** A spool in PostgreSQL that cannot be opened. */
@Tag("same-on-every-jdk")
class PostgresRefusalsTest {

  @Test
  void aNewerSchemaIsRefused() {
    PostgresServer.sql("DROP SCHEMA IF EXISTS postern_spool CASCADE");
    open(PostgresServer.url(), "postgres").close();
    PostgresServer.sql("UPDATE postern_spool.schema_version SET version = 99");

    refused(() -> open(PostgresServer.url(), "postgres"), Kind.NEWER_SCHEMA, "version 99");
  }

  @Test
  void faultsOfTheDatabaseServerAreNamed() throws Exception {
    String url = PostgresServer.url();
    String nobodyThere = url.replaceAll(":\\d+/", ":1/");
    // each takes seconds until it gives up
    ExecutorService pool = Executors.newFixedThreadPool(3);
    try {
      List<Callable<Object>> openings =
          List.of(
              naming(() -> open(nobodyThere, "postgres"), Kind.BUSY, "out of reach"),
              naming(() -> open(url + "_none", "postgres"), Kind.UNUSABLE, "create the database"),
              naming(() -> open(url, "nobody"), Kind.UNUSABLE, "postern.spool.user"));
      for (Future<Object> named : pool.invokeAll(openings)) {
        named.get();
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static Callable<Object> naming(ThrowingCallable opening, Kind kind, String word) {
    return Executors.callable(() -> refused(opening, kind, word));
  }

  private static Spool open(String url, String user) {
    PostgresOptions options = new PostgresOptions(url, user, "", true, SpoolSample.MINUTE);
    return new SqlSpool(new PostgresDatabase(options), Clock.systemUTC(), System::nanoTime, true);
  }

  private static void refused(ThrowingCallable opening, Kind kind, String word) {
    assertThatThrownBy(opening)
        .isInstanceOfSatisfying(
            SpoolException.class,
            refusal -> {
              assertThat(refusal).hasMessageContaining(word);
              assertThat(refusal.kind()).isEqualTo(kind);
            });
  }
}
