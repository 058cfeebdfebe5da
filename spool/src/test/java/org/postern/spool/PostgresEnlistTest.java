package org.postern.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.core.smtp.MessageBody;
import org.postern.testkit.FixedBody;

/** A mail in a caller's own transaction leaves if and only if that commits. */
class PostgresEnlistTest {

  private final SetClock clock = new SetClock();
  private final HikariDataSource pool = pool();
  private Spool spool;
  private Connection connection;

  private static HikariDataSource pool() {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(PostgresServer.url());
    config.setUsername("postgres");
    config.setMaximumPoolSize(2);
    return new HikariDataSource(config);
  }

  @BeforeEach
  void open() throws SQLException {
    PostgresServer.sql("DROP SCHEMA IF EXISTS postern_spool CASCADE");
    PostgresServer.sql("DROP TABLE IF EXISTS orders, mail");
    PostgresServer.sql("CREATE TABLE orders (id INTEGER PRIMARY KEY)");
    // as an application may have one
    PostgresServer.sql("CREATE TABLE mail (id INTEGER PRIMARY KEY)");
    spool = PostgresServer.open(clock, true);
    connection = pool.getConnection();
    connection.setAutoCommit(false);
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
    pool.close();
    spool.close();
  }

  @Test
  void aConnectionThatWasClosedIsNamedAsThat() throws Exception {
    Connection closed = DriverManager.getConnection(PostgresServer.url(), "postgres", "");
    closed.close();

    assertRefused(spool, closed, "the connection of the caller is closed");
  }

  @Test
  void theMailIsThereWhenTheTransactionCommitsAndNotBefore() throws Exception {
    sql("INSERT INTO orders VALUES (1)");
    MailId id = enlist(spool, "thanks");
    assertThat(spool.claim(1, SpoolSample.MINUTE)).isEmpty();
    assertThat(spool.queue().counts().mails()).isZero();

    connection.commit();

    Claim claim = SpoolSample.claimOne(spool);
    assertThat(claim.id()).isEqualTo(id);
    assertThat(claim.arrival()).isEqualTo(arrival());
    assertThat(SpoolSample.read(claim.body())).isEqualTo(SpoolSample.bytes("thanks"));
    assertThat(PostgresServer.number("SELECT COUNT(*) FROM orders")).isOne();
  }

  @Test
  void nothingIsLeftOfATransactionThatIsRolledBack() throws Exception {
    sql("INSERT INTO orders VALUES (1)");
    enlist(spool, "small");
    spool.enlist(connection, arrival(), new FixedBody(SpoolSample.large(700_000)));
    connection.rollback();

    for (String table : List.of("mail", "recipient", "part", "upload")) {
      assertThat(PostgresServer.number("SELECT COUNT(*) FROM postern_spool." + table)).isZero();
    }
    assertThat(spool.queue().counts().mails()).isZero();
    assertThat(PostgresServer.number("SELECT COUNT(*) FROM orders")).isZero();
  }

  @Test
  void aLargeMailStandsInPartsAndComesOutAsItWas() throws Exception {
    byte[] large = SpoolSample.large(1_000_000);
    spool.enlist(connection, arrival(), new FixedBody(large));
    connection.commit();

    assertThat(SpoolSample.read(SpoolSample.claimOne(spool).body())).isEqualTo(large);
  }

  @Test
  void aSavepointOfTheCallerTakesBackWhatCameAfterIt() throws Exception {
    MailId first = enlist(spool, "first");
    Savepoint here = connection.setSavepoint();
    enlist(spool, "second");
    connection.rollback(here);
    connection.commit();

    assertThat(spool.claim(5, SpoolSample.MINUTE)).extracting(Claim::id).containsExactly(first);
  }

  @Test
  void theConnectionStaysAsItWas() throws Exception {
    connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
    sql("SET search_path = public");

    enlist(spool, "one");

    assertThat(text("SHOW search_path")).isEqualTo("public");
    assertThat(text("SHOW transaction_isolation")).isEqualTo("serializable");
    assertThat(connection.getAutoCommit()).isFalse();
    assertThat(text("SELECT COUNT(*) FROM mail")).isEqualTo("0");
    connection.commit();
    connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    assertThat(spool.queue().counts().waiting()).isEqualTo(2);
  }

  @Test
  void nobodyWaitsForATransactionThatLasts() throws Exception {
    enlist(spool, "of a slow transaction");
    try (Connection other = pool.getConnection()) {
      other.setAutoCommit(false);
      spool.enlist(other, arrival(), new FixedBody(SpoolSample.bytes("of a quick one")));
      other.commit();
    }
    SpoolSample.put(spool, "of the relay");

    assertThat(spool.claim(5, SpoolSample.MINUTE)).hasSize(2);
    connection.rollback();
  }

