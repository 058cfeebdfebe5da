package org.postern.core.message;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import org.postern.core.smtp.MessageBody;

/**
 * Ready-made bytes in 7 bits: leaves with bytes above 127 in quoted-printable or base64, all else
 * as it was (RFC 6152 section 3). Converted anew each time it is written, so nothing is held.
 */
record SevenBitBody(MessageBody original, Map<Integer, String> encodings, long size)
    implements MessageBody {

  /** Empty where the conversion would break a signature, or the structure cannot be relied on. */
  static Optional<MessageBody> of(MessageBody original) {
    try {
      SevenBitSurvey survey = new SevenBitSurvey();
      original.writeTo(survey);
      survey.finish();
      CountingOutput counted = new CountingOutput(OutputStream.nullOutputStream());
      SevenBitRewrite rewrite = new SevenBitRewrite(counted, survey.encodings());
      original.writeTo(rewrite);
      rewrite.finish();
      return Optional.of(new SevenBitBody(original, survey.encodings(), counted.count()));
    } catch (IOException notConvertible) {
      // a source that changed says so when it is written next
      return Optional.empty();
    }
  }

  @Override
  public boolean eightBit() {
    return false;
  }

  @Override
  public boolean utf8Headers() {
    return false;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    CountingOutput counted = new CountingOutput(out);
    SevenBitRewrite rewrite = new SevenBitRewrite(counted, encodings);
    original.writeTo(rewrite);
    rewrite.finish();
    if (counted.count() != size) {
      throw new IOException(original + " changed while it was read; make the message again");
    }
  }

  @Override
  public String toString() {
    return "SevenBitBody[" + original + "]";
  }
}
