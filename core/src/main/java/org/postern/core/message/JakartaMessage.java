package org.postern.core.message;

import jakarta.mail.Header;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Collections;

/**
 * The bytes of a caller's Jakarta Mail message, after the checks that Angus does not make: its
 * {@code setHeader} and {@code setFileName} let CR LF through.
 */
final class JakartaMessage {

  private static final int MAX_DEPTH = 20;

  private JakartaMessage() {}

  static byte[] bytes(MimeMessage message) {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    // Angus finds its content handlers through the context class loader
    Thread.currentThread().setContextClassLoader(JakartaMessage.class.getClassLoader());
    try {
      check(message, "message", 0);
      message.saveChanges();
      check(message, "message", 0);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      message.writeTo(out);
      return out.toByteArray();
    } catch (MessagingException | IOException failed) {
      throw new MessageException("the message cannot be read: " + failed.getMessage(), failed);
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  private static void check(Part part, String where, int depth)
      throws MessagingException, IOException {
    if (depth > MAX_DEPTH) {
      throw new MessageException(where + ": parts are nested too deeply");
    }
    for (Header header : Collections.list(part.getAllHeaders())) {
      FieldCheck.headerName(header.getName());
      // a folded value is one value; a line end that is no folding would begin another field
      String unfolded = header.getValue().replaceAll("\r?\n(?=[ \t])", "");
      FieldCheck.headerValue("header " + header.getName() + " of " + where, unfolded);
    }
    if (part.isMimeType("multipart/*") && part.getContent() instanceof Multipart multipart) {
      for (int i = 0; i < multipart.getCount(); i++) {
        check(multipart.getBodyPart(i), "part " + (i + 1) + " of " + where, depth + 1);
      }
    }
  }
}
