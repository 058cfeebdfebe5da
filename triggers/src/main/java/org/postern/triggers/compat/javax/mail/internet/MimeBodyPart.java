package org.postern.triggers.compat.javax.mail.internet;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetHeaders;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.postern.triggers.compat.text.Utf8;
import org.postern.triggers.internal.run.CurrentRun;

/** A body part that attaches what the run may read, and saves nothing. */
public final class MimeBodyPart extends jakarta.mail.internet.MimeBodyPart {

  /** An empty one. */
  public MimeBodyPart() {}

  /** Parsed from a stream. */
  public MimeBodyPart(InputStream in) throws MessagingException {
    super(in);
  }

  /** Of headers and content. */
  public MimeBodyPart(InternetHeaders headers, byte[] content) throws MessagingException {
    super(headers, content);
  }

  @Override
  public void setFileName(@Nullable String name) throws MessagingException {
    super.setFileName(Utf8.fileName(name));
  }

  @Override
  public void setText(String text) throws MessagingException {
    setText(text, Utf8.NAME);
  }

  @Override
  public void setContent(Object content, String type) throws MessagingException {
    super.setContent(content, Utf8.type(content, type));
  }

  @Override
  public void setDescription(@Nullable String description) throws MessagingException {
    setDescription(description, Utf8.NAME);
  }

  @Override
  public void attachFile(File file) throws IOException, MessagingException {
    super.attachFile(CurrentRun.get().files().readable(file.getPath()).toFile());
  }

  @Override
  public void attachFile(String file) throws IOException, MessagingException {
    attachFile(new File(file));
  }

  @Override
  public void attachFile(File file, String type, String encoding)
      throws IOException, MessagingException {
    super.attachFile(CurrentRun.get().files().readable(file.getPath()).toFile(), type, encoding);
  }

  @Override
  public void attachFile(String file, String type, String encoding)
      throws IOException, MessagingException {
    attachFile(new File(file), type, encoding);
  }

  @Override
  public void saveFile(File file) throws IOException {
    throw new IOException(file + ": scripts do not write files");
  }

  @Override
  public void saveFile(String file) throws IOException {
    throw new IOException(file + ": scripts do not write files");
  }
}
