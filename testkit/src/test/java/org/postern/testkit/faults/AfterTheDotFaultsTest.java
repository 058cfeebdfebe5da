package org.postern.testkit.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.core.smtp.Stage.FINAL_DOT;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.core.settings.CoreKeys;
import org.postern.core.smtp.Outcome;
import org.postern.core.smtp.RecipientResult;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.Reaction;
import org.postern.testkit.SmtpStep;

/** The failure matrix, section 3.4: after the dot. */
class AfterTheDotFaultsTest {

  static Stream<Row> rows() {
    return Stream.of(
        dot("250", Reaction.reply("250 2.0.0 queued")).isDelivered(),
        dot("251", Reaction.reply("251 2.0.0 queued")).isDelivered(),
        dot("200", Reaction.reply("200 queued")).isDelivered(),
        dot("any 2yz", Reaction.reply("299 queued")).isDelivered(),
        dot("multi-line 250", Reaction.reply("250-2.0.0 one", "250 2.0.0 two")).isDelivered(),
        dot("250 then close", Reaction.reply("250 ok").then(Reaction.close())).isDelivered(),
        dot("250 then reset", Reaction.reply("250 ok").then(Reaction.reset())).isDelivered(),
        dot("451", Reaction.reply("451 4.3.0 no")).isRetried(FINAL_DOT),
        dot("421", Reaction.reply("421 4.3.2 no")).isRetried(FINAL_DOT),
        dot("421 then close", Reaction.reply("421 4.3.2 no").then(Reaction.close()))
            .isRetried(FINAL_DOT),
        dot("554", Reaction.reply("554 5.6.0 no")).isBounced(FINAL_DOT),
        dot("552", Reaction.reply("552 5.3.4 no")).isBounced(FINAL_DOT),
        dot("554 then reset", Reaction.reply("554 5.6.0 no").then(Reaction.reset()))
            .isBounced(FINAL_DOT),
        dot("554 then close", Reaction.reply("554 5.6.0 no").then(Reaction.close()))
            .isBounced(FINAL_DOT),
        dot("stored, then reset", Reaction.store().then(Reaction.reset())).isUnconfirmed(1),
        dot("stored, then close", Reaction.store().then(Reaction.close())).isUnconfirmed(1),
        dot("not stored, reset", Reaction.reset()).isUnconfirmed(0),
        dot("not stored, close", Reaction.close()).isUnconfirmed(0),
        dot("stored, never a reply", Reaction.store().then(Reaction.hang()))
            .sentBy(postman -> postman.soon(CoreKeys.FINAL_DOT_TIMEOUT))
            .isUnconfirmed(1),
        dot(
                "stored, 1 byte/s",
                Reaction.store()
                    .then(Reaction.trickle("250 " + "x".repeat(500), Duration.ofMillis(50))))
            .sentBy(postman -> postman.soon(CoreKeys.FINAL_DOT_TIMEOUT))
            .isUnconfirmed(1),
        dot("half a reply, then close", Reaction.raw("25").then(Reaction.close())).isUnconfirmed(0),
        dot("letters instead of a code", Reaction.raw("fine, thanks\r\n")).isUnconfirmed(0),
        dot("endless", Reaction.endless("250-x\r\n")).isUnconfirmed(0));
  }

  private static Row dot(String fault, Reaction reaction) {
    return Row.when("after the dot: " + fault, s -> s.at(SmtpStep.FINAL_DOT).will(reaction));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void answerToTheFinalDot(Row row) {
    row.play();
  }

  @Test
  void lateReplyIsASuccessOnce() throws Exception {
    CountDownLatch late = new CountDownLatch(1);
    try (FakeSmtpServer server = FakeSmtpServer.builder().start()) {
      CountDownLatch stored = new CountDownLatch(1);
      server.at(SmtpStep.FINAL_DOT).will(Reaction.await(late).then(Reaction.proceed()));
      server.at(SmtpStep.BODY).afterBytes(0).will(Reaction.await(open(stored)));
      CompletableFuture<RecipientResult> sending =
          CompletableFuture.supplyAsync(() -> Postman.to(server).send());
      assertThat(stored.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(sending).isNotDone();
      late.countDown();

      assertThat(sending.get(60, TimeUnit.SECONDS).outcome()).isEqualTo(Outcome.ACCEPTED);
      assertThat(server.mails()).hasSize(1);
    }
  }

  /** A latch that is open, and opens the other when it is waited for. */
  private static CountDownLatch open(CountDownLatch other) {
    return new CountDownLatch(0) {
      @Override
      public void await() {
        other.countDown();
      }
    };
  }

  @Test
  void noTimeoutBelowTenMinutesUnlessSet() {
    assertThat(
            CoreKeys.FINAL_DOT_TIMEOUT.parse(
                CoreKeys.FINAL_DOT_TIMEOUT.defaultText().orElseThrow()))
        .isGreaterThanOrEqualTo(Duration.ofSeconds(600));
  }

  @Test
  void crashBeforeTheReplyLeavesAtMostOneCopyForEachDelivery() throws Exception {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start()) {
      CountDownLatch never = new CountDownLatch(1);
      CountDownLatch stored = new CountDownLatch(1);
      server
          .at(SmtpStep.FINAL_DOT)
          .will(Reaction.store().then(Reaction.await(open(stored))).then(Reaction.await(never)));
      Process child = ChildMailer.start("256m", server.port());
      try {
        assertThat(stored.await(60, TimeUnit.SECONDS)).isTrue();
      } finally {
        child.destroyForcibly().waitFor();
      }
      assertThat(server.mails()).hasSize(1);
    }
  }

  @Test
  void crashAfterTheReplyLeavesTheMailThereOnce() throws Exception {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start()) {
      assertThat(ChildMailer.run("256m", server.port(), ChildMailer.CRASH)).isEqualTo("ACCEPTED");
      assertThat(server.mails()).hasSize(1);
    }
  }
}
