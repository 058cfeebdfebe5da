package org.postern.core.smtp;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/**
 * The bytes of one message (header section and body, RFC 5322), that can be written as often as an
 * attempt needs. Every line ends with CRLF, the last one too, and no CR or LF stands alone; dots
 * are not stuffed. Implementations are thread safe and write the same bytes each time.
 */
public interface MessageBody {

  /** The number of bytes that {@link #writeTo} writes (RFC 1870). */
  long size();

  /** True where a byte above 127 occurs, so that the server must offer 8BITMIME (RFC 6152). */
  boolean eightBit();

  /** True where the header section holds UTF-8, so that SMTPUTF8 is needed (RFC 6532). */
  boolean utf8Headers();

  /**
   * Streams all bytes.
   *
   * @throws IOException when the source cannot be read or is not what it was (a file that changed);
   *     the caller then drops the connection before the final dot, so nothing half is delivered
   */
  void writeTo(OutputStream out) throws IOException;

  /**
   * The same message in 7 bits (quoted-printable or base64), for a server without 8BITMIME; empty
   * where that would break it (a signed part) or it cannot be done. Asked only when {@link
   * #eightBit()}.
   *
   * @throws IOException when the source cannot be read, which says nothing about the message
   */
  default Optional<MessageBody> sevenBit() throws IOException {
    return Optional.empty();
  }

  /**
   * The same message with header sections, those of its parts too, in ASCII (RFC 2047, RFC 2231),
   * for a server without SMTPUTF8; this one where they are ASCII already. The contents of its parts
   * stay as they are, so it may still be {@link #eightBit()}. Asked only when {@link #eightBit()}
   * or {@link #utf8Headers()}; the latter is what its maker said, and a program that knows no
   * SMTPUTF8 says nothing.
   *
   * @throws NotConvertibleException where there is no such form: an address that is not ASCII,
   *     bytes that are not UTF-8, a signature that would break
   * @throws IOException when the source cannot be read, which says nothing about the message
   */
  default MessageBody asciiHeaders() throws IOException {
    throw new NotConvertibleException("it is handed in in one form only");
  }
}
