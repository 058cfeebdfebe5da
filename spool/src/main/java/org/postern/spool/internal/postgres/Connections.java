package org.postern.spool.internal.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.postgresql.Driver;

/**
 * The connections of one process to a shared spool. The pool is made when the server answers first:
 * one that was made before would hold up the end of a process that never reached it. Thread safe.
 */
final class Connections implements AutoCloseable {

  /** Four that write, some that may take their places, and some that read. */
  private static final int MOST = 12;

  /** A server that says nothing for so long is gone, and a new connection may reach another. */
  private static final Duration SILENCE = Duration.ofSeconds(30);

  /**
   * The other side of it: a node that is gone without a word in the middle of a transaction keeps
   * its locks until the server has noticed, two hours later where it is as packaged.
   */
  private static final String LOOK_FOR_THE_NODE =
      "SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3";

  private final HikariConfig config = new HikariConfig();
  private final ReentrantLock making = new ReentrantLock();
  private volatile Optional<HikariDataSource> pool = Optional.empty();

  Connections(PostgresOptions options, String schema) {
    config.setJdbcUrl(options.url());
    config.setUsername(options.user());
    config.setPassword(options.password());
    config.setSchema(schema);
    config.setMaximumPoolSize(MOST);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(options.patience().toMillis());
    config.setInitializationFailTimeout(1);
    config.setPoolName("postern-spool");
    config.addDataSourceProperty("ApplicationName", "postern");
    config.addDataSourceProperty("tcpKeepAlive", "true");
    config.setConnectionInitSql(LOOK_FOR_THE_NODE);
    // what stands in the URL goes before it
    config.addDataSourceProperty("socketTimeout", String.valueOf(SILENCE.toSeconds()));
    config.addDataSourceProperty(
        "connectTimeout", String.valueOf(Math.max(1, options.patience().toSeconds())));
  }

  Connection take() throws SQLException {
    return pool().getConnection();
  }

  /** Closes it, and lends it to nobody else. */
  void throwAway(Connection connection) throws SQLException {
    pool().evictConnection(connection);
  }

  private HikariDataSource pool() throws SQLException {
    if (pool.isEmpty()) {
      making.lock();
      try {
        if (pool.isEmpty()) {
          registerDriver();
          pool = Optional.of(new HikariDataSource(config));
        }
      } catch (PoolInitializationException notReached) {
        throw notReached.getCause() instanceof SQLException cause
            ? cause
            : new SQLException(notReached.getMessage(), "08001", notReached);
      } finally {
        making.unlock();
      }
    }
    return pool.get();
  }

  /**
   * DriverManager looks for drivers once, as whoever asks it first sees them: in a server that runs
   * several applications that is another one.
   */
  private static void registerDriver() throws SQLException {
    if (!Driver.isRegistered()) {
      Driver.register();
    }
  }

  @Override
  public void close() {
    pool.ifPresent(HikariDataSource::close);
  }
}
