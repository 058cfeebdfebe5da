package org.postern.crypto;

/**
 * A key ring, an encrypted value or a property file cannot be used. The message names the file or
 * property and what to do; it never holds a secret, a key or an encrypted value.
 */
public final class CryptoException extends RuntimeException {

  /** What is wrong, where, and what to do. */
  public CryptoException(String message) {
    super(message);
  }

  /** As above, with the cause. */
  public CryptoException(String message, Throwable cause) {
    super(message, cause);
  }
}