  @Test
  void countsStayRightAndAreGatheredByTheServer() throws Exception {
    try (Connection other = pool.getConnection();
        Statement hold = other.createStatement()) {
      other.setAutoCommit(false);
      // whoever gathers adds to the row of the server, and waits here until all are looked at
      hold.execute("SELECT 1 FROM postern_spool.tally WHERE seen > 0 FOR UPDATE");
      for (int i = 0; i < 3; i++) {
        enlist(spool, "mail " + i);
        connection.commit();
      }
      assertThat(spool.queue().counts().waiting()).isEqualTo(6);
      assertThat(unsignedTallies()).isEqualTo(3);
      other.rollback();
    }

    Awaitility.await().until(() -> unsignedTallies() == 0);

    assertThat(spool.queue().counts().waiting()).isEqualTo(6);
    assertThat(spool.queue().counts().mails()).isEqualTo(3);
  }

  private static long unsignedTallies() {
    return PostgresServer.number("SELECT COUNT(*) FROM postern_spool.tally WHERE seen = 0");
  }

  @Test
  void whoWaitsForWorkHearsOfTheCommit() throws Exception {
    SpoolSample.put(spool, "so that the bell has rung");
    assertThat(spool.awaitWork(SpoolSample.MINUTE)).isTrue();
    enlist(spool, "news");
    connection.commit();

    assertThat(spool.awaitWork(SpoolSample.MINUTE)).isTrue();
  }

  @Test
  void aConnectionThatCommitsByItselfIsRefused() throws Exception {
    connection.setAutoCommit(true);

    assertRefused(spool, connection, "call setAutoCommit(false)");
    assertThat(spool.queue().counts().mails()).isZero();
    connection.setAutoCommit(false);
  }

  @Test
  void aConnectionThatLeadsElsewhereIsRefusedAndItsTransactionGoesOn() throws Exception {
    PostgresServer.sql("DROP DATABASE IF EXISTS elsewhere");
    PostgresServer.sql("CREATE DATABASE elsewhere");
    String url = PostgresServer.url().replace("/postgres", "/elsewhere");
    try (Connection other = DriverManager.getConnection(url, "postgres", "")) {
      other.setAutoCommit(false);
      assertRefused(spool, other, "a database without a spool");
      try (Statement statement = other.createStatement()) {
        statement.execute("CREATE TABLE orders (id INTEGER)");
      }
      other.commit();
      PostgresServer.open(url, clock, true).close();
      assertRefused(spool, other, "the spool of another database");
    }
  }

  @Test
  void anotherProductIsRefused(@TempDir Path folder) throws Exception {
    try (Connection sqlite = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("a.db"))) {
      sqlite.setAutoCommit(false);
      assertRefused(spool, sqlite, "leads to SQLite");
    }
  }

  @Test
  void aUserWithoutRightsIsToldWhatToGrant() throws Exception {
    PostgresServer.sql("DROP ROLE IF EXISTS shop");
    PostgresServer.sql("CREATE ROLE shop LOGIN");
    try (Connection shop = DriverManager.getConnection(PostgresServer.url(), "shop", "")) {
      shop.setAutoCommit(false);
      assertRefused(spool, shop, "GRANT USAGE ON SCHEMA postern_spool");
      PostgresServer.sql("GRANT USAGE ON SCHEMA postern_spool TO shop");
      PostgresServer.sql("GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA postern_spool TO shop");
      spool.enlist(shop, arrival(), new FixedBody(SpoolSample.bytes("granted")));
      shop.commit();
    }
    assertThat(spool.queue().counts().waiting()).isEqualTo(2);
    PostgresServer.sql("DROP OWNED BY shop");
    PostgresServer.sql("DROP ROLE shop");
  }

  @Test
  void aBodyThatCannotBeReadLeavesTheTransactionAsItWas() throws Exception {
    sql("INSERT INTO orders VALUES (1)");
    MessageBody torn = FixedBody.torn(SpoolSample.large(300_000), 400_000, "bad sector");

    assertThatThrownBy(() -> spool.enlist(connection, arrival(), torn))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("bad sector");
    connection.commit();

    assertThat(PostgresServer.number("SELECT COUNT(*) FROM orders")).isOne();
    assertThat(PostgresServer.number("SELECT COUNT(*) FROM postern_spool.part")).isZero();
  }

  private static void assertRefused(Spool spool, Connection connection, String why) {
    assertThatThrownBy(
            () -> spool.enlist(connection, arrival(), new FixedBody(SpoolSample.bytes("x"))))
        .isInstanceOf(SpoolException.class)
        .hasMessageContaining("was not handed in")
        .hasMessageContaining(why);
  }

  private MailId enlist(Spool into, String text) {
    return into.enlist(connection, arrival(), new FixedBody(SpoolSample.bytes(text)));
  }

  private static Arrival arrival() {
    return SpoolSample.arrival(SpoolSample.ANN, SpoolSample.BOB);
  }

  private void sql(String statement) throws SQLException {
    try (Statement one = connection.createStatement()) {
      one.execute(statement);
    }
  }

  private String text(String query) throws SQLException {
    try (Statement one = connection.createStatement();
        ResultSet rows = one.executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
