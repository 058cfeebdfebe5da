package org.postern.testkit;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How a kind of provider speaks. What the vendors document is said with its page; what they do not
 * is marked "seen" (in transcripts that people publish) or "ours" (made up, to be likely).
 */
public enum ProviderProfile {

  /**
   * Exchange Online's client submission. Mechanisms, limits and replies: learn.microsoft.com,
   * "Authenticate an IMAP, POP or SMTP connection using OAuth", "Exchange Online limits", "Fix
   * issues with printers, scanners, and LOB applications". The set of EHLO keywords: seen;
   * BINARYMIME and CHUNKING are left out, since this server knows no BDAT.
   */
  M365(
      new Words(
          "220 DB7PR03CA0001.outlook.office365.test Microsoft ESMTP MAIL Service ready",
          "250 DB7PR03CA0001.outlook.office365.test Hello [127.0.0.1]",
          "235 2.7.0 Authentication successful",
          List.of("535 5.7.3 Authentication unsuccessful"),
          "530 5.7.57 Client not authenticated to send mail",
          "432 4.3.2 Concurrent connections limit exceeded. Visit https://aka.ms/concurrent_sending"
              + " for more information.",
          "432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded",
          "554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException; Failed to"
              + " process message due to a permanent exception with message The message can't be"
              + " submitted because the sender's submission quota was exceeded.",
          "250 2.0.0 OK <postern@testkit> Queued mail for delivery"),
      Optional.empty(),
      List.of("PIPELINING", "DSN", "ENHANCEDSTATUSCODES", "8BITMIME", "SMTPUTF8"),
      List.of("LOGIN", "XOAUTH2"),
      new ProviderLimits(3, 30, 10_000, 500, 157_286_400)),

  /**
   * Gmail's submission server. Mechanisms and the two steps of a refusal: developers.google.com,
   * "XOAUTH2 protocol"; replies: support.google.com/a/answer/3726730; limits: "Gmail sending limits
   * in Google Workspace". Google names no number of connections (here 10) and no rate (here 60 in a
   * minute): ours. EHLO keywords: seen.
   */
  GOOGLE(
      new Words(
          "220 smtp.gmail.test ESMTP postern - gsmtp",
          "250 smtp.gmail.test at your service, [127.0.0.1]",
          "235 2.7.0 Accepted",
          List.of(
              "535 5.7.8 Username and Password not accepted. For more information, go to",
              "535 5.7.8  https://support.google.com/mail/?p=BadCredentials - gsmtp"),
          "530 5.7.0 Authentication Required. For more information, go to"
              + " https://support.google.com/accounts/troubleshooter/2402620. - gsmtp",
          "421 4.7.0 Too many connections, try again later. - gsmtp",
          "421 4.7.0 Try again later, closing connection. - gsmtp",
          "550 5.4.5 Daily user sending limit exceeded. - gsmtp",
          "250 2.0.0 OK 1700000000 postern - gsmtp"),
      Optional.of(
          "{\"status\":\"400\",\"schemes\":\"Bearer\",\"scope\":\"https://mail.google.com/\"}"),
      List.of("8BITMIME", "ENHANCEDSTATUSCODES", "PIPELINING", "SMTPUTF8"),
      List.of("LOGIN", "PLAIN", "XOAUTH2", "OAUTHBEARER"),
      new ProviderLimits(10, 60, 2_000, 100, 35_882_577)),

  /**
   * A server that keeps to RFC 7628 and the registered status codes of RFC 5248, and to no
   * provider's words; all numbers: ours.
   */
  RFC7628(
      new Words(
          "220 mail.test ESMTP ready",
          "250 mail.test greets you",
          "235 2.7.0 Authentication succeeded",
          List.of("535 5.7.8 Authentication credentials invalid"),
          "530 5.7.0 Authentication required",
          "421 4.7.0 too many connections from you",
          "450 4.7.1 too many messages, slow down",
          "452 4.2.2 the quota of today is used up",
          "250 2.0.0 kept"),
      Optional.of(
          "{\"status\":\"invalid_token\",\"scope\":\"mail\",\"openid-configuration\":\"%s\"}"),
      List.of("PIPELINING", "8BITMIME", "SMTPUTF8", "DSN", "ENHANCEDSTATUSCODES"),
      List.of("OAUTHBEARER", "XOAUTH2", "SCRAM-SHA-256", "PLAIN", "LOGIN"),
      new ProviderLimits(50, 600, 100_000, 1_000, 64L * 1024 * 1024));

  /** What the server says, the code in front; a refusal of several lines repeats it. */
  record Words(
      String greeting,
      String hello,
      String loginAccepted,
      List<String> loginRefused,
      String loginMissing,
      String tooManyConnections,
      String tooFast,
      String quota,
      String accepted) {}

  private final Words words;
  private final Optional<String> challenge;
  private final List<String> capabilities;
  private final List<String> mechanisms;
  private final ProviderLimits limits;

  ProviderProfile(
      Words words,
      Optional<String> challenge,
      List<String> capabilities,
      List<String> mechanisms,
      ProviderLimits limits) {
    this.words = words;
    this.challenge = challenge;
    this.capabilities = capabilities;
    this.mechanisms = mechanisms;
    this.limits = limits;
  }

  /** The name in scripts and commands: {@code m365}, {@code google}, {@code rfc7628}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The limits in force as long as nothing else is said. */
  public ProviderLimits limits() {
    return limits;
  }

  /** The SASL mechanisms that the provider offers, in its order. */
  public List<String> mechanisms() {
    return mechanisms;
  }

  /** The EHLO keywords that the provider offers, but for SIZE, STARTTLS and AUTH. */
  public List<String> capabilities() {
    return capabilities;
  }

  /** The JSON of a refused token; empty where the refusal comes at once. */
  Optional<String> challenge() {
    return challenge;
  }

  Words words() {
    return words;
  }
}
