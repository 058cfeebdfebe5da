package org.postern.core;

import java.util.Collection;
import org.postern.core.internal.smtp.Redactor;
import org.postern.core.settings.Secret;

/**
 * Blots known secrets out of a text that leaves the house: as they are, in base64, URL-encoded, and
 * every piece of them of eight characters or more. Not thread safe.
 */
public final class Redaction {

  private final Redactor redactor = new Redactor();

  /** Of these secrets; empty ones are left out. */
  public Redaction(Collection<Secret> secrets) {
    secrets.stream().filter(one -> !one.isEmpty()).forEach(one -> redactor.secret(one.reveal()));
  }

  /** The text with {@code ********} for each secret. */
  public String apply(String text) {
    return redactor.apply(text);
  }
}
