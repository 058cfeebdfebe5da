package org.postern.core.message;

import java.io.IOException;
import org.postern.core.smtp.MessageBody;
import org.postern.core.smtp.NotConvertibleException;

/**
 * Looks for bytes above 127 in the header sections of a message, those of its parts too, apart from
 * such as must stay: within a signed or encrypted part, or below a header with a DKIM signature.
 * Reads no further than it must, which is the header at the top where that is of no multipart.
 */
final class EightBitHeader extends MimeLines {

  /** Ends the reading. */
  private static final class Known extends IOException {
    private static final long serialVersionUID = 1;

    @Override
    public synchronized Throwable fillInStackTrace() {
      return this;
    }
  }

  private boolean found;

  private EightBitHeader() {}

  static boolean isIn(MessageBody message) throws IOException {
    EightBitHeader look = new EightBitHeader();
    try {
      message.writeTo(look);
      look.finish();
    } catch (Known enough) {
      // the rest of it is not wanted
    } catch (NotConvertibleException brokenParts) {
      // nobody can say where their headers are; that at the top was looked at
    }
    return look.found;
  }

  @Override
  void header(Entity of) throws IOException {
    found = !of.within() && AsciiHeader.isNeeded(of.header());
    boolean top = of.number() == 0;
    if (found
        || top && !of.kind().isMultipart()
        || top && (of.sealed() || SevenBitSurvey.isSigned(of.header()))) {
      throw new Known();
    }
  }

  @Override
  void content(Entity of, byte[] bytes, int offset, int length) {
    // what a part holds is none of its header
  }

  @Override
  void endOfContent(Entity of, boolean atEnd) {
    // the next header follows, or nothing
  }

  @Override
  void structure(byte[] bytes, int offset, int length) {
    // boundaries and what stands between parts
  }
}
