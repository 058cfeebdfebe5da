package org.postern.truststore;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One element of DER (ITU-T X.690), as much of it as PKCS#12 bags and certificate extensions need:
 * tags of one byte, definite lengths.
 *
 * @param encoded the element with its tag and length
 */
record Der(int tag, byte[] content, byte[] encoded) {

  static final int INTEGER = 0x02;
  static final int OCTET_STRING = 0x04;
  static final int OID = 0x06;
  static final int SEQUENCE = 0x30;
  static final int CONTEXT_0 = 0xA0;

  /** The elements that stand one after the other in {@code bytes}. */
  static List<Der> all(byte[] bytes) throws IOException {
    List<Der> elements = new ArrayList<>();
    for (int at = 0; at < bytes.length; ) {
      Der element = at(bytes, at);
      elements.add(element);
      at += element.encoded.length;
    }
    return elements;
  }

  static Der one(byte[] bytes) throws IOException {
    return at(bytes, 0);
  }

  List<Der> children() throws IOException {
    return all(content);
  }

  /** Child number {@code index}; an element with fewer is malformed. */
  Der child(int index) throws IOException {
    List<Der> children = children();
    if (index >= children.size()) {
      throw new IOException("DER element with " + children.size() + " parts, wanted more");
    }
    return children.get(index);
  }

  boolean isOid(byte[] oid) {
    return tag == OID && Arrays.equals(content, oid);
  }

  static byte[] encode(int tag, byte[]... parts) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      body.writeBytes(part);
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.write(tag);
    int length = body.size();
    if (length < 0x80) {
      whole.write(length);
    } else {
      whole.write(0x84);
      for (int shift = 24; shift >= 0; shift -= 8) {
        whole.write(length >>> shift);
      }
    }
    whole.writeBytes(body.toByteArray());
    return whole.toByteArray();
  }

  static int int32(byte[] bytes) {
    return (bytes[0] & 0xff) << 24
        | (bytes[1] & 0xff) << 16
        | (bytes[2] & 0xff) << 8
        | bytes[3] & 0xff;
  }

  /**
   * Tag of the first element inside; 0 if there is none. Knows the indefinite length too, which
   * tools write into PKCS#7 files.
   */
  static int firstInnerTag(byte[] bytes) {
    int length = bytes.length < 2 ? 0 : bytes[1] & 0xff;
    int head = length > 0x80 ? 2 + (length & 0x7f) : 2;
    return head < bytes.length ? bytes[head] & 0xff : 0;
  }

  private static Der at(byte[] bytes, int start) throws IOException {
    if (start + 2 > bytes.length) {
      throw new IOException("DER element cut short");
    }
    int head = start + 2;
    long length = bytes[start + 1] & 0xff;
    if (length >= 0x80) {
      int count = (int) length & 0x7f;
      if (count == 0 || count > 4 || head + count > bytes.length) {
        throw new IOException("DER length of " + count + " bytes");
      }
      length = 0;
      for (int i = 0; i < count; i++) {
        length = length << 8 | bytes[head + i] & 0xff;
      }
      head += count;
    }
    if (length > bytes.length - head) {
      throw new IOException("DER element cut short");
    }
    int end = head + (int) length;
    return new Der(
        bytes[start] & 0xff,
        Arrays.copyOfRange(bytes, head, end),
        Arrays.copyOfRange(bytes, start, end));
  }
}
