package org.postern.triggers.internal.beans;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.postern.core.settings.MailSettings;
import org.postern.triggers.beans.ApiSessionBean;
import org.postern.triggers.beans.EnvironmentBean;
import org.postern.triggers.host.HostEnvironment;
import org.postern.triggers.host.HostSession;
import org.postern.triggers.host.TriggerEvent;
import org.postern.triggers.internal.run.CurrentRun;
import org.postern.triggers.internal.run.RunLog;
import org.postern.triggers.internal.run.ScriptEnd;

/** The {@code siEnvironmentBean} of one run. One thread. */
public final class Environment implements EnvironmentBean {

  private final Path script;
  private final TriggerEvent event;
  private final HostEnvironment host;
  private final HostSession session;
  private final MailSettings settings;
  private final ServerProperties properties;
  private final Supplier<String> tokens;
  private final CurrentRun run;
  private final ErrorStack errors = new ErrorStack();

  /**
   * @param script absolute
   * @param tokens gives an access token, or says by an exception why not
   */
  public Environment(
      Path script,
      TriggerEvent event,
      HostEnvironment host,
      HostSession session,
      MailSettings settings,
      ServerProperties properties,
      Supplier<String> tokens,
      CurrentRun run) {
    this.script = script;
    this.event = event;
    this.host = host;
    this.session = session;
    this.settings = settings;
    this.properties = properties;
    this.tokens = tokens;
    this.run = run;
  }

  /** All messages of the error stack, the newest last. */
  public List<String> errors() {
    return errors.all();
  }

  @Override
  public void print(@Nullable String text) {
    print(text, 5);
  }

  @Override
  public void print(@Nullable String text, int level) {
    run.log().script(RunLog.level(level), run.log().category(), String.valueOf(text));
  }

  @Override
  public void setMessageCategory(String category) {
    run.log().category(category);
  }

  @Override
  public @Nullable String getMessageCategory() {
    return run.log().category().isEmpty() ? null : run.log().category();
  }

  @Override
  public boolean messageCheck() {
    return true;
  }

  @Override
  public boolean messageCheck(int level) {
    return true;
  }

  @Override
  public void abortScript(@Nullable String message, boolean veto) {
    throw end(veto ? ScriptEnd.Kind.VETOED : ScriptEnd.Kind.LEFT, message);
  }

  @Override
  public void badConfiguration(@Nullable String message) {
    throw end(ScriptEnd.Kind.CONFIGURATION, message);
  }

  @Override
  public void exit(@Nullable String message) {
    throw end(ScriptEnd.Kind.LEFT, message);
  }

  @Override
  public void exit() {
    throw end(ScriptEnd.Kind.LEFT, "");
  }

  private static ScriptEnd end(ScriptEnd.Kind kind, @Nullable String message) {
    return new ScriptEnd(kind, message == null ? "" : message);
  }

  @Override
  public String getScriptName() {
    return String.valueOf(script.getFileName());
  }

  @Override
  public String getTriggerName() {
    return host.triggerName().orElse(getScriptName());
  }

  @Override
  public String getEventName() {
    return host.eventName().orElse(event.eventName());
  }

  @Override
  public String getHostname() {
    return host.hostname();
  }

  @Override
  public int getHostPort() {
    return host.port();
  }

  @Override
  public String getHostURL() {
    return host.url();
  }

  @Override
  public String[] getMailHostnameAndPort() {
    return new String[] {settings.host(), Integer.toString(settings.port())};
  }

  @Override
  public @Nullable String getServerConfigurationProperty(String name) {
    return properties.find(name, run.log()).orElse(null);
  }

  @Override
  public String getScriptDirectory() {
    return String.valueOf(script.getParent());
  }

  @Override
  public String getInstallDirectory() {
    return host.installDirectory().toString();
  }

  @Override
  public void pushErrorMessage(@Nullable String message) {
    errors.push(String.valueOf(message));
  }

  @Override
  public @Nullable String popErrorMessage() {
    return errors.pop().orElse(null);
  }

  @Override
  public @Nullable String getErrorMessage() {
    return errors.peek().orElse(null);
  }

  @Override
  public int numberOfErrorMessages() {
    return errors.size();
  }

  @Override
  public void emptyErrorMessageStack() {
    errors.clear();
  }

  @Override
  public ApiSessionBean createAPISessionBean() {
    return session.apiSession(Optional.empty(), "");
  }

  @Override
  public ApiSessionBean createAPISessionBean(String user, String password) {
    return session.apiSession(Optional.of(user), password);
  }

  @Override
  public boolean sendmail(
      String from, Object to, @Nullable String subject, @Nullable String message) {
    return PlainMail.send(run, from, to, subject, message);
  }

  @Override
  public boolean sendMail(
      String from, Object to, @Nullable String subject, @Nullable String message) {
    return sendmail(from, to, subject, message);
  }

  @Override
  public String getSMTPServer() {
    return settings.host();
  }

  @Override
  public int getSMTPPort() {
    return settings.port();
  }

  @Override
  public String getOAuthAccessToken() {
    return tokens.get();
  }
}
