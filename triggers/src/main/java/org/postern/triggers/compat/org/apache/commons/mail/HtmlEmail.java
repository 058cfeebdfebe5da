package org.postern.triggers.compat.org.apache.commons.mail;

import jakarta.activation.DataSource;
import jakarta.mail.Session;
import java.net.URL;
import org.apache.commons.mail2.core.EmailException;
import org.apache.commons.mail2.jakarta.Email;
import org.apache.commons.mail2.jakarta.MultiPartEmail;
import org.jspecify.annotations.Nullable;
import org.postern.triggers.compat.text.Utf8;

/** HtmlEmail of commons-email that leaves by the run. One thread. */
public class HtmlEmail extends org.apache.commons.mail2.jakarta.HtmlEmail implements OldNames {

  private @Nullable Session session;

  /** An empty one, written in UTF-8 unless told otherwise. */
  public HtmlEmail() {
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

  @Override
  public MultiPartEmail attach(
      DataSource source, @Nullable String name, @Nullable String description, String disposition)
      throws EmailException {
    DataSource checked = EmailRun.checked(source);
    return super.attach(checked, EmailRun.fileName(name, checked), description, disposition);
  }

  @Override
  public MultiPartEmail attach(
      URL url, String name, @Nullable String description, String disposition)
      throws EmailException {
    return super.attach(EmailRun.checked(url), name, description, disposition);
  }

  @Override
  public String embed(DataSource source, String name) throws EmailException {
    return super.embed(EmailRun.checked(source), Utf8.fileName(name));
  }

  @Override
  public String embed(DataSource source, String name, String cid) throws EmailException {
    return super.embed(EmailRun.checked(source), Utf8.fileName(name), cid);
  }

  @Override
  public String embed(String url, String name) throws EmailException {
    return embed(EmailRun.url(url), name);
  }

  @Override
  public String embed(URL url, String name) throws EmailException {
    return embed(EmailRun.checked(url), name);
  }
}
