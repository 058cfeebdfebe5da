package org.postern.triggers.beans;

import org.jspecify.annotations.Nullable;

/** One attachment of an issue. A host product implements it. */
@Described("One attachment of an issue.")
public interface AttachmentBean {

  @Described("File name.")
  String getName();

  @Described("Size in bytes.")
  long getSize();

  @Described("Media type; null where it is not known.")
  @Nullable String getMimeType();

  @Described("What it is; null where nobody said.")
  @Nullable String getSummary();
}
