package org.postern.core.internal.smtp;

import static org.postern.core.smtp.Stage.AUTH;
import static org.postern.core.smtp.Stage.BANNER;
import static org.postern.core.smtp.Stage.DATA;
import static org.postern.core.smtp.Stage.EHLO;
import static org.postern.core.smtp.Stage.FINAL_DOT;
import static org.postern.core.smtp.Stage.MAIL;
import static org.postern.core.smtp.Stage.RCPT;
import static org.postern.core.smtp.Stage.STARTTLS;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.postern.core.smtp.SmtpReply;
import org.postern.core.smtp.Stage;

/**
 * What a reply means, by stage, code, enhanced code and words: the first row that fits decides.
 * Rows that name an enhanced code or words come before the general ones of RFC 5321 section 4.2.1.
 */
final class ReplyRules {

  private static final Set<Stage> ANY = EnumSet.allOf(Stage.class);
  private static final Set<Stage> OPENING = EnumSet.of(EHLO, STARTTLS);
  private static final Set<Stage> LOGIN = EnumSet.of(AUTH);
  private static final Set<Stage> MESSAGE = EnumSet.of(MAIL, DATA, FINAL_DOT, Stage.BODY);
  private static final Set<Stage> MAILING = EnumSet.of(MAIL, RCPT, DATA, FINAL_DOT, Stage.BODY);

  private static final Verdict ASK_ADMIN =
      Verdict.HOLD.advising("the login is refused: check user name, secret and permission");
  private static final Verdict SWITCHED_OFF =
      Verdict.HOLD.advising(
          "SMTP AUTH is switched off for the mailbox or tenant: Set-CASMailbox "
              + "-SmtpClientAuthenticationDisabled $false, then wait up to 30 minutes");
  private static final Verdict NO_BASIC =
      Verdict.HOLD.advising("the server no longer takes passwords: use the oauth scheme");
  private static final Verdict POLICY =
      Verdict.HOLD.advising(
          "a sign-in policy of the tenant (security defaults, conditional access) forbids it: "
              + "exclude this account");
  private static final Verdict NOT_LOGGED_IN =
      Verdict.HOLD.advising(
          "the server wants a login: choose the basic or oauth scheme, or allow this host to relay");
  private static final Verdict SEND_AS =
      Verdict.BOUNCE.advising("the account may not send as this sender: grant it SendAs");
  private static final Verdict NO_SEND_AS =
      Verdict.HOLD.advising("the account may not send as this sender: grant it SendAs");
  private static final Verdict QUOTA =
      Verdict.HOLD.advising("a sending limit is used up: it passes with time, or have it raised");
  private static final Verdict BLOCKED =
      Verdict.HOLD.advising("the provider has blocked this sender or tenant: ask it to lift that");
  private static final Verdict FULL =
      Verdict.HOLD.advising("the sending account's own mailbox is full: empty it (Sent Items)");
  private static final Verdict NOT_A_REPLY =
      Verdict.RETRY.advising("that is no answer to this command");

