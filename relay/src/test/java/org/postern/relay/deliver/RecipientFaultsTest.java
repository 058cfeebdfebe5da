package org.postern.relay.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.relay.DeliveryKeys;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.Reaction;
import org.postern.testkit.ReceivedMail;
import org.postern.testkit.SmtpStep;

/** What the server says of one recipient is that recipient's alone: the other has the mail once. */
class RecipientFaultsTest {

  private static final String BAD = "bad@example.org";
  private static final String GOOD = "good@example.org";

  @RegisterExtension static final SharedSpool SPOOL = new SharedSpool();

  private enum Becomes {
    LATER,
    BOUNCED,
    SENT
  }

  static Stream<Arguments> replies() {
    return Stream.of(
        Arguments.of(Becomes.LATER, "450 4.2.1 mailbox busy"),
        Arguments.of(Becomes.LATER, "451 4.3.0 later"),
        Arguments.of(Becomes.LATER, "452 4.2.2 mailbox full"),
        Arguments.of(Becomes.LATER, "450 busy"),
        Arguments.of(Becomes.LATER, "450-4.2.1 mailbox\r\n450 4.2.1 busy"),
        Arguments.of(Becomes.LATER, "451 4.7.1 Greylisting in action, come back later"),
        Arguments.of(Becomes.LATER, "452 4.5.3 too many recipients"),
        Arguments.of(Becomes.BOUNCED, "550 5.1.1 unknown"),
        Arguments.of(Becomes.BOUNCED, "551 5.1.6 moved"),
        Arguments.of(Becomes.BOUNCED, "553 5.1.3 no such syntax"),
        Arguments.of(Becomes.BOUNCED, "500 5.5.2 what"),
        Arguments.of(Becomes.BOUNCED, "501 5.1.3 what"),
        Arguments.of(Becomes.BOUNCED, "552 5.2.2 mailbox full"),
        Arguments.of(Becomes.SENT, "251 2.1.5 will forward"),
        Arguments.of(Becomes.SENT, "252 2.1.5 will try"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("replies")
  void whatIsSaidOfOneRecipientIsItsAlone(Becomes becomes, String reply) {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start();
        Post post = Post.open(SPOOL, Post.settings(server, SPOOL.folder()))) {
      server.at(SmtpStep.RCPT).forRecipient(BAD).once().will(Reaction.reply(reply.split("\r\n")));
      post.send(GOOD, BAD);
      post.hurryUntilEmpty();

      List<ReceivedMail> told =
          server.mails().stream().filter(mail -> mail.sender().isEmpty()).toList();
      assertThat(copies(server, GOOD)).isEqualTo(1);
      assertThat(copies(server, BAD)).isEqualTo(becomes == Becomes.BOUNCED ? 0 : 1);
      assertThat(told).hasSize(becomes == Becomes.BOUNCED ? 1 : 0);
      assertThat(told).allMatch(mail -> mail.text().contains("rfc822; " + BAD));
      assertThat(told).noneMatch(mail -> mail.text().contains(GOOD));
      assertThat(server.unusedRules()).isEmpty();
      server.requireNoViolations();
    }
  }

  static Stream<Reaction> nonsense() {
    return Stream.of(Reaction.reply("999 what"), Reaction.reply("no idea"), Reaction.close());
  }

  /** Nobody was told yes for good: both get it, once. */
  @ParameterizedTest
  @MethodSource("nonsense")
  void afterNonsenseNobodyIsBouncedAndNobodyGetsItTwice(Reaction reaction) {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start();
        Post post = Post.open(SPOOL, Post.settings(server, SPOOL.folder()))) {
      server.at(SmtpStep.RCPT).forRecipient(BAD).once().will(reaction);
      post.send(GOOD, BAD);
      post.hurryUntilEmpty();

      assertThat(copies(server, GOOD)).isEqualTo(1);
      assertThat(copies(server, BAD)).isEqualTo(1);
      assertThat(server.mails()).noneMatch(mail -> mail.sender().isEmpty());
      assertThat(server.unusedRules()).isEmpty();
    }
  }

  @Test
  void aGreylistIsTriedAgainWithinFiveMinutes() {
    String byDefault = DeliveryKeys.RETRY.defaultText().orElseThrow();
    assertThat(DeliveryKeys.RETRY.parse(byDefault).get(0))
        .isLessThanOrEqualTo(Duration.ofMinutes(5));
  }

  private static long copies(FakeSmtpServer server, String recipient) {
    return server.mails().stream()
        .filter(mail -> mail.recipientAddresses().contains(recipient))
        .count();
  }
}
