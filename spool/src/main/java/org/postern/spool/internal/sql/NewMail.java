package org.postern.spool.internal.sql;

import java.util.Optional;
import java.util.zip.CRC32C;
import org.postern.spool.Arrival;
import org.postern.spool.Notice;

/**
 * A mail before it is written.
 *
 * @param bytes all of them; empty where they stand in parts
 * @param crc of the bytes
 */
record NewMail(long number, Arrival arrival, BodyFacts facts, Optional<byte[]> bytes, long crc) {

  static NewMail of(long number, Arrival arrival, byte[] bytes) {
    boolean eightBit = false;
    for (byte b : bytes) {
      eightBit |= b < 0;
    }
    return new NewMail(
        number,
        arrival,
        new BodyFacts(bytes.length, 0, eightBit || arrival.utf8Headers(), arrival.utf8Headers()),
        Optional.of(bytes),
        crc(bytes));
  }

  static NewMail of(long number, Notice notice) {
    return of(number, notice.arrival(), notice.bytes());
  }

  /** Of what was written: in one piece, or in parts that stand elsewhere. */
  static NewMail of(long number, Arrival arrival, PartStream written) {
    if (written.parts() == 0) {
      return of(number, arrival, written.rest());
    }
    boolean utf8 = arrival.utf8Headers();
    return new NewMail(
        number,
        arrival,
        new BodyFacts(written.size(), written.parts() + 1, written.eightBit() || utf8, utf8),
        Optional.empty(),
        0);
  }

  static long crc(byte[] bytes) {
    CRC32C sum = new CRC32C();
    sum.update(bytes, 0, bytes.length);
    return sum.getValue();
  }
}
