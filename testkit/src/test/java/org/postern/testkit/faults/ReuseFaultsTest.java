package org.postern.testkit.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.core.Mailer;
import org.postern.core.settings.CoreKeys;
import org.postern.core.smtp.Outcome;
import org.postern.core.smtp.RecipientResult;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.Reaction;
import org.postern.testkit.ReceivedMail;
import org.postern.testkit.SmtpRule;
import org.postern.testkit.SmtpStep;

/** The failure matrix, section 3.2: reused connections and QUIT. */
class ReuseFaultsTest {

  /** What an idle connection may have turned into. */
  static Stream<Consumer<FakeSmtpServer>> staleConnections() {
    return Stream.of(
        s -> s.at(SmtpStep.FINAL_DOT).once().will(Reaction.reply("250 ok").then(Reaction.close())),
        s -> s.at(SmtpStep.FINAL_DOT).once().will(Reaction.reply("250 ok").then(Reaction.reset())),
        s ->
            s.at(SmtpStep.FINAL_DOT)
                .once()
                .will(Reaction.reply("250 ok", "421 4.4.2 idle too long").then(Reaction.close())),
        s -> s.at(SmtpStep.RSET).onConnection(1).reply("421 4.4.2 idle too long"),
        s -> s.at(SmtpStep.RSET).onConnection(1).close(),
        s -> s.at(SmtpStep.RSET).onConnection(1).reset(),
        s -> s.at(SmtpStep.NOOP).onConnection(1).close(),
        s -> s.at(SmtpStep.MAIL).nth(2).reply("421 4.4.2 idle too long"),
        s -> s.at(SmtpStep.MAIL).nth(2).will(Reaction.reply("421 bye").then(Reaction.close())),
        s -> s.at(SmtpStep.MAIL).nth(2).close(),
        s -> s.at(SmtpStep.MAIL).nth(2).reset());
  }

  @ParameterizedTest
  @MethodSource("staleConnections")
  void idleConnectionThatEndedCostsTheNextMailNothing(Consumer<FakeSmtpServer> script) {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start();
        Mailer mailer = Postman.to(server).open()) {
      script.accept(server);
      assertThat(Postman.send(mailer).outcome()).isEqualTo(Outcome.ACCEPTED);

      RecipientResult second = Postman.send(mailer);

      assertThat(second.outcome()).as("%s", second).isEqualTo(Outcome.ACCEPTED);
      assertThat(server.mails()).hasSize(2);
      server.requireNoViolations();
    }
  }

  @Test
  void limitOfMessagesPerConnectionAddsNoRetry() {
    try (FakeSmtpServer server = FakeSmtpServer.builder().maxMessages(2).start();
        Mailer mailer = Postman.to(server).open()) {
      for (int i = 0; i < 7; i++) {
        RecipientResult result = Postman.send(mailer);
        assertThat(result.outcome()).as("%s", result).isEqualTo(Outcome.ACCEPTED);
      }
      assertThat(server.mails())
          .extracting(ReceivedMail::connection)
          .containsExactly(1, 1, 2, 2, 3, 3, 4);
      server.requireNoViolations();
    }
  }

  static Stream<Consumer<SmtpRule>> farewells() {
    return Stream.of(SmtpRule::hang, SmtpRule::close, SmtpRule::reset, r -> r.reply("421 no"));
  }

  @ParameterizedTest
  @MethodSource("farewells")
  void farewellThatFailsDelaysNoOtherMail(Consumer<SmtpRule> farewell) {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start();
        Mailer mailer =
            Postman.to(server)
                .set(CoreKeys.POOL_CONNECTIONS, 1)
                .set(CoreKeys.POOL_MESSAGES, 1)
                // nobody may wait for it: a minute would end the test
                .set(CoreKeys.COMMAND_TIMEOUT, Duration.ofMinutes(3))
                .open()) {
      farewell.accept(server.at(SmtpStep.QUIT));
      for (int i = 0; i < 3; i++) {
        assertThat(Postman.send(mailer).outcome()).isEqualTo(Outcome.ACCEPTED);
      }
      assertThat(server.mails()).hasSize(3);
    }
  }
}
