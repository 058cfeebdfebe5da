package org.postern.core.internal.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.postern.core.smtp.Action;
import org.postern.core.smtp.Outcome;
import org.postern.core.smtp.SmtpReply;
import org.postern.core.smtp.Stage;

class ReplyRulesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          BANNER    | 421 | 4.3.2 too many connections                    | DEFERRED    | SLOW_DOWN
          BANNER    | 432 | 4.3.2 too many connections                    | DEFERRED    | SLOW_DOWN
          BANNER    | 554 | 5.7.1 go away                                 | DEFERRED    | SLOW_DOWN
          EHLO      | 421 | 4.3.0 later                                   | DEFERRED    | RETRY
          EHLO      | 550 | 5.7.1 bad name                                | DEFERRED    | RETRY
          STARTTLS  | 454 | 4.7.0 TLS not available                       | DEFERRED    | RETRY
          STARTTLS  | 502 | 5.5.1 not implemented                         | DEFERRED    | RETRY
          AUTH      | 421 | 4.3.0 later                                   | DEFERRED    | RETRY
          AUTH      | 454 | 4.7.0 Temporary authentication failure        | DEFERRED    | RETRY
          AUTH      | 430 | 4.2.0 STOREDRV; mailbox logon failure         | DEFERRED    | RETRY
          AUTH      | 432 | 4.3.2 Concurrent connections limit exceeded   | DEFERRED    | SLOW_DOWN
          AUTH      | 501 | 5.5.4 malformed                               | DEFERRED    | HOLD
          AUTH      | 530 | 5.7.0 must issue STARTTLS                     | DEFERRED    | HOLD
          AUTH      | 534 | 5.7.14 log in by web browser                  | DEFERRED    | HOLD
          AUTH      | 535 | 5.7.3 Authentication unsuccessful             | DEFERRED    | HOLD
          AUTH      | 535 | 5.7.139 federated STS did not answer          | DEFERRED    | RETRY
          AUTH      | 535 | 5.7.139 security defaults policy              | DEFERRED    | HOLD
          AUTH      | 535 | 5.7.57 client not authenticated               | DEFERRED    | HOLD
          AUTH      | 538 | 5.7.11 encryption required                    | DEFERRED    | HOLD
          AUTH      | 550 | 5.7.60 SendAs denied                          | DEFERRED    | HOLD
          AUTH      | 550 | 5.7.30 Basic authentication is not supported  | DEFERRED    | HOLD
          MAIL      | 250 | ok                                            | ACCEPTED    | NONE
          MAIL      | 350 | what                                          | DEFERRED    | RETRY
          MAIL      | 421 | later                                         | DEFERRED    | RETRY
          MAIL      | 432 | 4.3.2 thread limit exceeded                   | DEFERRED    | SLOW_DOWN
          MAIL      | 451 | 4.3.0 later                                   | DEFERRED    | RETRY
          MAIL      | 452 | 4.3.1 no space                                | DEFERRED    | RETRY
          MAIL      | 501 | 5.1.7 bad address                             | REJECTED    | BOUNCE
          MAIL      | 503 | 5.5.1 bad sequence                            | DEFERRED    | RETRY
          MAIL      | 530 | 5.7.0 authentication required                 | DEFERRED    | HOLD
          MAIL      | 535 | 5.7.8 login first                             | DEFERRED    | HOLD
          MAIL      | 550 | 5.7.1 sender refused                          | REJECTED    | BOUNCE
          MAIL      | 550 | 5.7.57 client not authenticated               | DEFERRED    | HOLD
          MAIL      | 550 | 5.7.60 SendAs denied                          | REJECTED    | BOUNCE
          MAIL      | 550 | 5.1.8 bad outbound sender                     | DEFERRED    | HOLD
          MAIL      | 550 | 5.4.5 Daily user sending limit exceeded       | DEFERRED    | HOLD_FOR_QUOTA
          MAIL      | 552 | 5.3.4 too big                                 | REJECTED    | BOUNCE
          MAIL      | 553 | 5.1.7 bad mailbox                             | REJECTED    | BOUNCE
          MAIL      | 555 | 5.5.4 parameters                              | REJECTED    | BOUNCE
          RCPT      | 251 | will forward                                  | ACCEPTED    | NONE
          RCPT      | 252 | cannot verify                                 | ACCEPTED    | NONE
          RCPT      | 450 | 4.2.0 greylisted                              | DEFERRED    | RETRY
          RCPT      | 451 | try later                                     | DEFERRED    | RETRY
          RCPT      | 452 | 4.2.2 mailbox full                            | DEFERRED    | RETRY
          RCPT      | 471 | whatever                                      | DEFERRED    | RETRY
          RCPT      | 500 | no                                            | REJECTED    | BOUNCE
          RCPT      | 501 | 5.1.3 bad                                     | REJECTED    | BOUNCE
          RCPT      | 503 | 5.5.1 bad sequence                            | DEFERRED    | RETRY
          RCPT      | 530 | 5.7.0 authentication required                 | DEFERRED    | HOLD
          RCPT      | 550 | 5.1.1 unknown                                 | REJECTED    | BOUNCE
          RCPT      | 550 | 5.1.8 no such domain                          | REJECTED    | BOUNCE
          RCPT      | 551 | 5.7.1 not local                               | REJECTED    | BOUNCE
          RCPT      | 552 | 5.2.2 mailbox full                            | REJECTED    | BOUNCE
          RCPT      | 553 | 5.1.3 bad                                     | REJECTED    | BOUNCE
          RCPT      | 554 | 5.2.2 mailbox full                            | REJECTED    | BOUNCE
          RCPT      | 550 | 5.7.233 tenant limit                          | DEFERRED    | HOLD_FOR_QUOTA
          DATA      | 250 | ok                                            | DEFERRED    | RETRY
          DATA      | 421 | later                                         | DEFERRED    | RETRY
          DATA      | 451 | later                                         | DEFERRED    | RETRY
          DATA      | 503 | 5.5.1 no recipients                           | DEFERRED    | RETRY
          DATA      | 554 | 5.7.1 no                                      | REJECTED    | BOUNCE
          BODY      | 552 | 5.3.4 too big                                 | REJECTED    | BOUNCE
          FINAL_DOT | 200 | ok                                            | ACCEPTED    | NONE
          FINAL_DOT | 250 | 2.0.0 queued                                  | ACCEPTED    | NONE
          FINAL_DOT | 251 | ok                                            | ACCEPTED    | NONE
          FINAL_DOT | 354 | what                                          | UNCONFIRMED | RETRY_MAY_DUPLICATE
          FINAL_DOT | 421 | later                                         | DEFERRED    | RETRY
          FINAL_DOT | 432 | 4.3.2 thread limit exceeded                   | DEFERRED    | SLOW_DOWN
          FINAL_DOT | 451 | later                                         | DEFERRED    | RETRY
          FINAL_DOT | 552 | 5.3.4 too big                                 | REJECTED    | BOUNCE
          FINAL_DOT | 554 | 5.7.1 content refused                         | REJECTED    | BOUNCE
          FINAL_DOT | 554 | 5.2.2 mailbox full                            | DEFERRED    | HOLD
          FINAL_DOT | 554 | 5.2.252 SendAsDenied                          | REJECTED    | BOUNCE
          FINAL_DOT | 554 | 5.2.0 STOREDRV; SubmissionQuotaExceededException | DEFERRED | HOLD_FOR_QUOTA
          FINAL_DOT | 554 | 5.2.0 STOREDRV; SendAsDeniedException         | REJECTED    | BOUNCE
          """)
  void theTableSaysWhatAReplyMeans(
      Stage stage, int code, String text, Outcome outcome, Action action) {
    Verdict verdict =
        ReplyRules.judge(stage, new SmtpReply(code, List.of(text)), KnownFaults.BUILT_IN);
    assertThat(verdict.outcome()).isEqualTo(outcome);
    assertThat(verdict.action()).isEqualTo(action);
  }

  @ParameterizedTest
  @EnumSource(
      value = Stage.class,
      names = {"BANNER", "EHLO", "STARTTLS", "AUTH"})
  void nothingBeforeMailBouncesAMail(Stage stage) {
    for (int code = 200; code < 600; code++) {
      assertThat(
              ReplyRules.judge(stage, new SmtpReply(code, List.of("")), KnownFaults.BUILT_IN)
                  .outcome())
          .isEqualTo(Outcome.DEFERRED);
    }
  }

  @Test
  void aNamedCauseBringsItsRemedy() {
    SmtpReply reply =
        new SmtpReply(
            535,
            List.of(
                "5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the"
                    + " Tenant."));
    assertThat(ReplyRules.judge(Stage.AUTH, reply, KnownFaults.BUILT_IN).advice())
        .contains("Set-CASMailbox");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          535 | 5.7.3 unsuccessful          | true
          535 | 5.7.8 bad                   | true
          535 | wrong                       | true
          501 | 5.5.127 Token expires soon  | true
          501 | 5.5.4 syntax                | false
          535 | 5.7.139 policy              | false
          535 | 5.7.57 not authenticated    | false
          550 | 5.7.60 SendAs               | false
          454 | 4.7.0 later                 | false
          """)
  void freshCredentialsAreAskedForWhereTheyMayHelp(int code, String text, boolean help) {
    SmtpReply reply = new SmtpReply(code, List.of(text));
    Verdict verdict = ReplyRules.judge(Stage.AUTH, reply, KnownFaults.BUILT_IN);
    assertThat(ReplyRules.freshCredentialsMayHelp(verdict)).isEqualTo(help);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          452 | 4.5.3 too many recipients | true
          452 | too many recipients       | true
          552 | too many recipients       | true
          552 | 5.5.3 too many            | true
          452 | 4.2.2 mailbox full        | false
          552 | 5.2.2 mailbox full        | false
          550 | 5.5.3 too many            | true
          451 | 4.5.3 too many            | true
          450 | 4.2.0 greylisted          | false
          550 | unknown                   | false
          """)
  void tooManyRecipientsIsNotTheRecipientsFault(int code, String text, boolean tooMany) {
    assertThat(ReplyRules.tooManyRecipients(new SmtpReply(code, List.of(text)))).isEqualTo(tooMany);
  }
}
