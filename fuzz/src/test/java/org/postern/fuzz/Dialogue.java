package org.postern.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.postern.auth.open.OpenProvider;
import org.postern.core.settings.CoreKeys;
import org.postern.core.settings.MailSettings;
import org.postern.relay.ListenerKeys;
import org.postern.relay.SmtpListener;

/**
 * What the relay makes of these bytes of a client.
 *
 * @param replies all that it said
 * @param mails that it took
 */
record Dialogue(String replies, List<Kept.Mail> mails) {

  private static final MailSettings SETTINGS =
      MailSettings.builder(List.of(new OpenProvider()), ListenerKeys.all())
          .set(CoreKeys.HOST, "localhost")
          .set(ListenerKeys.HOSTNAME, "relay.example.com")
          .build();

  /** All bytes are there at once. */
  static Dialogue atOnce(byte[] bytes) {
    return of(bytes, position -> bytes.length - position);
  }

  /** The bytes come one by one. */
  static Dialogue dripping(byte[] bytes) {
    return of(bytes, position -> 1);
  }

  /** The bytes come line by line. */
  static Dialogue byLines(byte[] bytes) {
    return of(
        bytes,
        position -> {
          int end = position;
          while (end < bytes.length - 1 && bytes[end] != '\n') {
            end++;
          }
          return end + 1 - position;
        });
  }

  private static Dialogue of(byte[] bytes, IntUnaryOperator comesAt) {
    Kept kept = new Kept();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      SmtpListener.converse(SETTINGS, Path.of("."), kept, new Parts(bytes, comesAt), out);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return new Dialogue(out.toString(StandardCharsets.ISO_8859_1), kept.mails());
  }

  /** Bytes that come in parts. */
  private static final class Parts extends InputStream {

    private final byte[] bytes;
    private final IntUnaryOperator comesAt;
    private int position;

    Parts(byte[] bytes, IntUnaryOperator comesAt) {
      this.bytes = bytes;
      this.comesAt = comesAt;
    }

    @Override
    public int read() {
      return position < bytes.length ? bytes[position++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      if (position == bytes.length) {
        return -1;
      }
      int count = Math.min(length, comesAt.applyAsInt(position));
      System.arraycopy(bytes, position, into, offset, count);
      position += count;
      return count;
    }
  }
}
