package org.postern.spool.internal.sql;

import java.util.function.LongSupplier;

/**
 * What the parts of one open spool share. Thread safe.
 *
 * @param settlers write what became of mails
 * @param writing whether that works
 */
record Store(
    Database database,
    Writer writer,
    Settlers settlers,
    Bell bell,
    MailIds ids,
    Leases leases,
    Writability writing,
    Traces traces) {

  static Store of(Database database, MailIds ids, Leases leases, LongSupplier nanos) {
    Bell bell = new Bell();
    Writability writing = new Writability(nanos);
    Writer writer = new Writer(database, bell, writing);
    Settlers settlers = Settlers.of(database, writer, bell, writing);
    return new Store(database, writer, settlers, bell, ids, leases, writing, new Traces());
  }

  /** What waits is finished; what becomes of mails first. */
  void close() {
    settlers.close();
    writer.close();
    database.close();
  }
}
