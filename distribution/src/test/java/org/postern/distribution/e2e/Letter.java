package org.postern.distribution.e2e;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * A mail that a foreign client hands in.
 *
 * @param marker what its subject ends with, and no other's does
 * @param file its header and content, with CRLF
 * @param digest of its content
 */
record Letter(String from, List<String> to, String marker, Path file, String digest) {

  /** The bytes of a large attachment; {@code scripts/clients} makes it 25 MB. */
  static final int LARGE = Integer.getInteger("postern.clients.megabytes", 3) << 20;

  /** A letter of some lines in UTF-8. */
  static Letter text(Path folder) throws IOException {
    return of(folder, "Text \u00e4\u00f6\u00fc\r\n.\r\n..dots\r\n".repeat(50), "8bit");
  }

  /** A letter with an attachment of so many bytes, which are not to be guessed. */
  static Letter attachment(Path folder, int bytes) throws IOException {
    byte[] content = new byte[bytes];
    new Random(bytes).nextBytes(content);
    return of(folder, Base64.getMimeEncoder().encodeToString(content) + "\r\n", "base64");
  }

  private static Letter of(Path folder, String content, String encoding) throws IOException {
    String marker = UUID.randomUUID().toString();
    Path file = folder.resolve(marker);
    try (OutputStream out = Files.newOutputStream(file)) {
      String header =
          "From: postern@lab.test\r\nTo: inbox@lab.test\r\nSubject: Gr\u00fc\u00dfe "
              + marker
              + "\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
              + "Content-Transfer-Encoding: "
              + encoding
              + "\r\n\r\n";
      out.write(header.getBytes(StandardCharsets.UTF_8));
      out.write(content.getBytes(StandardCharsets.UTF_8));
    }
    return new Letter(
        Lab.USER, List.of("inbox@lab.test"), marker, file, digest(Files.readAllBytes(file)));
  }

  Letter from(String sender) {
    return new Letter(sender, to, marker, file, digest);
  }

  Letter to(List<String> recipients) {
    return new Letter(from, recipients, marker, file, digest);
  }

  /** To so many people, each of them another. */
  Letter toMany(int count) {
    return to(IntStream.range(0, count).mapToObj(i -> "r" + i + "@lab.test").toList());
  }

  /** The digest of a mail's content, whatever its lines end with and its header says. */
  static String digest(byte[] mail) {
    byte[] lines = new byte[mail.length];
    int length = 0;
    int content = -1;
    for (byte one : mail) {
      if (one != '\r') {
        lines[length++] = one;
        if (content < 0 && length > 1 && one == '\n' && lines[length - 2] == '\n') {
          content = length;
        }
      }
    }
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(lines, content, length - content);
      return HexFormat.of().formatHex(sha.digest());
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
