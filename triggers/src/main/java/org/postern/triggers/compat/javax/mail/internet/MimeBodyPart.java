package org.postern.triggers.compat.javax.mail.internet;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetHeaders;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
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
