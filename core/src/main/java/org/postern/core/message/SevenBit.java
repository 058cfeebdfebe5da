package org.postern.core.message;

import java.util.Optional;
import org.postern.core.smtp.MessageBody;

/** The 7-bit form of messages, for those who keep the bytes of messages themselves. */
public final class SevenBit {

  private SevenBit() {}

  /**
   * What {@link MessageBody#sevenBit} promises, for any body: the same message in quoted-printable
   * or base64 where bytes above 127 stand, made anew each time it is written, so nothing is held.
   * Reads the body twice.
   *
   * @return empty where the conversion would break a signature, where the header section holds
   *     UTF-8, where the structure cannot be relied on, or where the body cannot be read
   */
  public static Optional<MessageBody> of(MessageBody original) {
    // a header in UTF-8 has no 7-bit form that means the same (RFC 6532 section 3)
    return original.utf8Headers() ? Optional.empty() : SevenBitBody.of(original);
  }
}
