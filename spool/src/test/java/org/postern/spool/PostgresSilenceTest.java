package org.postern.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.postern.spool.SpoolSample.put;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.spool.SpoolException.Kind;
import org.postern.spool.internal.postgres.PostgresDatabase;
import org.postern.spool.internal.postgres.PostgresOptions;
import org.postern.spool.internal.sql.Session;

/** A database server that is gone without a word. */
@Tag("same-on-every-jdk")
class PostgresSilenceTest {

  private final SetClock clock = new SetClock();

  @BeforeEach
  void empty() {
    PostgresServer.sql("DROP SCHEMA IF EXISTS postern_spool CASCADE");
  }

  @ParameterizedTest
  @CsvSource({"'', 30", "?socketTimeout=7, 7", "?socketTimeout=0, 0"})
  void noConnectionWaitsForeverUnlessTheUrlSaysSo(String parameter, int seconds) throws Exception {
    try (PostgresDatabase database =
            new PostgresDatabase(
                new PostgresOptions(
                    PostgresServer.url() + parameter,
                    "postgres",
                    "",
                    true,
                    Duration.ofSeconds(10)));
        Session makesTheTables = database.openWriter();
        Session findsThem = database.openWriter()) {
      for (Session session : new Session[] {makesTheTables, findsThem}) {
        assertThat(session.connection().getNetworkTimeout()).isEqualTo(seconds * 1000);
      }
    }
  }

  @Test
  void mailIsTakenAgainOnANewConnection() throws Exception {
    int port = Integer.parseInt(PostgresServer.url().replaceAll(".*:(\\d+)/.*", "$1"));
    try (CutProxy proxy = new CutProxy(port, "no client says this");
        Spool node =
            PostgresServer.open(
                "jdbc:postgresql://127.0.0.1:"
                    + proxy.port()
                    // long enough for a busy server whose answers do come
                    + "/postgres?prepareThreshold=0&socketTimeout=7",
                clock,
                true)) {
      proxy.silentAt("INSERT INTO mail");
      assertThatThrownBy(() -> put(node, "lost"))
          .isInstanceOfSatisfying(
              SpoolException.class, fault -> assertThat(fault.kind()).isEqualTo(Kind.BUSY));

      put(node, "kept");

      assertThat(node.queue().counts().mails()).isOne();
    }
  }
}
