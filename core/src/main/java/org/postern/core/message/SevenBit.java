package org.postern.core.message;

import java.io.IOException;
import java.util.Optional;
import org.postern.core.smtp.MessageBody;
import org.postern.core.smtp.NotConvertibleException;

/**
 * Forms of messages for servers that lack an extension, for those who keep the bytes of messages
 * themselves. Made anew each time they are written, so nothing is held.
 */
public final class SevenBit {

  private SevenBit() {}

  /**
   * What {@link MessageBody#sevenBit} promises, for any body: the same message in quoted-printable
   * or base64 where bytes above 127 stand, and with header sections as by {@link #headers}. Reads
   * the body twice.
   *
   * @return empty where the conversion would break a signature, or the structure cannot be relied
   *     on
   * @throws IOException when the body cannot be read
   */
  public static Optional<MessageBody> of(MessageBody original) throws IOException {
    try {
      return Optional.of(SevenBitBody.whole(original));
    } catch (NotConvertibleException noSuchForm) {
      return Optional.empty();
    }
  }

  /**
   * What {@link MessageBody#asciiHeaders} promises, for any body. Reads no more than the header
   * section of a body of one part that is ASCII there, one of several parts once to see whether
   * there is anything to do, and once more where there is.
   *
   * @throws NotConvertibleException where there is no such form
   * @throws IOException when the body cannot be read
   */
  public static MessageBody headers(MessageBody original) throws IOException {
    return original.utf8Headers() || EightBitHeader.isIn(original)
        ? SevenBitBody.headers(original)
        : original;
  }
}
