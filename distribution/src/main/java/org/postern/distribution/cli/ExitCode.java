package org.postern.distribution.cli;

import org.postern.core.examination.Finding;
import org.postern.core.smtp.Action;
import org.postern.core.smtp.DeliveryResult;
import org.postern.core.smtp.RecipientResult;
import org.postern.distribution.doctor.DoctorReport;
import org.postern.spool.SpoolException;

/** What the exit codes mean; a script may rely on them. */
final class ExitCode {

  static final int OK = 0;
  static final int UNEXPECTED = 1;
  static final int USAGE = 2;
  static final int SETTINGS = 3;
  static final int TRY_AGAIN = 4;
  static final int ACT = 5;
  static final int REJECTED = 6;
  static final int UNCONFIRMED = 7;
  static final int SCRIPT_FAILED = 8;
  static final int SCRIPT_VETOED = 9;
  static final int NETWORK = 10;
  static final int TLS = 11;
  static final int TOKEN = 12;
  static final int LOGIN = 13;
  static final int ENVELOPE = 14;
  static final int WARNING = 15;

  /** What a shell sees of a process that Ctrl-C ended. */
  static final int INTERRUPTED = 130;

  /** As help shows them. */
  static final String[] LIST = {
    " 0:all is well; for send: accepted for all recipients",
    " 1:unexpected error (show it with --debug); checks: faults; explain: not known",
    " 2:wrong use, or no message can be made of what was given",
    " 3:the settings, their files or secrets cannot be used; nothing was done",
    " 4:not done for a reason that may pass: try again later",
    " 5:login, token or certificate refused: an administrator must act; status: stuck",
    " 6:the server refused some or all recipients, or the message",
    " 7:unconfirmed: the link broke after the last byte of the message",
    " 8:the trigger script failed",
    " 9:the trigger script refused the operation (veto)",
    "10:doctor: the mail server cannot be reached, or speaks no SMTP",
    "11:doctor: TLS or a certificate is at fault",
    "12:doctor: the token endpoint or the token is at fault",
    "13:doctor: the login is refused",
    "14:doctor: sender, recipient or the number of connections is refused",
    "15:status: nothing is stuck, and the server warns, or waits for the day to renew",
  };

  private ExitCode() {}

  /** The highest of the codes of all recipients. */
  static int of(DeliveryResult result) {
    return result.recipients().stream().mapToInt(ExitCode::of).max().orElse(OK);
  }

  /** What a queue would do decides what a script should. */
  static int of(Action action) {
    return switch (action) {
      case NONE -> OK;
      case RETRY, SLOW_DOWN, HOLD_FOR_QUOTA -> TRY_AGAIN;
      case HOLD, NEW_TOKEN -> ACT;
      case BOUNCE -> REJECTED;
      case RETRY_MAY_DUPLICATE -> UNCONFIRMED;
    };
  }

  /** A full or busy spool may be better soon; one that cannot be used may not. */
  static int of(SpoolException.Kind kind) {
    return switch (kind) {
      case FULL, BUSY, LEASE_LOST -> TRY_AGAIN;
      case UNUSABLE, NEWER_SCHEMA, ABSENT, IN_USE -> SETTINGS;
    };
  }

  /** The first fault decides: what follows it may be its consequence. */
  static int of(DoctorReport report) {
    return report.fault().map(fault -> of(fault.finding())).orElse(OK);
  }

  private static int of(Finding fault) {
    return switch (fault.stage()) {
      case "settings", "files", "secrets" -> SETTINGS;
      case "resolve", "connect", "banner", "ehlo", "starttls" -> NETWORK;
      case "tls" -> TLS;
      case "token", "claims" -> TOKEN;
      case "auth" -> LOGIN;
      default -> ENVELOPE;
    };
  }

  private static int of(RecipientResult result) {
    return switch (result.outcome()) {
      case ACCEPTED -> OK;
      case DEFERRED -> of(result.action());
      case REJECTED -> REJECTED;
      case UNCONFIRMED -> UNCONFIRMED;
    };
  }
}
