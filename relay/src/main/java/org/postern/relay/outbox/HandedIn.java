package org.postern.relay.outbox;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import org.postern.core.smtp.DsnRequest;
import org.postern.core.smtp.Envelope;
import org.postern.core.smtp.MessageBody;
import org.postern.spool.Arrival;
import org.postern.spool.SpoolRecipient;

/**
 * A mail that the application hands in.
 *
 * @param messageId "" where it is not known
 */
record HandedIn(String messageId, Envelope envelope, MessageBody body) {

  /** The application itself, for people who look at the queue. */
  private static final String ORIGIN = "application";

  Arrival arrival() {
    DsnRequest dsn = envelope.dsn();
    List<SpoolRecipient> recipients =
        envelope.recipients().stream()
            .map(to -> new SpoolRecipient(to, dsn.of(to).notifyOn(), dsn.of(to).original()))
            .toList();
    return new Arrival(
        envelope.sender(),
        recipients,
        dsn.returned(),
        dsn.envelopeId(),
        body.utf8Headers(),
        messageId,
        ORIGIN);
  }

  /** The body, which throws {@link NotFit} while it is written where it is no mail. */
  MessageBody checked() {
    return new MessageBody() {
      @Override
      public long size() {
        return body.size();
      }

      @Override
      public boolean eightBit() {
        return body.eightBit();
      }

      @Override
      public boolean utf8Headers() {
        return body.utf8Headers();
      }

      @Override
      public Optional<MessageBody> sevenBit() throws IOException {
        return body.sevenBit();
      }

      @Override
      public MessageBody asciiHeaders() throws IOException {
        return body.asciiHeaders();
      }

      @Override
      public void writeTo(OutputStream out) throws IOException {
        Lines lines = new Lines(out);
        body.writeTo(lines);
        lines.end();
      }
    };
  }

  /** What stands in the spool must be what can be sent: RFC 5321 section 2.3.8. */
  static final class NotFit extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    NotFit(String why) {
      super("the message cannot be sent, and was not kept: " + why);
    }
  }

  private static final class Lines extends FilterOutputStream {

    private byte last = '\n';

    Lines(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      for (int i = offset; i < offset + length; i++) {
        byte b = bytes[i];
        if (last == '\r' ? b != '\n' : b == '\n') {
          throw new NotFit("it holds a " + (b == '\n' ? "LF" : "CR") + " that stands alone");
        }
        last = b;
      }
      out.write(bytes, offset, length);
    }

    void end() {
      if (last != '\n') {
        throw new NotFit("it does not end with CRLF");
      }
    }
  }
}
