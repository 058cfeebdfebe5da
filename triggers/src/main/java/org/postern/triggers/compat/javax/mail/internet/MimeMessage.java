package org.postern.triggers.compat.javax.mail.internet;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.postern.triggers.compat.text.Utf8;

/** A message whose texts are written in UTF-8 where the script does not say otherwise. */
public final class MimeMessage extends jakarta.mail.internet.MimeMessage {

  /** An empty one. */
  public MimeMessage(@Nullable Session session) {
    super(session);
  }

  /** Parsed from a stream. */
  public MimeMessage(@Nullable Session session, InputStream in) throws MessagingException {
    super(session, in);
  }

  /** A copy. */
  public MimeMessage(jakarta.mail.internet.MimeMessage other) throws MessagingException {
    super(other);
  }

  @Override
  public void setSubject(@Nullable String subject) throws MessagingException {
    setSubject(subject, Utf8.NAME);
  }

  @Override
  public void setDescription(@Nullable String description) throws MessagingException {
    setDescription(description, Utf8.NAME);
  }

  @Override
  public void setText(String text) throws MessagingException {
    setText(text, Utf8.NAME);
  }

  @Override
  public void setContent(Object content, String type) throws MessagingException {
    super.setContent(content, Utf8.type(content, type));
  }

  /** As of Jakarta Mail; here so that scripts find it by this class as well. */
  public static class RecipientType extends jakarta.mail.internet.MimeMessage.RecipientType {

    /** As of Jakarta Mail. */
    protected RecipientType(String type) {
      super(type);
    }
  }
}
