package org.postern.spool.internal.sql;

import org.postern.core.smtp.MailAddress;

/** Addresses as they stand in rows. A damaged one must not keep the mail of all others back. */
final class StoredAddress {

  /** In the place of one that cannot be read; names of this kind are nobody's (RFC 6761). */
  static final MailAddress DAMAGED = MailAddress.parse("damaged@spool.invalid");

  private StoredAddress() {}

  static MailAddress read(String text) {
    try {
      return MailAddress.parse(text);
    } catch (IllegalArgumentException damaged) {
      return DAMAGED;
    }
  }
}
