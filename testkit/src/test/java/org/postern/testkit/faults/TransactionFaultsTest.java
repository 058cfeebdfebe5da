package org.postern.testkit.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.core.smtp.Stage.BODY;
import static org.postern.core.smtp.Stage.DATA;
import static org.postern.core.smtp.Stage.MAIL;
import static org.postern.core.smtp.Stage.RCPT;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.core.settings.CoreKeys;
import org.postern.core.smtp.Action;
import org.postern.core.smtp.DeliveryResult;
import org.postern.core.smtp.MailAddress;
import org.postern.core.smtp.MessageBody;
import org.postern.core.smtp.Outcome;
import org.postern.core.smtp.RecipientResult;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.FixedBody;
import org.postern.testkit.Reaction;
import org.postern.testkit.ReceivedMail;
import org.postern.testkit.SmtpSession;
import org.postern.testkit.SmtpStep;

/** The failure matrix, section 3.3: transaction. */
class TransactionFaultsTest {

  static Stream<Row> mail() {
    return Stream.of(
        reply(SmtpStep.MAIL, "421 4.3.2 no").isRetried(MAIL),
        reply(SmtpStep.MAIL, "451 4.3.0 no").isRetried(MAIL),
        Row.when("MAIL: close", s -> s.at(SmtpStep.MAIL).close()).isRetried(MAIL),
        Row.when("MAIL: reset", s -> s.at(SmtpStep.MAIL).reset()).isRetried(MAIL),
        Row.when("MAIL: hang", s -> s.at(SmtpStep.MAIL).hang())
            .sentBy(postman -> postman.soonAfterOthers(CoreKeys.COMMAND_TIMEOUT))
            .isRetried(MAIL),
        reply(SmtpStep.MAIL, "550 5.1.0 no").isBounced(MAIL),
        reply(SmtpStep.MAIL, "552 5.3.4 too big").isBounced(MAIL),
        reply(SmtpStep.MAIL, "553 5.1.7 bad sender").isBounced(MAIL),
        reply(SmtpStep.MAIL, "501 5.5.4 syntax").isBounced(MAIL),
        Row.when(
                "MAIL: 503 bad sequence, once: RSET or reconnect (N)",
                s -> s.at(SmtpStep.MAIL).once().reply("503 5.5.1 bad sequence"))
            .isDelivered(),
        Row.when(
                "MAIL: 503 bad sequence, always",
                s -> s.at(SmtpStep.MAIL).reply("503 5.5.1 bad sequence"))
            .isRetried(MAIL),
        Row.when(
                "MAIL: 555 unknown parameter: again without parameters (N)",
                s ->
                    s.at(SmtpStep.MAIL)
                        .when(line -> !line.endsWith(">"))
                        .reply("555 5.5.4 unknown parameter"))
            .isDelivered());
  }

  static Stream<Row> recipient() {
    return Stream.of(
        reply(SmtpStep.RCPT, "450 4.2.1 busy").isRetried(RCPT),
        reply(SmtpStep.RCPT, "451 4.7.1 Greylisted, please try again in 300 seconds")
            .isRetried(RCPT),
        reply(SmtpStep.RCPT, "452 4.2.2 full").isRetried(RCPT),
        reply(SmtpStep.RCPT, "450 without enhanced code").isRetried(RCPT),
        reply(SmtpStep.RCPT, "450-4.2.1 busy", "450-4.2.1 still", "450 4.2.1 later")
            .isRetried(RCPT),
        reply(SmtpStep.RCPT, "550 5.1.1 unknown").isBounced(RCPT),
        reply(SmtpStep.RCPT, "551 5.1.6 moved").isBounced(RCPT),
        reply(SmtpStep.RCPT, "553 5.1.3 bad").isBounced(RCPT),
        reply(SmtpStep.RCPT, "500 5.5.2 syntax").isBounced(RCPT),
        reply(SmtpStep.RCPT, "501 5.5.4 syntax").isBounced(RCPT),
        reply(SmtpStep.RCPT, "552 5.2.2 mailbox full").isBounced(RCPT),
        reply(SmtpStep.RCPT, "251 2.1.5 will forward").isDelivered(),
        reply(SmtpStep.RCPT, "252 2.1.5 cannot verify").isDelivered(),
        reply(SmtpStep.RCPT, "421 4.3.2 no").isRetried(RCPT),
        Row.when("RCPT: close", s -> s.at(SmtpStep.RCPT).close()).isRetried(RCPT),
        Row.when("RCPT: reset", s -> s.at(SmtpStep.RCPT).reset()).isRetried(RCPT),
        Row.when(
                "RCPT: unknown code 999",
                s -> s.at(SmtpStep.RCPT).will(Reaction.raw("999 strange\r\n")))
            .isRetried(RCPT),
        Row.when("RCPT: letters", s -> s.at(SmtpStep.RCPT).will(Reaction.raw("yes, fine\r\n")))
            .isRetried(RCPT));
  }

