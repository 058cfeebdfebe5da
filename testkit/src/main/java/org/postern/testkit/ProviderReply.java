package org.postern.testkit;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Refusals of real providers, to be played at any step: {@code server.at(SmtpStep.RCPT).reply(
 * ProviderReply.M365_TENANT_BLOCKED.line())}. Codes and the words that tell them apart are those of
 * the vendors' pages, collected in November 2026: learn.microsoft.com ("Fix issues with printers,
 * scanners, and LOB applications", "NDR error codes in Exchange Online", "Exchange Online limits")
 * and support.google.com/a/answer/3726730. Providers change the words, and number their servers in
 * them, at will.
 */
public enum ProviderReply {
  /** SMTP AUTH is switched off for the whole tenant. */
  M365_SMTP_AUTH_DISABLED_TENANT(
      "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the"
          + " Tenant. Visit https://aka.ms/smtp_auth_disabled for more information."),
  /** SMTP AUTH is switched off for this mailbox. */
  M365_SMTP_AUTH_DISABLED_MAILBOX(
      "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the"
          + " Mailbox. Visit https://aka.ms/smtp_auth_disabled for more information."),
  /** Security defaults of the tenant forbid the login. */
  M365_SECURITY_DEFAULTS(
      "535 5.7.139 Authentication unsuccessful, user is locked by your organization's security"
          + " defaults policy. Contact your administrator."),
  /** Conditional access forbids the login. */
  M365_CONDITIONAL_ACCESS(
      "535 5.7.139 Authentication unsuccessful, the request did not meet the criteria to be"
          + " authenticated successfully. Contact your administrator."),
  /** Passwords are no longer taken. */
  M365_BASIC_DISABLED("535 5.7.139 Authentication unsuccessful, basic authentication is disabled."),
  /** Passwords are no longer supported at all. */
  M365_BASIC_RETIRED("550 5.7.30 Basic authentication is not supported for Client Submission."),
  /** The token is not taken: wrong audience, permission or mailbox. */
  M365_TOKEN_REFUSED("535 5.7.3 Authentication unsuccessful"),
  /** MAIL without a login. */
  M365_NOT_AUTHENTICATED("530 5.7.57 Client not authenticated to send mail"),
  /** The service principal has no right on the mailbox, said as if it were to pass. */
  M365_NO_MAILBOX_RIGHT("430 4.2.0 STOREDRV; mailbox logon failure"),
  /** More than three connections. */
  M365_TOO_MANY_CONNECTIONS("432 4.3.2 Concurrent connections limit exceeded"),
  /** More messages at a time than one sender may submit. */
  M365_TOO_FAST("432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded"),
  /** The recipients of the day are used up; passes though it begins with a 5. */
  M365_QUOTA(
      "554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException; the sender's"
          + " submission quota was exceeded"),
  /** The tenant's outbound limit is reached; passes though it begins with a 5. */
  M365_TENANT_LIMIT("550 5.7.233 Your tenant exceeded its external recipient limit"),
  /** The mailbox is full, so that nothing can be kept under Sent Items. */
  M365_MAILBOX_FULL("554 5.2.2 mailbox full"),
  /** The login may not send as this address. */
  M365_SEND_AS_DENIED(
      "554 5.2.252 SendAsDenied; app@example.com not allowed to send as other@example.com"),
  /** The same, as said by other servers of Microsoft. */
  M365_NOT_THIS_SENDER("550 5.7.60 SMTP; Client does not have permissions to send as this sender"),
  /** This sender is blocked for spam. */
  M365_BAD_SENDER("550 5.1.8 Access denied, bad outbound sender"),
  /** The tenant is blocked. */
  M365_TENANT_BLOCKED("550 5.7.708 Access denied, traffic not accepted from this IP"),
  /** User name and password, or the token, are not taken. */
  GOOGLE_BAD_CREDENTIALS("535 5.7.8 Username and Password not accepted."),
  /** Google wants the user to log in by a web browser. */
  GOOGLE_WEB_LOGIN("534 5.7.14 Please log in with your web browser and then try again."),
  /** The login cannot be checked now. */
  GOOGLE_TEMPORARY_AUTH("454 4.7.0 Temporary authentication failure"),
  /** Too many connections, or mails too fast. */
  GOOGLE_TOO_FAST("421 4.7.0 Try again later, closing connection."),
  /** More recipients than one message may have. */
  GOOGLE_TOO_MANY_RECIPIENTS("452 4.5.3 Your message has too many recipients."),
  /** The mails of the day are used up; passes though it begins with a 5. */
  GOOGLE_DAILY_LIMIT("550 5.4.5 Daily user sending limit exceeded."),
  /** The mails of the day are used up at the relay; passes though it begins with a 5. */
  GOOGLE_RELAY_LIMIT("550 5.7.1 Daily SMTP relay sending limit exceeded for this customer.");

  private final String line;

  ProviderReply(String line) {
    this.line = line;
  }

  /** The whole line, without CRLF. */
  public String line() {
    return line;
  }

  /** The name in scripts: {@code m365-quota}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The reply of that name; empty where there is none. */
  static Optional<ProviderReply> named(String id) {
    return Arrays.stream(values()).filter(reply -> reply.id().equals(id)).findFirst();
  }

  /** All names. */
  static List<String> ids() {
    return Arrays.stream(values()).map(ProviderReply::id).toList();
  }
}
