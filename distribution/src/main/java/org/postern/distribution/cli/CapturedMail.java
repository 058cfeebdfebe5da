package org.postern.distribution.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.postern.core.message.HeaderField;

/**
 * What a file of captured mail says of itself, in its first half megabyte.
 *
 * @param name of the file
 * @param changed when it was written
 * @param size in bytes
 * @param sender of the envelope, with its angle brackets; "" for a file of another kind
 * @param recipients of the envelope, each with its angle brackets
 * @param subject as it stands in the header
 */
record CapturedMail(
    String name,
    Instant changed,
    long size,
    String sender,
    List<String> recipients,
    String subject) {

  private static final int MOST = 512 * 1024;

  static CapturedMail read(Path file) throws IOException {
    byte[] begin;
    try (InputStream in = Files.newInputStream(file)) {
      begin = in.readNBytes(MOST);
    }
    String text = new String(begin, StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    byte[] section = end < 0 ? begin : java.util.Arrays.copyOf(begin, end + 2);
    List<HeaderField> fields = HeaderField.split(section);
    return new CapturedMail(
        file.getFileName().toString(),
        Files.getLastModifiedTime(file).toInstant(),
        Files.size(file),
        address(String.join("", values(fields, "X-Postern-Envelope-From"))),
        values(fields, "X-Postern-Envelope-To").stream().map(CapturedMail::address).toList(),
        values(fields, "Subject").stream().findFirst().orElse(""));
  }

  private static List<String> values(List<HeaderField> fields, String name) {
    return fields.stream().filter(field -> field.is(name)).map(HeaderField::value).toList();
  }

  /** Without what the sender asked of notifications. */
  private static String address(String value) {
    return value.replaceFirst("> [A-Z]+=.*$", ">");
  }
}
