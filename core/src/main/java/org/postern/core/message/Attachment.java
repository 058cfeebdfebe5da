package org.postern.core.message;

import java.nio.file.Path;

/**
 * A file that goes with a message, streamed from disk each time the message is written. Immutable;
 * no I/O happens here.
 *
 * @param file the file; opened when the message is built and read when it is written, not before
 * @param fileName the name that the recipient sees: at most 255 characters, without path
 *     separators, control characters and characters that turn the reading direction
 * @param contentType such as {@code application/pdf} (RFC 2045 section 5.1), with parameters where
 *     it has any but {@code name}; not {@code message/*} or {@code multipart/*}, which must not be
 *     sent in base64 (RFC 2046 section 5)
 */
public record Attachment(Path file, String fileName, String contentType) {

  /**
   * @throws MessageException when the name or the type cannot be sent as it is
   */
  public Attachment {
    FieldCheck.fileName(fileName);
    MediaTypes.check(contentType);
  }

  /**
   * The file under its own name, with the type that its name suggests; {@code
   * application/octet-stream} where it suggests none.
   *
   * @throws MessageException when the name cannot be sent as it is; give another one then
   */
  public static Attachment of(Path file) {
    Path name = file.getFileName();
    String fileName = name == null ? "" : name.toString();
    return new Attachment(file, fileName, MediaTypes.ofName(fileName));
  }
}
