package org.postern.triggers.compat.org.apache.commons.mail;

import jakarta.mail.Session;
import org.apache.commons.mail2.core.EmailException;
import org.apache.commons.mail2.jakarta.Email;
import org.jspecify.annotations.Nullable;
import org.postern.triggers.compat.text.Utf8;

/** SimpleEmail of commons-email that leaves by the run. One thread. */
public class SimpleEmail extends org.apache.commons.mail2.jakarta.SimpleEmail implements OldNames {

  private @Nullable Session session;

  /** An empty one, written in UTF-8 unless told otherwise. */
  public SimpleEmail() {
    super.setCharset(Utf8.NAME);
  }

  @Override
  public Session getMailSession() {
    if (session == null) {
      session = EmailRun.session(this);
      super.setMailSession(session);
    }
    return session;
  }

  @Override
  public String sendMimeMessage() throws EmailException {
    return EmailRun.send(this);
  }

  @Override
  public void setMailSession(Session ignored) {
    EmailRun.ignored("mail session");
  }

  @Override
  public void setMailSessionFromJNDI(String name) {
    EmailRun.ignored("mail session " + name);
  }

  @Override
  public void setPopBeforeSmtp(boolean wanted, String host, String user, String password) {
    EmailRun.ignored("POP before SMTP at " + host);
  }

  @Override
  public Email setPopBeforeSmtp(boolean wanted) {
    return this;
  }
}
