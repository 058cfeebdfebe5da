package org.postern.spool.internal.sql;

/**
 * What the parts of one open spool share. Thread safe.
 *
 * @param settler writes what became of mails
 */
record Store(
    Database database, Writer writer, Writer settler, Bell bell, MailIds ids, Leases leases) {

  static Store of(Database database, MailIds ids, Leases leases) {
    Bell bell = new Bell();
    Writer writer = new Writer(database, bell);
    Writer settler = database.settler().map(own -> new Writer(own, bell)).orElse(writer);
    return new Store(database, writer, settler, bell, ids, leases);
  }

  /** What waits is finished; what becomes of mails first. */
  void close() {
    if (settler != writer) {
      settler.close();
    }
    writer.close();
    database.close();
  }
}
