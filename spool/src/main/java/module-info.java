/** A durable queue of mail: SQLite embedded, PostgreSQL where several nodes share it. */
@org.jspecify.annotations.NullMarked
module org.postern.spool {
  requires static org.jspecify;
  requires transitive org.postern.core;
  requires transitive java.sql;
  requires com.zaxxer.hikari;
  requires org.postgresql.jdbc;
  requires org.slf4j;
  requires org.xerial.sqlitejdbc;

  exports org.postern.spool;
  exports org.postern.spool.sql;
}
