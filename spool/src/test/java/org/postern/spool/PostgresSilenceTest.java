package org.postern.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.postern.spool.SpoolSample.put;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
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
  @EnabledOnOs(OS.LINUX)
  void theServerLooksWithinAMinuteForANodeOfWhichItHearsNothing() throws Exception {
    try (PostgresDatabase database =
            new PostgresDatabase(
                new PostgresOptions(
                    PostgresServer.url(), "postgres", "", true, Duration.ofSeconds(10)));
        Session session = database.openWriter()) {
      int client = session.first("SELECT inet_client_port()", row -> row.getInt(1)).orElseThrow();
      await()
          .untilAsserted(
              () ->
                  assertThat(nextLook(client).orElse(Integer.MAX_VALUE)).isLessThanOrEqualTo(3000));
    }
  }

  /**
   * Of the server's side of a connection, in hundredths of a second, as proc_tcp(5) has it; empty
   * while something else than the next look is awaited.
   */
  private static OptionalInt nextLook(int clientPort) throws IOException {
    String client = String.format("%04X", clientPort);
    return Files.readAllLines(Path.of("/proc/net/tcp")).stream()
        .map(line -> line.strip().split("[ :]+"))
        .filter(field -> field[4].equals(client))
        .filter(field -> field[8].equals("02"))
        .mapToInt(field -> Integer.parseInt(field[9], 16))
        .findFirst();
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
