package org.postern.spool.internal.sql;

/** What the parts of one open spool share. Thread safe. */
record Store(Database database, Writer writer, Bell bell, MailIds ids, Leases leases) {}
