package org.postern.core.message;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.postern.core.smtp.MessageBody;

/**
 * Header fields that stand before those of a mail, whose own bytes stay as they are and are
 * streamed, so that signatures over them hold. Values are made ASCII (RFC 2047). Not thread safe;
 * the bodies that it makes are.
 */
public final class AddedFields {

  private final StringBuilder text = new StringBuilder();

  /** None yet. */
  public AddedFields() {}

  /**
   * Adds a field below those added before.
   *
   * @param name in ASCII, without colon
   * @param value any text without CR, LF, NUL and other controls
   * @throws MessageException for a value that has them
   */
  public AddedFields add(String name, String value) {
    FieldCheck.oneLine(name, value);
    text.append(name).append(": ").append(HeaderText.unstructured(name, value)).append("\r\n");
    return this;
  }

  /** The mail with these fields before its own. */
  public MessageBody before(MessageBody mail) {
    return new WithFields(text.toString().getBytes(StandardCharsets.US_ASCII), mail);
  }

  private record WithFields(byte[] fields, MessageBody mail) implements MessageBody {

    @Override
    public long size() {
      return fields.length + mail.size();
    }

    @Override
    public boolean eightBit() {
      return mail.eightBit();
    }

    @Override
    public boolean utf8Headers() {
      return mail.utf8Headers();
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      out.write(fields);
      mail.writeTo(out);
    }

    @Override
    public Optional<MessageBody> sevenBit() throws IOException {
      return mail.sevenBit().map(converted -> new WithFields(fields, converted));
    }

    @Override
    public MessageBody asciiHeaders() throws IOException {
      return new WithFields(fields, mail.asciiHeaders());
    }

    @Override
    public String toString() {
      return mail.toString();
    }
  }
}
