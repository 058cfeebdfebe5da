package org.postern.distribution.sendmail;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A mail as it came by standard input, its lines ended as SMTP wants them. It waits in a temporary
 * file, for whom it goes to may stand anywhere in its header. One thread.
 *
 * @param file holds all of it
 * @param eightBit true where a byte above 127 occurs
 * @param utf8Headers true where that is in the header section
 */
record Message(Path file, boolean eightBit, boolean utf8Headers) implements AutoCloseable {

  private static final int LONGEST_HEADER = 1024 * 1024;

  /**
   * Reads to the end, or to a line that is a lone dot.
   *
   * @param dotsIgnored true where such a line is one like any other
   */
  static Message read(InputStream input, boolean dotsIgnored) throws IOException {
    Path file = Files.createTempFile("postern-", ".eml");
    try (InputStream in = new BufferedInputStream(input);
        Lines lines = new Lines(new BufferedOutputStream(Files.newOutputStream(file)))) {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      int b;
      while ((b = in.read()) >= 0) {
        if (b != '\n') {
          line.write(b);
          continue;
        }
        if (!dotsIgnored && lines.isDot(line)) {
          return new Message(file, lines.eightBit, lines.eightBitHeader);
        }
        lines.add(line);
      }
      if (line.size() > 0 && (dotsIgnored || !lines.isDot(line))) {
        lines.add(line);
      }
      return new Message(file, lines.eightBit, lines.eightBitHeader);
    } catch (IOException | RuntimeException failed) {
      Files.deleteIfExists(file);
      throw failed;
    }
  }

  /** Bytes after the header section, the empty line included. */
  long bodySize() throws IOException {
    return Files.size(file) - header().length;
  }

  /** What follows the header section, from the empty line on. */
  InputStream body() throws IOException {
    InputStream in = open();
    in.skipNBytes(header().length);
    return in;
  }

  private InputStream open() throws IOException {
    return new BufferedInputStream(Files.newInputStream(file));
  }

  /** The header section with its last line end, without the empty line. */
  byte[] header() throws IOException {
    byte[] start;
    try (InputStream in = open()) {
      start = in.readNBytes(LONGEST_HEADER);
    }
    for (int i = 0; i + 1 < start.length; i++) {
      boolean lineBegins = i == 0 || start[i - 1] == '\n';
      if (lineBegins && start[i] == '\r' && start[i + 1] == '\n') {
        return java.util.Arrays.copyOf(start, i);
      }
    }
    return start;
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
  }

  /** Writes lines with CRLF, and sees what they hold. */
  private static final class Lines implements AutoCloseable {
    private final OutputStream out;
    private boolean inHeader = true;
    private boolean eightBit;
    private boolean eightBitHeader;

    Lines(OutputStream out) {
      this.out = out;
    }

    boolean isDot(ByteArrayOutputStream line) {
      byte[] bytes = line.toByteArray();
      return bytes.length >= 1 && bytes[0] == '.' && length(bytes) == 1;
    }

    void add(ByteArrayOutputStream line) throws IOException {
      byte[] bytes = line.toByteArray();
      line.reset();
      int length = length(bytes);
      inHeader &= length > 0;
      for (int i = 0; i < length; i++) {
        // a CR within a line is a line end of some other world
        if (bytes[i] == '\r') {
          out.write('\r');
          out.write('\n');
        } else {
          out.write(bytes[i]);
        }
        eightBit |= bytes[i] < 0;
        eightBitHeader |= inHeader && bytes[i] < 0;
      }
      out.write('\r');
      out.write('\n');
    }

    /** Without a CR that belongs to the line's end. */
    private static int length(byte[] line) {
      return line.length > 0 && line[line.length - 1] == '\r' ? line.length - 1 : line.length;
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }
}
