package org.postern.triggers.compat.javax.mail;

import jakarta.mail.Session;
import jakarta.mail.URLName;
import org.jspecify.annotations.Nullable;
import org.postern.triggers.compat.transport.RunTransport;

/** What scripts know as {@code javax.mail.Transport}: its static methods leave by the run. */
public abstract class Transport extends RunTransport {

  /** For scripts that extend it; nothing else does. */
  protected Transport(Session session, @Nullable URLName name) {
    super(session, name);
  }
}
