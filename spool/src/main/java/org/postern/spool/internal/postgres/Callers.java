package org.postern.spool.internal.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.regex.Pattern;
import org.postern.spool.SpoolException;
import org.postern.spool.SpoolException.Kind;
import org.postern.spool.internal.sql.Migrations;
import org.postern.spool.internal.sql.Session;

/**
 * Transactions of callers, on connections of their own: whether they lead into this database, and
 * how the tables are named there. Thread safe.
 */
final class Callers {

  /** In the row of a transaction, in place of the time when its process last lived. */
  static final long SEEN = 0;

  private static final String IDENTITY = "identity";

  /** Their search path is theirs: each table is named with its schema. */
  private static final Pattern TABLE =
      Pattern.compile(
          "\\b(INTO|FROM|UPDATE|JOIN) (mail|recipient|part|upload|tally|note|schema_version)\\b");

  private final String schema;
  private final String url;
  private volatile String identity = "";

  Callers(String schema, String url) {
    this.schema = schema;
    this.url = url;
  }

  /** Learns by what this database is known; gives it a name where it has none. */
  void know(Session session) throws SQLException {
    session.update(
        "INSERT INTO note (name, content) VALUES (?, md5(random()::text || clock_timestamp()::text))"
            + " ON CONFLICT (name) DO NOTHING",
        IDENTITY);
    identity =
        session
            .first("SELECT content FROM note WHERE name = ?", row -> row.getString(1), IDENTITY)
            .orElseThrow();
  }

  Session session(Connection transaction) throws SQLException {
    String product = transaction.getMetaData().getDatabaseProductName();
    if (!product.equals("PostgreSQL")) {
      throw refused("leads to " + product, "hand over one to the PostgreSQL database of the spool");
    }
    if (transaction.getAutoCommit()) {
      throw refused(
          "commits each statement by itself",
          "call setAutoCommit(false), or begin a transaction, before");
    }
    return new Session(transaction, sql -> TABLE.matcher(sql).replaceAll("$1 " + schema + ".$2"));
  }

  private record Entry(int version, String identity, long now) {}

  long enter(Session callers) throws SQLException {
    Entry entry =
        callers
            .first(
                "SELECT version, (SELECT content FROM note WHERE name = ?),"
                    + " CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)"
                    + " FROM schema_version",
                row -> new Entry(row.getInt(1), row.getString(2), row.getLong(3)),
                IDENTITY)
            .orElseThrow();
    if (!entry.identity().equals(identity)) {
      throw refused(
          "leads to the spool of another database",
          "hand over one to the database of postern.spool.url");
    }
    int known = Migrations.beside(Callers.class).newest();
    if (entry.version() != known) {
      throw new SpoolException(
          Kind.NEWER_SCHEMA,
          url
              + " has schema version "
              + entry.version()
              + " by now, and this program knows "
              + known
              + "; put the same version of Postern into it as runs elsewhere");
    }
    return entry.now();
  }

  SpoolException explain(SQLException fault) {
    return switch (PostgresFaults.state(fault)) {
      case "42P01", "3F000" ->
          refused(
              "leads to a database without a spool",
              "hand over one to the database of postern.spool.url",
              fault);
      case "42501" ->
          refused(
              "has a user without rights to the spool",
              "grant it: GRANT USAGE ON SCHEMA "
                  + schema
                  + " TO …; GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA "
                  + schema
                  + " TO …",
              fault);
      case "25P02" ->
          refused(
              "is in a transaction that has failed before", "roll it back, and begin anew", fault);
      case "25006" -> refused("is read-only", "begin a transaction that may write", fault);
      default -> PostgresFaults.explain(fault, url);
    };
  }

  private static SpoolException refused(String what, String remedy) {
    return new SpoolException(Kind.UNUSABLE, sentence(what, remedy));
  }

  private static SpoolException refused(String what, String remedy, SQLException fault) {
    return new SpoolException(Kind.UNUSABLE, sentence(what, remedy), fault);
  }

  private static String sentence(String what, String remedy) {
    return "the mail was not handed in: the connection of the caller " + what + "; " + remedy;
  }
}
