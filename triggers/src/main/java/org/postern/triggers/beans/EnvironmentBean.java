package org.postern.triggers.beans;

import org.jspecify.annotations.Nullable;

/**
 * The environment of one run: its script, event and server, its log, its mail and its veto. Made by
 * the runner. Used by the thread of the run alone.
 */
@Described(
    value = "The run itself: script, event, server, log, mail, veto.",
    name = "siEnvironmentBean")
public interface EnvironmentBean {

  @Described("Writes a line to the log, in the message category that is set.")
  void print(@Nullable String text);

  @Described(
      "Writes a line to the log with a level: 0 is an error, 1 to 4 are warnings, up to 9 is information, 10 and above is for debugging.")
  void print(@Nullable String text, int level);

  @Described("Names the category of the lines that follow.")
  void setMessageCategory(String category);

  @Described("The category that is set; null where none is.")
  @Nullable String getMessageCategory();

  @Described("True where lines of the category that is set are logged.")
  boolean messageCheck();

  @Described("True where lines of this level are logged.")
  boolean messageCheck(int level);

  @Described(
      "Ends the script at once, past every catch; with veto the operation that caused the event is refused with this message.")
  void abortScript(@Nullable String message, boolean veto);

  @Described("Ends the script at once: its configuration is wrong, as the message says.")
  void badConfiguration(@Nullable String message);

  @Described("Ends the script at once, all being well; the message goes to the log.")
  void exit(@Nullable String message);

  @Described("Ends the script at once, all being well.")
  void exit();

  @Described("The file name of the script.")
  String getScriptName();

  @Described("The name of the trigger; the name of the script where the host product gives none.")
  String getTriggerName();

  @Described("The event, for instance Issue.changed.pre.")
  String getEventName();

  @Described("Host name of the host product's server.")
  String getHostname();

  @Described("Port of the host product's server.")
  int getHostPort();

  @Described("Base URL of the host product's server, without a slash at its end.")
  String getHostURL();

  @Described("The configured mail server: its host name and its port, as text.")
  String[] getMailHostnameAndPort();

  @Described(
      "A property of is.properties or security.properties; null where it is absent. Secrets are withheld: null as well, and the log says so.")
  @Nullable String getServerConfigurationProperty(String name);

  @Described("The folder of the script.")
  String getScriptDirectory();

  @Described("The folder of the host product.")
  String getInstallDirectory();

  @Described("Puts a message on the error stack.")
  void pushErrorMessage(@Nullable String message);

  @Described("Takes the newest message off the error stack; null where it is empty.")
  @Nullable String popErrorMessage();

  @Described("The newest message of the error stack, which stays; null where it is empty.")
  @Nullable String getErrorMessage();

  @Described("How many messages the error stack holds.")
  int numberOfErrorMessages();

  @Described("Takes all messages off the error stack.")
  void emptyErrorMessageStack();

  @Described("A session of the host product's command API, as the user of the event.")
  ApiSessionBean createAPISessionBean();

  @Described("A session of the host product's command API, as this user.")
  ApiSessionBean createAPISessionBean(String user, String password);

  @Described(
      "Sends a plain-text mail by the configured auth mode. Recipients: one address, several with commas or semicolons between them, or an array. False where it was not accepted for all; the log says why.")
  boolean sendmail(String from, Object to, @Nullable String subject, @Nullable String message);

  @Described("The same as sendmail.")
  boolean sendMail(String from, Object to, @Nullable String subject, @Nullable String message);

  @Described("Host name of the configured mail server.")
  String getSMTPServer();

  @Described("Port of the configured mail server.")
  int getSMTPPort();

  @Described(
      "A live access token of the configured OAuth client. Off unless postern.trigger.access_token is allow, since whoever holds it can send mail.")
  String getOAuthAccessToken();
}
