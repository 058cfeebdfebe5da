package org.postern.relay.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.Reaction;
import org.postern.testkit.ReceivedMail;
import org.postern.testkit.SmtpStep;

/** What one fault of a transaction makes of a mail to two recipients, when the server is good. */
class FaultMatrixTest {

  @RegisterExtension static final SharedSpool SPOOL = new SharedSpool();

  static Stream<Arguments> faults() {
    return Stream.of(
        // before the dot: nobody has it, so all get it later, once
        later(SmtpStep.MAIL, "421 4.3.2 closing"),
        later(SmtpStep.MAIL, "451 4.3.0 later"),
        row("MAIL close", SmtpStep.MAIL, Reaction.close(), 1, 0),
        row("MAIL 503", SmtpStep.MAIL, Reaction.reply("503 5.5.1 bad sequence"), 1, 0),
        row("MAIL 555", SmtpStep.MAIL, Reaction.reply("555 5.5.4 unknown parameter"), 1, 0),
        later(SmtpStep.RCPT, "421 4.3.2 closing"),
        row("RCPT reset", SmtpStep.RCPT, Reaction.reset(), 1, 0),
        later(SmtpStep.DATA, "421 4.3.2 closing"),
        later(SmtpStep.DATA, "451 4.3.0 later"),
        later(SmtpStep.DATA, "503 5.5.1 bad sequence"),
        row("DATA 250", SmtpStep.DATA, Reaction.reply("250 2.0.0 what"), 1, 0),
        row("DATA close", SmtpStep.DATA, Reaction.close(), 1, 0),
        later(SmtpStep.BODY, "421 4.3.2 half way"),
        row("BODY close", SmtpStep.BODY, Reaction.close(), 1, 0),
        row("BODY reset", SmtpStep.BODY, Reaction.reset(), 1, 0),
        // a refusal of the whole mail: one notification for both
        bounced(SmtpStep.MAIL, "550 5.1.0 no"),
        bounced(SmtpStep.MAIL, "552 5.3.4 too big"),
        bounced(SmtpStep.MAIL, "553 5.1.7 no such sender"),
        bounced(SmtpStep.MAIL, "501 5.5.4 syntax"),
        bounced(SmtpStep.DATA, "554 5.6.0 no"),
        bounced(SmtpStep.FINAL_DOT, "554 5.6.0 no"),
        bounced(SmtpStep.FINAL_DOT, "552 5.3.4 too big"),
        row(
            "554 then reset",
            SmtpStep.FINAL_DOT,
            Reaction.reply("554 5.6.0 no").then(Reaction.reset()),
            0,
            1),
        // taken: exactly once, whatever the words
        taken("250 2.0.0 ok"),
        taken("251 2.1.5 will forward"),
        taken("200 ok"),
        taken("299 ok"),
        row("250 in lines", SmtpStep.FINAL_DOT, Reaction.reply("250-one", "250 two"), 1, 0),
        // not taken, and said so
        later(SmtpStep.FINAL_DOT, "451 4.3.0 later"),
        later(SmtpStep.FINAL_DOT, "421 4.3.2 closing"),
        // nobody knows: rather twice than never
        row("close", SmtpStep.FINAL_DOT, Reaction.close(), 1, 0),
        row("reset", SmtpStep.FINAL_DOT, Reaction.reset(), 1, 0),
        row(
            "letters",
            SmtpStep.FINAL_DOT,
            Reaction.reply("fine by me").then(Reaction.close()),
            1,
            0),
        row("kept, close", SmtpStep.FINAL_DOT, Reaction.store().then(Reaction.close()), 2, 0),
        row("kept, reset", SmtpStep.FINAL_DOT, Reaction.store().then(Reaction.reset()), 2, 0));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void aFaultMakesOfAMailWhatTheTableSays(
      String name, SmtpStep step, Reaction reaction, int copies, int notices) {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start();
        Post post = Post.open(SPOOL, Post.settings(server, SPOOL.folder()))) {
      server.at(step).once().will(reaction);
      post.send("a@example.org", "b@example.org");
      post.hurryUntilEmpty();

      List<ReceivedMail> told =
          server.mails().stream().filter(mail -> mail.sender().isEmpty()).toList();
      assertThat(told).hasSize(notices);
      for (String recipient : List.of("a@example.org", "b@example.org")) {
        assertThat(server.mails().stream().filter(mail -> !told.contains(mail)))
            .filteredOn(mail -> mail.recipientAddresses().contains(recipient))
            .hasSize(copies);
        assertThat(told).allMatch(mail -> mail.text().contains("rfc822; " + recipient));
      }
      assertThat(server.unusedRules()).isEmpty();
      server.requireNoViolations();
    }
  }

  private static Arguments later(SmtpStep step, String reply) {
    Reaction reaction = Reaction.reply(reply);
    return row(
        step + " " + reply,
        step,
        reply.startsWith("421") ? reaction.then(Reaction.close()) : reaction,
        1,
        0);
  }

  private static Arguments bounced(SmtpStep step, String reply) {
    return row(step + " " + reply, step, Reaction.reply(reply), 0, 1);
  }

  private static Arguments taken(String reply) {
    return row(reply, SmtpStep.FINAL_DOT, Reaction.reply(reply), 1, 0);
  }

  private static Arguments row(
      String name, SmtpStep step, Reaction reaction, int copies, int notices) {
    return Arguments.of(name, step, reaction, copies, notices);
  }
}