  private static final List<Rule> TABLE =
      List.of(
          // greeting: nothing said here is about one mail
          new Rule(Set.of(BANNER), "4", "", "", Verdict.SLOW_DOWN),
          new Rule(Set.of(BANNER), "5", "", "", Verdict.SLOW_DOWN),
          new Rule(ANY, "432", "", "", Verdict.SLOW_DOWN),
          new Rule(OPENING, "", "", "", Verdict.RETRY),

          // login
          new Rule(LOGIN, "4", "", "", Verdict.RETRY),
          new Rule(LOGIN, "535", "5.7.139", "smtpclientauthentication is disabled", SWITCHED_OFF),
          new Rule(LOGIN, "535", "5.7.139", "basic authentication is disabled", NO_BASIC),
          new Rule(LOGIN, "535", "5.7.139", "federated sts", Verdict.RETRY),
          new Rule(LOGIN, "535", "5.7.139", "", POLICY),
          new Rule(LOGIN, "5", "5.7.30", "", NO_BASIC),
          new Rule(LOGIN, "5", "5.7.60", "", NO_SEND_AS),
          new Rule(LOGIN, "534", "", "", ASK_ADMIN),
          new Rule(
              LOGIN, "538", "", "", Verdict.HOLD.advising("the server wants TLS before a login")),
          new Rule(
              LOGIN, "530", "", "", Verdict.HOLD.advising("the server wants TLS before a login")),
          new Rule(LOGIN, "5", "", "", ASK_ADMIN),

          // 5yz that pass, or that are about the account and not about this mail
          new Rule(MAILING, "530", "", "", NOT_LOGGED_IN),
          new Rule(MAILING, "5", "5.7.57", "", NOT_LOGGED_IN),
          new Rule(MAILING, "535", "", "", ASK_ADMIN),
          new Rule(MESSAGE, "5", "", "submissionquotaexceeded", QUOTA),
          new Rule(MAILING, "5", "5.1.90", "", QUOTA),
          new Rule(MAILING, "5", "5.7.232", "", QUOTA),
          new Rule(MAILING, "5", "5.7.233", "", QUOTA),
          new Rule(MAILING, "550", "5.4.5", "sending limit", QUOTA),
          new Rule(MAILING, "5", "5.7.1", "relay limit", QUOTA),
          new Rule(MESSAGE, "550", "5.1.8", "", BLOCKED),
          new Rule(MAILING, "5", "5.7.501", "", BLOCKED),
          new Rule(MAILING, "5", "5.7.705", "", BLOCKED),
          new Rule(MAILING, "5", "5.7.708", "", BLOCKED),
          new Rule(MESSAGE, "554", "5.2.2", "", FULL),
          new Rule(MESSAGE, "5", "5.7.60", "", SEND_AS),
          new Rule(MESSAGE, "5", "5.2.252", "", SEND_AS),
          new Rule(MESSAGE, "5", "", "sendasdenied", SEND_AS),

          // out of step with the server: our connection's fault, never the mail's
          new Rule(MAILING, "503", "", "", Verdict.RETRY),
          new Rule(Set.of(DATA), "2", "", "", NOT_A_REPLY),
          new Rule(Set.of(FINAL_DOT), "3", "", "", Verdict.UNCONFIRMED),
          new Rule(ANY, "3", "", "", NOT_A_REPLY),

          // RFC 5321 section 4.2.1
          new Rule(MAILING, "2", "", "", Verdict.ACCEPTED),
          new Rule(MAILING, "4", "", "", Verdict.RETRY),
          new Rule(MAILING, "5", "", "", Verdict.BOUNCE));

  private ReplyRules() {}

  /** The verdict on this reply; a reply that no row knows of defers the mail. */
  static Verdict judge(Stage stage, SmtpReply reply) {
    return TABLE.stream()
        .filter(rule -> rule.fits(stage, reply))
        .map(Rule::verdict)
        .findFirst()
        .orElse(NOT_A_REPLY);
  }

  /**
   * True where the server refuses the credentials as such, so that others might do; false where
   * fresh ones cannot help.
   */
  static boolean freshCredentialsMayHelp(SmtpReply refusal) {
    String status = refusal.status().map(Object::toString).orElse("");
    return (refusal.code() == 535 && !Set.of("5.7.139", "5.7.57", "5.7.60").contains(status))
        || (refusal.code() == 501 && status.equals("5.5.127"));
  }

  /** True where a server has had enough recipients for one transaction, not this recipient. */
  static boolean tooManyRecipients(SmtpReply reply) {
    String status = reply.status().map(Object::toString).orElse("");
    // RFC 5321 section 4.5.3.1.10: 452, or 552 as the older code; RFC 3463 section 3.6: x.5.3
    return status.isEmpty()
        ? reply.code() == 452 || reply.code() == 552
        : status.equals("4.5.3") || status.equals("5.5.3");
  }

  /**
   * One row.
   *
   * @param code the beginning of the reply code: "5", "535"
   * @param status the whole enhanced code; "" for any or none
   * @param words lower-case words that the text holds; "" for any
   */
  private record Rule(
      Set<Stage> stages, String code, String status, String words, Verdict verdict) {

    boolean fits(Stage stage, SmtpReply reply) {
      return stages.contains(stage)
          && Integer.toString(reply.code()).startsWith(code)
          && (status.isEmpty() || reply.status().map(Object::toString).orElse("").equals(status))
          && (words.isEmpty() || reply.text().toLowerCase(Locale.ROOT).contains(words));
    }
  }
}
