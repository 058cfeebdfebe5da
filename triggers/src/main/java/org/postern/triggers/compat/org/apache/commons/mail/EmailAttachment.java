package org.postern.triggers.compat.org.apache.commons.mail;

import org.jspecify.annotations.Nullable;
import org.postern.triggers.internal.run.CurrentRun;

/** An attachment whose path counts from the script's folder. */
public class EmailAttachment extends org.apache.commons.mail2.jakarta.EmailAttachment {

  /** An empty one. */
  public EmailAttachment() {}

  @Override
  public @Nullable String getPath() {
    String path = super.getPath();
    return path == null ? null : CurrentRun.get().files().resolve(path).toString();
  }
}
