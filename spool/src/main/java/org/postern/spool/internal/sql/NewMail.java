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

  static NewMail inParts(long number, Arrival arrival, long size, int parts, boolean eightBit) {
    return new NewMail(
        number,
        arrival,
        new BodyFacts(size, parts, eightBit || arrival.utf8Headers(), arrival.utf8Headers()),
        Optional.empty(),
        0);
  }

  static long crc(byte[] bytes) {
    CRC32C sum = new CRC32C();
    sum.update(bytes, 0, bytes.length);
    return sum.getValue();
  }
}
