package org.postern.relay.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.core.settings.CoreKeys;
import org.postern.core.settings.MailSettings;
import org.postern.core.smtp.MailAddress;
import org.postern.relay.DeliveryKeys;
import org.postern.relay.DeliveryStatus;
import org.postern.spool.Arrival;
import org.postern.spool.MailId;
import org.postern.spool.Queue;
import org.postern.spool.Spool;
import org.postern.spool.SpoolRecipient;
import org.postern.spool.sql.Spools;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.ReceivedMail;
import org.postern.testkit.SmtpStep;

/** What is wrong with the way keeps all mail back; what is wrong with one sender only theirs. */
class RouteTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "MAIL | 530 5.7.57 Client not authenticated to send mail. | m365.not-authenticated",
        "MAIL | 530 5.5.1 Authentication Required | mail.login-wanted",
        "FINAL_DOT | 550 5.7.705 Access denied, tenant has exceeded threshold"
            + " | m365.tenant-threshold",
        "FINAL_DOT | 550 5.4.5 Daily user sending limit exceeded. | google.daily-user-limit",
        "RCPT | 550 5.4.5 Daily user sending limit exceeded. | google.daily-user-limit"
      })
  void oneMailFindsOutForAll(SmtpStep step, String reply, String diagnosis) {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start();
        Post post =
            Post.of(
                Post.settings(server, folder).set(DeliveryKeys.HOLD, Duration.ofHours(1)),
                Clock.systemUTC())) {
      server.at(step).reply(reply);
      post.send("first@example.org");
      Post.await().until(() -> post.delivery().status().held().isPresent());
      int tried = server.sessions().size();
      IntStream.range(0, 5).forEach(i -> post.send("r" + i + "@example.org"));

      DeliveryStatus status = post.delivery().status();
      assertThat(status.held().orElseThrow()).contains(reply);
      assertThat(status.diagnosis()).contains(diagnosis);
      assertThat(status.nextTry()).isPresent();
      assertThat(server.sessions()).hasSize(tried);

      server.recover();
      post.delivery().tryNow();
      post.awaitEmpty();
      assertThat(server.mails()).hasSize(6).noneMatch(mail -> mail.sender().isEmpty());
    }
  }

  /** The recipients of 23 hours ago are free again in an hour; nobody need ask before. */
  @ParameterizedTest
  @CsvSource({"23, 6, 55, 80", "20, 6, 230, 260", "20, 100, 55, 61"})
  void aQuotaThatIsUsedUpIsTriedWhenOurOldestMailIsADayOld(
      int hoursAgo, int limit, int fromMinute, int toMinute) throws Exception {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start()) {
      MailSettings.Builder settings =
          Post.settings(server, folder).set(CoreKeys.RECIPIENTS_PER_DAY, limit);
      long step = Instant.now().minus(Duration.ofHours(hoursAgo)).getEpochSecond() / 600;
      try (Spool spool = Spools.open(settings.build().values())) {
        spool.notebook().write("pace", "0 0\n" + step + " 5");
      }
      server.at(SmtpStep.RCPT).reply("550 5.4.5 Daily user sending limit exceeded.");
      try (Post post = Post.of(settings, Clock.systemUTC())) {
        post.send("a@example.org");
        Post.await().until(() -> post.delivery().status().nextTry().isPresent());

        assertThat(post.delivery().status().nextTry().orElseThrow())
            .isBetween(
                Instant.now().plus(Duration.ofMinutes(fromMinute)),
                Instant.now().plus(Duration.ofMinutes(toMinute)));
      }
    }
  }

  @Test
  void aSenderThatIsRefusedDoesNotKeepTheOthersBack() {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start();
        Post post = Post.to(server, folder)) {
      server
          .at(SmtpStep.MAIL)
          .when(line -> line.contains("spammer@example.com"))
          .reply("550 5.1.8 Access denied, bad outbound sender");
      MailId refused = post.send(Optional.of("spammer@example.com"), "a@example.org");
      Post.await().until(() -> post.line(refused, "a@example.org").trouble().isPresent());

      post.send("b@example.org");
      Post.await().until(() -> !server.mails().isEmpty());

      Queue.Line line = post.line(refused, "a@example.org");
      assertThat(line.state()).isEqualTo(Queue.State.WAITING);
      assertThat(line.trouble().orElseThrow().diagnosis()).contains("m365.bad-outbound-sender");
      assertThat(post.delivery().status().held()).isEmpty();
    }
  }

  @Test
  void moreRecipientsThanAServerTakesAtOnceGetItAtOnceAndOnce() {
    try (FakeSmtpServer server = FakeSmtpServer.builder().maxRecipients(60).start();
        Post post = Post.to(server, folder)) {
      List<String> all = IntStream.range(0, 200).mapToObj(i -> "r" + i + "@example.org").toList();
      post.send(all.toArray(String[]::new));
      post.awaitEmpty();

      List<String> got = new ArrayList<>();
      server.mails().forEach(mail -> got.addAll(mail.recipientAddresses()));
      assertThat(got).containsExactlyInAnyOrderElementsOf(all);
    }
  }

  @Test
  void aMailThatNobodyCanReadIsHandedOnAsItIs() {
    String strange =
        "Content-Type: multipart/mixed; boundary=\r\n:\u00ff\u0000(((((\r\nTo: <<@>,;\r\n\r\n--\r\n.\r\n";
    try (FakeSmtpServer server = FakeSmtpServer.builder().start();
        Post post = Post.to(server, folder)) {
      post.send(
          new Arrival(
              Optional.of(MailAddress.parse(Post.SENDER)),
              List.of(SpoolRecipient.of(MailAddress.parse("a@example.org"))),
              Optional.empty(),
              Optional.empty(),
              false,
              "",
              "test"),
          strange);
      post.send("b@example.org");
      post.awaitEmpty();

      assertThat(server.mails())
          .filteredOn(mail -> mail.recipientAddresses().contains("a@example.org"))
          .singleElement()
          .extracting(ReceivedMail::bytes)
          .isEqualTo(strange.getBytes(StandardCharsets.ISO_8859_1));
      assertThat(server.mails()).hasSize(2);
    }
  }

  /** What one delivery has used up the other has not again, though nothing was written down yet. */
  @Test
  void aDeliveryThatTakesThePlaceOfAnotherKeepsToTheSamePace() throws Exception {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start();
        Post before =
            Post.of(
                Post.settings(server, folder).set(CoreKeys.RECIPIENTS_PER_DAY, 3),
                Clock.systemUTC())) {
      before.send("a@example.org", "b@example.org", "c@example.org");
      before.awaitEmpty();
      Delivery after =
          before.successor(Post.settings(server, folder).set(CoreKeys.RECIPIENTS_PER_DAY, 4));
      try {
        after.beginAfter(before.delivery());
        before.delivery().stop(Duration.ofSeconds(10));
        Post.handIn(after, "d@example.org");
        Post.await().until(() -> server.mails().size() == 2);
        Post.handIn(after, "e@example.org");
        Post.await().until(() -> after.status().underWay() == 0);

        assertThat(server.mails()).hasSize(2);
        assertThat(before.spool().queue().counts().mails()).isPositive();
      } finally {
        after.stop(Duration.ofSeconds(10));
      }
    }
  }
}