  static Stream<Row> data() {
    return Stream.of(
        reply(SmtpStep.DATA, "421 4.3.2 no").isRetried(DATA),
        reply(SmtpStep.DATA, "451 4.3.0 no").isRetried(DATA),
        reply(SmtpStep.DATA, "554 5.6.0 no").isBounced(DATA),
        Row.when("DATA: close", s -> s.at(SmtpStep.DATA).close()).isRetried(DATA),
        Row.when("DATA: reset", s -> s.at(SmtpStep.DATA).reset()).isRetried(DATA),
        Row.when("DATA: hang", s -> s.at(SmtpStep.DATA).hang())
            .sentBy(postman -> postman.soon(CoreKeys.DATA_TIMEOUT))
            .isRetried(DATA),
        Row.when(
                "DATA: 503 as no recipient was accepted: by recipient results",
                s -> s.at(SmtpStep.RCPT).reply("550 5.1.1 unknown"))
            .isBounced(RCPT),
        reply(SmtpStep.DATA, "250 2.0.0 instead of 354").isRetried(DATA));
  }

  private static Row reply(SmtpStep step, String... lines) {
    return Row.when(step + ": " + lines[0], s -> s.at(step).reply(lines));
  }

  @Execution(ExecutionMode.CONCURRENT)
  @ParameterizedTest(name = "{0}")
  @MethodSource({"mail", "recipient", "data"})
  void commandThatFails(Row row) {
    row.play();
  }

