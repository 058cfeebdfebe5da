package org.postern.relay.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.core.settings.CoreKeys;
import org.postern.core.settings.MailSettings;
import org.postern.core.smtp.MailAddress;
import org.postern.relay.DeliveryKeys;
import org.postern.relay.Patient;
import org.postern.spool.Arrival;
import org.postern.spool.MailId;
import org.postern.spool.Queue;
import org.postern.spool.SpoolRecipient;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.LogLines;
import org.postern.testkit.Reaction;
import org.postern.testkit.ReceivedMail;
import org.postern.testkit.SmtpStep;

/** Faults between 354 and the answer to the final dot. */
class BodyFaultsTest {

  private static final Arrival TO_A =
      new Arrival(
          Optional.of(MailAddress.parse(Post.SENDER)),
          List.of(SpoolRecipient.of(MailAddress.parse("a@example.org"))),
          Optional.empty(),
          Optional.empty(),
          false,
          "",
          "test");

  /** More than the buffers of both systems hold, so that a server that does not read is felt. */
  private static final String LARGE =
      "Subject: large\r\n\r\n" + ("0123456789".repeat(7) + "\r\n").repeat(160_000);

  private static final Duration SOON = Duration.ofMillis(500);

  @RegisterExtension static final SharedSpool SPOOL = new SharedSpool();

  static Stream<Arguments> halfWay() {
    return Stream.of(
        Arguments.of("close", Reaction.close()),
        Arguments.of("reset", Reaction.reset()),
        Arguments.of("stops reading", Reaction.stall()),
        Arguments.of("421", Reaction.reply("421 4.3.2 half way").then(Reaction.close())));
  }

  /** The dot was never sent: also who wants no duplicate at any price gets the mail. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("halfWay")
  void aMailCutBeforeItsDotIsNoPossibleDuplicate(String name, Reaction reaction) {
    try (FakeSmtpServer server = FakeSmtpServer.builder().receiveBuffer(4096).start();
        FakeSmtpServer good = FakeSmtpServer.builder().start()) {
      server.at(SmtpStep.BODY).afterBytes(100_000).once().will(reaction);
      try (Post cut = Post.open(SPOOL, strict(server).set(CoreKeys.BODY_TIMEOUT, SOON))) {
        cut.send(TO_A, LARGE);
        Post.await().until(() -> metTheFault(server, cut));
      }
      // on a busy machine no mail so large comes through with a limit so short
      try (Post whole = Post.open(SPOOL, strict(good))) {
        whole.hurryUntilEmpty();
      }

      List<ReceivedMail> kept = new ArrayList<>(server.mails());
      kept.addAll(good.mails());
      assertThat(kept).hasSize(1);
      assertThat(kept.get(0).bytes()).hasSize(LARGE.length());
      assertThat(kept.get(0).sender()).isEqualTo(Post.SENDER);
    }
  }

  /** Where the limit was met before the fault, the mail is sent once more. */
  private static boolean metTheFault(FakeSmtpServer server, Post post) {
    boolean met = server.unusedRules().isEmpty();
    if (!met) {
      post.spool().queue().retry(Queue.Filter.ALL);
    }
    return met;
  }

  /** Never a duplicate. */
  private static MailSettings.Builder strict(FakeSmtpServer server) {
    return triedWhenAskedFor(server).set(DeliveryKeys.MAY_DUPLICATE, false);
  }

