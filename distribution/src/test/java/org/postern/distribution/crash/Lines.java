package org.postern.distribution.crash;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** Lines of a connection, and mails that carry the sum of their own text. */
final class Lines {

  private static final String ID = "Subject: ";
  private static final String SUM = "X-Sum: ";

  private Lines() {}

  static String read(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int b = in.read();
    while (b != '\n') {
      if (b < 0) {
        throw new EOFException();
      }
      if (b != '\r') {
        line.write(b);
      }
      b = in.read();
    }
    return line.toString(StandardCharsets.US_ASCII);
  }

  /** A mail that arrived. */
  record Mail(String id, String said, String found) {
    boolean isWhole() {
      return said.equals(found);
    }
  }

  /** Up to its final dot. */
  static Mail mail(InputStream in) throws IOException {
    String id = "";
    String said = "";
    CRC32C sum = new CRC32C();
    boolean body = false;
    for (String line = read(in); !line.equals("."); line = read(in)) {
      if (body) {
        sum.update(line.getBytes(StandardCharsets.US_ASCII));
      } else if (line.startsWith(ID)) {
        id = line.substring(ID.length());
      } else if (line.startsWith(SUM)) {
        said = line.substring(SUM.length());
      }
      body |= line.isEmpty();
    }
    return new Mail(id, said, Long.toString(sum.getValue()));
  }

  /** A mail of about so many bytes, with its final dot. */
  static byte[] written(String id, int size) {
    StringBuilder text = new StringBuilder(size + 200);
    CRC32C sum = new CRC32C();
    for (int n = 0; text.length() < size; n++) {
      String line = id + " line " + n + " " + "x".repeat(n % 60);
      sum.update(line.getBytes(StandardCharsets.US_ASCII));
      text.append(line).append("\r\n");
    }
    String head = ID + id + "\r\n" + SUM + sum.getValue() + "\r\n\r\n";
    return (head + text + ".\r\n").getBytes(StandardCharsets.US_ASCII);
  }
}
