package org.postern.spool.internal.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A connection that keeps its statements prepared. One thread at a time. */
public final class Session implements AutoCloseable {

  /** Reads one row. */
  @FunctionalInterface
  public interface Row<T> {
    /** Reads the row on which {@code row} stands. */
    T read(ResultSet row) throws SQLException;
  }

  private final Connection connection;
  private final UnaryOperator<String> dialect;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  /** Takes the connection over. */
  public Session(Connection connection) {
    this(connection, UnaryOperator.identity());
  }

  /**
   * As above.
   *
   * @param dialect what becomes of each statement before it is prepared
   */
  public Session(Connection connection, UnaryOperator<String> dialect) {
    this.connection = connection;
    this.dialect = dialect;
  }

  /** Gives the connection back to whom it belongs, as it was. */
  public void release() throws SQLException {
    for (PreparedStatement statement : prepared.values()) {
      statement.close();
    }
    prepared.clear();
  }

  /** For what is done once. */
  public Connection connection() {
    return connection;
  }

  /**
   * Runs a statement of which there are few different ones.
   *
   * @param values Long, Integer, Boolean, String, byte[], another value that the database gave, or
   *     an Optional of one: empty for NULL
   * @return how many rows it changed
   */
  public int update(String sql, Object... values) throws SQLException {
    try {
      return bound(sql, values).executeUpdate();
    } catch (SQLException fault) {
      throw forgotten(sql, fault);
    }
  }

  /** All rows. */
  public <T> List<T> query(String sql, Row<T> reader, Object... values) throws SQLException {
    try (ResultSet rows = bound(sql, values).executeQuery()) {
      List<T> all = new ArrayList<>();
      while (rows.next()) {
        all.add(reader.read(rows));
      }
      return all;
    } catch (SQLException fault) {
      throw forgotten(sql, fault);
    }
  }

  /** The first row. */
  public <T> Optional<T> first(String sql, Row<T> reader, Object... values) throws SQLException {
    try (ResultSet rows = bound(sql, values).executeQuery()) {
      return rows.next() ? Optional.of(reader.read(rows)) : Optional.empty();
    } catch (SQLException fault) {
      throw forgotten(sql, fault);
    }
  }

  /** A statement that failed may not work again (SQLite's driver lets go of it). */
  private SQLException forgotten(String sql, SQLException fault) {
    PreparedStatement failed = prepared.remove(sql);
    try {
      if (failed != null) {
        failed.close();
      }
    } catch (SQLException alreadyClosed) {
      fault.addSuppressed(alreadyClosed);
    }
    return fault;
  }

  private PreparedStatement bound(String sql, Object... values) throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(dialect.apply(sql));
      prepared.put(sql, statement);
    }
    for (int i = 0; i < values.length; i++) {
      bind(statement, i + 1, values[i]);
    }
    return statement;
  }

  private static void bind(PreparedStatement statement, int at, Object value) throws SQLException {
    if (value instanceof Long number) {
      statement.setLong(at, number);
    } else if (value instanceof Integer number) {
      statement.setInt(at, number);
    } else if (value instanceof String text) {
      statement.setString(at, text);
    } else if (value instanceof byte[] bytes) {
      statement.setBytes(at, bytes);
    } else if (value instanceof Boolean flag) {
      statement.setInt(at, flag ? 1 : 0);
    } else if (value instanceof Optional<?> perhaps) {
      if (perhaps.isPresent()) {
        bind(statement, at, perhaps.get());
      } else {
        statement.setNull(at, Types.NULL);
      }
    } else {
      statement.setObject(at, value);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