  static Stream<Row> body() {
    return Stream.of(
        Row.when("body: reset", s -> s.at(SmtpStep.BODY).afterBytes(10).reset()),
        Row.when("body: close", s -> s.at(SmtpStep.BODY).afterBytes(10).close()),
        Row.when(
            "body: 421 half way",
            s ->
                s.at(SmtpStep.BODY)
                    .afterBytes(100_000)
                    .will(Reaction.reply("421 4.3.0 going down").then(Reaction.close()))),
        Row.when(
                "body: server stops reading",
                s -> s.at(SmtpStep.BODY).afterBytes(10).will(Reaction.stall()))
            .sentBy(postman -> postman.soon(CoreKeys.BODY_TIMEOUT)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("body")
  void bodyThatIsCutIsRetriedAndNoPossibleDuplicate(Row row) {
    try (FakeSmtpServer server = FakeSmtpServer.builder().receiveBuffer(8192).start()) {
      row.script().accept(server);
      RecipientResult result =
          row.sender().apply(Postman.to(server)).send(Bytes.ofSize(20 * 1024 * 1024));

      assertThat(result.outcome()).as("%s", result).isEqualTo(Outcome.DEFERRED);
      assertThat(result.action()).isEqualTo(Action.RETRY);
      assertThat(result.stage()).isEqualTo(BODY);
      assertThat(server.mails()).isEmpty();
    }
  }

  @Test
  void messageThatCannotBeReadToItsEndIsNeverEndedByADot() {
    MessageBody torn =
        FixedBody.torn(Bytes.ofSize(50_000).bytes(), 100_000, "the file has changed");
    try (FakeSmtpServer server = FakeSmtpServer.builder().start()) {
      RecipientResult result = Postman.to(server).send(torn);

      assertThat(result.outcome()).as("%s", result).isNotEqualTo(Outcome.ACCEPTED);
      assertThat(result.outcome()).isNotEqualTo(Outcome.UNCONFIRMED);
      assertThat(result.explanation()).contains("the file has changed");
      assertThat(server.awaitIdle(Duration.ofMinutes(1))).isTrue();
      assertThat(server.mails()).isEmpty();
      assertThat(server.sessions().get(0).verbs()).endsWith("DATA");
    }
  }

  @Test
  void thirtyRecipientsOfMixedFateEachGetTheirOwn() {
    MailAddress[] recipients = addresses(30);
    try (FakeSmtpServer server = FakeSmtpServer.builder().start()) {
      for (int i = 0; i < recipients.length; i++) {
        switch (i % 3) {
          case 1 ->
              server
                  .at(SmtpStep.RCPT)
                  .forRecipient(recipients[i].toString())
                  .reply("450 4.2.1 busy");
          case 2 ->
              server
                  .at(SmtpStep.RCPT)
                  .forRecipient(recipients[i].toString())
                  .reply("550 5.1.1 who?");
          default -> {
            // accepted
          }
        }
      }
      DeliveryResult result = Postman.to(server).send(Bytes.HELLO, recipients);

      assertThat(result.recipients())
          .extracting(RecipientResult::recipient)
          .containsExactly(recipients);
      assertThat(result.with(Outcome.ACCEPTED)).hasSize(10);
      assertThat(result.with(Outcome.DEFERRED))
          .hasSize(10)
          .allMatch(r -> r.action() == Action.RETRY);
      assertThat(result.with(Outcome.REJECTED))
          .hasSize(10)
          .allMatch(r -> r.action() == Action.BOUNCE);
      assertThat(server.onlyMail().recipientAddresses())
          .containsExactlyElementsOf(
              result.with(Outcome.ACCEPTED).stream().map(r -> r.recipient().toString()).toList());
      server.requireNoViolations();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"421 4.3.2 closing", "close", "reset"})
  void linkThatEndsAmongTheRecipientsLeavesAllNotYetFinalToBeRetried(String fault) {
    MailAddress[] recipients = addresses(4);
    try (FakeSmtpServer server = FakeSmtpServer.builder().without("PIPELINING").start()) {
      server.at(SmtpStep.RCPT).nth(1).reply("550 5.1.1 who?");
      Reaction end =
          switch (fault) {
            case "close" -> Reaction.close();
            case "reset" -> Reaction.reset();
            default -> Reaction.reply(fault).then(Reaction.close());
          };
      server.at(SmtpStep.RCPT).nth(3).will(end);
      DeliveryResult result = Postman.to(server).send(Bytes.HELLO, recipients);

      assertThat(result.recipients())
          .extracting(RecipientResult::outcome)
          .containsExactly(Outcome.REJECTED, Outcome.DEFERRED, Outcome.DEFERRED, Outcome.DEFERRED);
      assertThat(server.mails()).isEmpty();
    }
  }

  @Test
  void tooManyRecipientsAreSplitIntoTransactionsAtOnce() {
    MailAddress[] recipients = addresses(12);
    try (FakeSmtpServer server = FakeSmtpServer.builder().maxRecipients(5).start()) {
      DeliveryResult result = Postman.to(server).send(Bytes.HELLO, recipients);

      assertThat(result.acceptedForAll()).as("%s", result).isTrue();
      assertThat(server.mails()).hasSize(3);
      assertThat(server.mails())
          .flatExtracting(ReceivedMail::recipientAddresses)
          .containsExactlyInAnyOrderElementsOf(
              Stream.of(recipients).map(MailAddress::toString).toList());
      server.requireNoViolations();
    }
  }

  @Test
  void noBodyIsSentWhereNoRecipientWasAccepted() {
    try (FakeSmtpServer server = FakeSmtpServer.builder().without("PIPELINING").start()) {
      server.at(SmtpStep.RCPT).reply("550 5.1.1 who?");
      DeliveryResult result = Postman.to(server).send(Bytes.HELLO, addresses(3));

      assertThat(result.with(Outcome.REJECTED)).hasSize(3);
      assertThat(server.sessions()).flatExtracting(SmtpSession::verbs).doesNotContain("DATA");
      server.requireNoViolations();
    }
  }

  @Test
  void serverThatAgreesToDataWithoutARecipientGetsAnEmptyMessageOrIsLeft() {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start()) {
      server.at(SmtpStep.RCPT).reply("550 5.1.1 who?");
      server.at(SmtpStep.DATA).reply("354 go ahead");
      DeliveryResult result = Postman.to(server).send(Bytes.HELLO, addresses(2));

      assertThat(result.with(Outcome.REJECTED)).as("%s", result).hasSize(2);
      assertThat(server.mails()).extracting(ReceivedMail::text).allMatch(String::isEmpty);
    }
  }

  private static MailAddress[] addresses(int count) {
    List<MailAddress> list =
        IntStream.range(0, count)
            .mapToObj(i -> MailAddress.parse("r" + i + "@example.org"))
            .toList();
    return list.toArray(new MailAddress[0]);
  }
}
