package org.postern.relay.deliver;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.postern.core.smtp.DsnRequest.Returned;
import org.postern.spool.Claim;

/**
 * What of a mail goes back with its notification: the header section, or all of it where its sender
 * asked for that (RET=FULL) and it is not large.
 */
record ReturnedContent(byte[] bytes, boolean full, boolean eightBit, boolean utf8) {

  private static final int MOST = 256 * 1024;

  /**
   * @param mayBeFull only failures return the whole (RFC 3461 section 4.3)
   */
  static ReturnedContent of(Claim claim, boolean mayBeFull) throws IOException {
    boolean full =
        mayBeFull
            && claim.body().size() <= MOST
            && claim.arrival().returned().filter(Returned.FULL::equals).isPresent();
    Beginning beginning = new Beginning(full);
    try {
      claim.body().writeTo(beginning);
    } catch (Enough enough) {
      // the rest of it is not wanted
    }
    byte[] bytes = beginning.kept();
    boolean eightBit = false;
    for (byte b : bytes) {
      eightBit |= b < 0;
    }
    return new ReturnedContent(bytes, full, eightBit, claim.arrival().utf8Headers());
  }

  /** What of the mail it is, as a sentence. */
  String announced() {
    return full ? "The mail follows below." : "The header of the mail follows below.";
  }

  /** The media type of the part that holds it. */
  String type() {
    if (full) {
      return utf8 ? "message/global" : "message/rfc822";
    }
    return utf8 ? "message/global-headers" : "text/rfc822-headers";
  }

  /**
   * How the part is encoded: of these types only those of RFC 6533 may stand in base64.
   *
   * @param mayBeUtf8 true where the notification goes by SMTPUTF8 anyway
   */
  String encoding(boolean mayBeUtf8) {
    if (utf8 && !mayBeUtf8) {
      return "base64";
    }
    return utf8 || eightBit ? "8bit" : "7bit";
  }

  /** The bytes in that encoding. */
  byte[] encoded(String encoding) {
    return encoding.equals("base64") ? Base64.getMimeEncoder().encode(bytes) : bytes;
  }

  /** Ends the reading of a large mail early. */
  private static final class Enough extends IOException {}

  private static final class Beginning extends OutputStream {

    private static final String END = "\r\n\r\n";

    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final boolean all;

    Beginning(boolean all) {
      this.all = all;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      kept.write(bytes, offset, length);
      if (!all && kept.size() > MOST) {
        throw new Enough();
      }
    }

    byte[] kept() {
      byte[] bytes = kept.toByteArray();
      if (all) {
        return bytes;
      }
      int end = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(END);
      return java.util.Arrays.copyOf(bytes, end < 0 ? Math.min(bytes.length, MOST) : end + 2);
    }
  }
}