  /** Who wants no duplicate at any price gets none: the administrator decides. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSilentServerAfterTheDotMayHaveTheMail(boolean kept) {
    Reaction silent = kept ? Reaction.store().then(Reaction.hang()) : Reaction.hang();
    try (FakeSmtpServer server = FakeSmtpServer.builder().start();
        LogLines log = LogLines.of("org.postern.relay.mail")) {
      server.at(SmtpStep.FINAL_DOT).once().will(silent);
      try (Post impatient = Post.open(SPOOL, impatient(server))) {
        MailId id = impatient.send("a@example.org");
        Post.await().until(() -> impatient.line(id, "a@example.org").attempts() == 1);
      }
      // the second attempt has time, so that a busy machine makes no third one
      try (Post patient = Post.open(SPOOL, Post.settings(server, SPOOL.folder()))) {
        patient.hurryUntilEmpty();
      }

      assertThat(server.mails()).hasSize(kept ? 2 : 1);
      assertThat(log.text()).containsOnlyOnce("may arrive twice");
    }
    try (FakeSmtpServer server = FakeSmtpServer.builder().start();
        Post post = Post.open(SPOOL, strict(server).set(CoreKeys.FINAL_DOT_TIMEOUT, SOON))) {
      server.at(SmtpStep.FINAL_DOT).once().will(silent);
      MailId id = post.send("a@example.org");
      Post.await().until(() -> post.spool().queue().counts().dead() == 1);

      assertThat(server.mails()).hasSize(kept ? 1 : 0);
      assertThat(post.line(id, "a@example.org").trouble().orElseThrow().explanation())
          .contains("may have the message");
    }
  }

  @Test
  void aServerThatThinksForLongAfterTheDotHasTheMailOnce() {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start();
        LogLines log = LogLines.of("org.postern.relay.mail");
        Post post =
            Post.open(
                SPOOL,
                Post.settings(server, SPOOL.folder())
                    .set(CoreKeys.COMMAND_TIMEOUT, Duration.ofMillis(300))
                    .set(CoreKeys.BODY_TIMEOUT, Duration.ofMillis(300))
                    .set(CoreKeys.DATA_TIMEOUT, Duration.ofMillis(300)))) {
      server
          .at(SmtpStep.FINAL_DOT)
          .will(Reaction.pause(Duration.ofMillis(900)).then(Reaction.proceed()));
      post.send("a@example.org");
      post.awaitEmpty();

      assertThat(server.mails()).hasSize(1);
      // on a busy machine it may be put off before its dot
      assertThat(log.text()).doesNotContain("may arrive twice");
      // RFC 5321 section 4.5.3.2.6: less than ten minutes would make duplicates
      assertThat(
              CoreKeys.FINAL_DOT_TIMEOUT.parse(
                  CoreKeys.FINAL_DOT_TIMEOUT.defaultText().orElseThrow()))
          .isGreaterThanOrEqualTo(Duration.ofMinutes(10));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE mail SET body = replace(body, 'Hello', 'Hallo')",
        "UPDATE part SET bytes = zeroblob(length(bytes)) WHERE n = 1",
        "DELETE FROM part WHERE n = 1"
      })
  void aMailThatIsDamagedInTheSpoolIsADeadLetterAndTheOthersGoOn(String damage)
      throws SQLException {
    boolean parts = damage.contains("part");
    try (FakeSmtpServer server = FakeSmtpServer.builder().start();
        LogLines log = LogLines.of("org.postern.relay.deliver");
        Post post = Post.open(SPOOL, triedWhenAskedFor(server))) {
      server.at(SmtpStep.RCPT).once().reply("451 4.3.0 later");
      MailId id =
          parts
              ? post.send(TO_A, LARGE.substring(0, 18 + 72 * 10_000))
              : post.send("a@example.org");
      Post.await().until(() -> post.line(id, "a@example.org").attempts() == 1);
      damage(damage);
      post.spool().queue().retry(Queue.Filter.ALL);
      Post.await().until(() -> post.spool().queue().counts().dead() == 1);
      post.send("b@example.org");
      Post.await().until(() -> post.spool().queue().counts().mails() == 1);

      assertThat(server.onlyMail().recipientAddresses()).containsExactly("b@example.org");
      Queue.Line line = post.line(id, "a@example.org");
      assertThat(line.state()).isEqualTo(Queue.State.DEAD);
      assertThat(line.trouble().orElseThrow().explanation()).contains(id.text(), "damaged");
      assertThat(log.text()).containsOnlyOnce("kept as a dead letter");
      assertThat(post.delivery().status().held()).isEmpty();
    }
  }

  private static void damage(String sql) throws SQLException {
    try (Connection file =
            DriverManager.getConnection(
                "jdbc:sqlite:"
                    + SPOOL.folder().resolve("spool").resolve("spool.db")
                    + "?busy_timeout="
                    + Patient.LONG.toMillis());
        Statement change = file.createStatement()) {
      assertThat(change.executeUpdate(sql)).isEqualTo(1);
    }
  }

  /** Waits a moment for the answer to the dot, and does not try again by itself. */
  private static MailSettings.Builder impatient(FakeSmtpServer server) {
    return triedWhenAskedFor(server).set(CoreKeys.FINAL_DOT_TIMEOUT, SOON);
  }

  private static MailSettings.Builder triedWhenAskedFor(FakeSmtpServer server) {
    return Post.settings(server, SPOOL.folder())
        .set(DeliveryKeys.RETRY, List.of(Duration.ofDays(1)));
  }
}
