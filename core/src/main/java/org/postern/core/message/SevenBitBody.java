package org.postern.core.message;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import org.postern.core.smtp.MessageBody;

/**
 * Ready-made bytes with header sections in ASCII, and in 7 bits where that is asked for: leaves
 * with bytes above 127 in quoted-printable or base64, all else as it was (RFC 6152 section 3).
 * Converted anew each time it is written, so nothing is held.
 */
record SevenBitBody(
    MessageBody original, Map<Integer, String> encodings, long size, boolean eightBit)
    implements MessageBody {

  /** All of it. */
  static MessageBody whole(MessageBody original) throws IOException {
    SevenBitSurvey survey = new SevenBitSurvey();
    original.writeTo(survey);
    survey.finish();
    return measured(original, survey.encodings());
  }

  /** Header sections alone. */
  static MessageBody headers(MessageBody original) throws IOException {
    return measured(original, Map.of());
  }

  private static MessageBody measured(MessageBody original, Map<Integer, String> encodings)
      throws IOException {
    CountingOutput counted = new CountingOutput(OutputStream.nullOutputStream());
    write(original, encodings, counted);
    return new SevenBitBody(original, encodings, counted.count(), counted.eightBit());
  }

  private static void write(MessageBody original, Map<Integer, String> encodings, OutputStream out)
      throws IOException {
    SevenBitRewrite rewrite = new SevenBitRewrite(out, encodings);
    original.writeTo(rewrite);
    rewrite.finish();
  }

  @Override
  public boolean utf8Headers() {
    return false;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    CountingOutput counted = new CountingOutput(out);
    write(original, encodings, counted);
    if (counted.count() != size) {
      throw new IOException(original + " changed while it was read; make the message again");
    }
  }

  @Override
  public Optional<MessageBody> sevenBit() throws IOException {
    return SevenBit.of(original);
  }

  @Override
  public MessageBody asciiHeaders() {
    return this;
  }

  @Override
  public String toString() {
    return "SevenBitBody[" + original + "]";
  }
}
