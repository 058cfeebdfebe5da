package org.postern.truststore;

import java.io.IOException;

/**
 * No chain could be had: not reached, no TLS, or a broken handshake. The message names host and
 * port and says what to do; what the server said in it is safe for a terminal.
 */
public final class ChainFetchException extends IOException {

  ChainFetchException(String message) {
    super(message);
  }

  ChainFetchException(String message, Throwable cause) {
    super(message, cause);
  }
}
