package org.postern.core.message;

import java.nio.file.Path;

/**
 * A file that goes with a message, streamed from disk each time the message is written. Immutable.
 *
 * @param file the file; read when the message is written, not before
 * @param fileName the name that the recipient sees, no control characters
 * @param contentType such as {@code application/pdf}
 */
public record Attachment(Path file, String fileName, String contentType) {

  /** The file under its own name, with the type that its name suggests. */
  public static Attachment of(Path file) {
    throw new UnsupportedOperationException("skeleton");
  }
}
