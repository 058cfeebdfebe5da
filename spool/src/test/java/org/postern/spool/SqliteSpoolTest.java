package org.postern.spool;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.spool.internal.sql.SqlSpool;
import org.postern.spool.internal.sqlite.SqliteDatabase;
import org.postern.spool.internal.sqlite.SqliteOptions;

class SqliteSpoolTest implements SpoolLeaseContract, SpoolQueueContract {

  @TempDir Path folder;
  private final SetClock clock = new SetClock();
  private Spool spool;

  @BeforeEach
  void open() {
    spool = open(true);
  }

  @Test
  void aTransactionOfAnotherDatabaseCannotReachItAndIsToldWhatElseToDo() {
    assertThatThrownBy(() -> spool.enlist(null, SpoolSample.arrival(SpoolSample.ANN), null))
        .isInstanceOf(SpoolException.class)
        .hasMessageContaining("postern.spool.url")
        .hasMessageContaining("when your transaction has committed");
  }

  private Spool open(boolean serves) {
    return new SqlSpool(
        new SqliteDatabase(
            new SqliteOptions(
                folder.resolve("spool"), serves, true, 0, Duration.ofSeconds(10), clock)),
        clock,
        clock::nanos,
        serves);
  }

  @AfterEach
  void close() {
    spool.close();
  }

  @Override
  public Spool spool() {
    return spool;
  }

  @Override
  public Spool guest() {
    return open(false);
  }

  @Override
  public void pass(Duration time) {
    clock.pass(time);
  }

  @Override
  public Spool reopened() {
    spool.close();
    open();
    return spool;
  }

  @Override
  public long leftParts() {
    try (var connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("spool/spool.db"));
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT (SELECT COUNT(*) FROM part) + (SELECT COUNT(*) FROM upload)")) {
      return rows.getLong(1);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }
}
