package org.postern.relay.internal.listen;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.postern.core.message.HeaderField;

/** The From of a mail that has to leave as another one's. One linear scan, whatever the bytes. */
final class Author {

  private final byte[] raw;
  private final int start;

  Author(HeaderField from) {
    raw = from.raw();
    int colon = 0;
    while (raw[colon] != ':') {
      colon++;
    }
    start = colon + 1;
  }

  /**
   * From with that address and the name that the author had; then, unless the mail says itself
   * where answers go, Reply-To with what From was. A From without any address, as cron's is, leads
   * answers nowhere, and is no Reply-To.
   */
  byte[] as(String address, boolean answered) {
    byte[] bare = bare();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(bytes("From:"));
    byte[] name = Arrays.copyOfRange(raw, start, nameEnd(bare));
    out.writeBytes(name.length == 0 ? bytes(" ") : name);
    out.writeBytes(bytes("<" + address + ">\r\n"));
    if (!answered && holdsAddress(bare)) {
      out.writeBytes(bytes("Reply-To:"));
      out.write(raw, start, raw.length - start);
    }
    return out.toByteArray();
  }

  /** Where the name of the first mailbox ends: at its angle bracket, or nowhere. */
  private int nameEnd(byte[] bare) {
    for (int i = start; i < bare.length; i++) {
      byte b = bare[i];
      if (b == '<') {
        return i;
      }
      if (b == ',' || b == '@' || b == ':' || b == ';') {
        return start;
      }
    }
    return start;
  }

  private boolean holdsAddress(byte[] bare) {
    for (int i = start; i < bare.length; i++) {
      if (bare[i] == '@') {
        return true;
      }
    }
    return false;
  }

  /** The field with blanks in place of comments and quoted strings. */
  private byte[] bare() {
    byte[] bare = raw.clone();
    boolean quoted = false;
    int comment = 0;
    for (int i = start; i < raw.length; i++) {
      byte b = raw[i];
      boolean within = quoted || comment > 0;
      if (b == '\\' && within && i + 1 < raw.length) {
        bare[i++] = ' ';
      } else if (b == '"' && comment == 0) {
        quoted = !quoted;
      } else if (!quoted && b == '(') {
        comment++;
      } else if (!quoted && b == ')' && comment > 0) {
        comment--;
      }
      if (within || quoted || comment > 0) {
        bare[i] = ' ';
      }
    }
    return bare;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
