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

  /** Of a notice, which is small. */
  static NewMail of(long number, Notice notice) {
    boolean utf8 = notice.arrival().utf8Headers();
    boolean eightBit = utf8;
    for (byte b : notice.bytes()) {
      eightBit |= b < 0;
    }
    return new NewMail(
        number,
        notice.arrival(),
        new BodyFacts(notice.bytes().length, 0, eightBit, utf8),
        Optional.of(notice.bytes()),
        crc(notice.bytes()));
  }

  /**
   * Of what was written: in one piece, or in parts that stand elsewhere.
   *
   * @param rest what follows the full parts: all of a mail that has none
   */
  static NewMail of(long number, Arrival arrival, PartStream written, byte[] rest) {
    boolean whole = written.parts() == 0;
    boolean utf8 = arrival.utf8Headers();
    return new NewMail(
        number,
        arrival,
        new BodyFacts(
            written.size(), whole ? 0 : written.parts() + 1, written.eightBit() || utf8, utf8),
        whole ? Optional.of(rest) : Optional.empty(),
        whole ? crc(rest) : 0);
  }

  static long crc(byte[] bytes) {
    CRC32C sum = new CRC32C();
    sum.update(bytes, 0, bytes.length);
    return sum.getValue();
  }
}
