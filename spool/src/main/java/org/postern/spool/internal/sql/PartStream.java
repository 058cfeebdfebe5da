package org.postern.spool.internal.sql;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** Cuts what is written into parts; a small mail is its own rest. */
final class PartStream extends OutputStream {

  /** The size of a part, and of the largest mail that stays in one piece. */
  static final int PART = 256 * 1024;

  private static final int FIRST_BUFFER = 8 * 1024;

  private final Full full;
  private byte[] buffer = new byte[0];
  private int filled;
  private int parts;
  private boolean eightBit;

  /** Takes a part that is full, when more follows. */
  @FunctionalInterface
  interface Full {
    /**
     * @param n counts from 0
     * @param bytes may be kept until the next write
     */
    void take(int n, byte[] bytes) throws IOException;
  }

  PartStream(Full full) {
    this.full = full;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int at = offset;
    int left = length;
    while (left > 0) {
      if (filled == PART) {
        full.take(parts, buffer);
        parts++;
        filled = 0;
      }
      int now = Math.min(left, PART - filled);
      makeRoom(filled + now);
      System.arraycopy(bytes, at, buffer, filled, now);
      filled += now;
      at += now;
      left -= now;
    }
    for (int i = offset; i < offset + length; i++) {
      eightBit |= bytes[i] < 0;
    }
  }

  private void makeRoom(int size) {
    if (size > buffer.length) {
      int larger = Math.max(FIRST_BUFFER, Math.max(size, buffer.length * 2));
      buffer = Arrays.copyOf(buffer, Math.min(PART, larger));
    }
  }

  /** What follows the parts that were full. */
  byte[] rest() {
    return Arrays.copyOf(buffer, filled);
  }

  /** Parts that were full. */
  int parts() {
    return parts;
  }

  /** All bytes that were written. */
  long size() {
    return (long) parts * PART + filled;
  }

  /** True where one was above 127. */
  boolean eightBit() {
    return eightBit;
  }

  /** Lets go of the memory. */
  void forget() {
    buffer = new byte[0];
    filled = 0;
  }
}
