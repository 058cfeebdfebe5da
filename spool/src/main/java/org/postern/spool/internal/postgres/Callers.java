package org.postern.spool.internal.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.postern.spool.SpoolException;
import org.postern.spool.SpoolException.Kind;
import org.postern.spool.internal.sql.CallersTransaction;
import org.postern.spool.internal.sql.Session;

/**
 * Transactions of callers, on connections of their own: whether they lead into this database, and
 * how the tables are named there. Thread safe.
 */
final class Callers {

  /** A row of its own, never signed: others would wait for one in which they count, too. */
  private static final String TALLY =
      "INSERT INTO tally (node, mails, waiting, active, held, dead, seen)"
          + " VALUES (?, 1, ?, 0, 0, 0, 0)";

  private static final String IDENTITY = "identity";

  /** Their search path is theirs: each table is named with its schema. */
  private static final Pattern TABLE =
      Pattern.compile(
          "\\b(INTO|FROM|UPDATE|JOIN) (mail|recipient|part|upload|tally|note|schema_version)\\b");

  private final String schema;
  private final int version;
  private final String url;
  private volatile String identity = "";

  /**
   * @param version of the schema that this program knows
   */
  Callers(String schema, int version, String url) {
    this.schema = schema;
    this.version = version;
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

  /**
   * One of them.
   *
   * @throws SpoolException where it is none of this kind of database
   */
  CallersTransaction of(Connection transaction) {
    try {
      if (transaction.isClosed()) {
        throw refused("is closed", "hand over the one on which your transaction runs");
      }
      String product = transaction.getMetaData().getDatabaseProductName();
      if (!product.equals("PostgreSQL")) {
        throw refused(
            "leads to " + product, "hand over one to the PostgreSQL database of the spool");
      }
      if (transaction.getAutoCommit()) {
        throw refused(
            "commits each statement by itself",
            "call setAutoCommit(false), or begin a transaction, before");
      }
    } catch (SQLException fault) {
      throw explain(fault);
    }
    return new Entered(
        new Session(transaction, sql -> TABLE.matcher(sql).replaceAll("$1 " + schema + ".$2")));
  }

  private final class Entered implements CallersTransaction {

    private final Session session;

    Entered(Session session) {
      this.session = session;
    }

    @Override
    public Session session() {
      return session;
    }

    @Override
    public long enter() throws SQLException {
      Seen seen =
          session
              .first(
                  "SELECT version, (SELECT content FROM note WHERE name = ?),"
                      + " CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)"
                      + " FROM schema_version",
                  row -> new Seen(row.getInt(1), row.getString(2), row.getLong(3)),
                  IDENTITY)
              .orElseThrow();
      if (!seen.identity().equals(identity)) {
        throw refused(
            "leads to the spool of another database",
            "hand over one to the database of postern.spool.url");
      }
      if (seen.version() != version) {
        throw new SpoolException(
            Kind.NEWER_SCHEMA,
            url
                + " has schema version "
                + seen.version()
                + " by now, and this program knows "
                + version
                + "; put the same version of Postern into it as runs elsewhere");
      }
      return seen.now();
    }

    @Override
    public void leave(int recipients) throws SQLException {
      session.update(
          TALLY, ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE), (long) recipients);
      PostgresDatabase.notify(session);
    }

    @Override
    public SpoolException explain(SQLException fault) {
      return Callers.this.explain(fault);
    }
  }

  private record Seen(int version, String identity, long now) {}

  private SpoolException explain(SQLException fault) {
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
