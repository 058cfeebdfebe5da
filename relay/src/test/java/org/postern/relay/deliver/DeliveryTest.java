package org.postern.relay.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.core.settings.CoreKeys;
import org.postern.core.smtp.DsnRequest.Notify;
import org.postern.core.smtp.DsnRequest.Returned;
import org.postern.core.smtp.MailAddress;
import org.postern.relay.DeliveryKeys;
import org.postern.relay.DeliveryTotals;
import org.postern.spool.Arrival;
import org.postern.spool.MailId;
import org.postern.spool.Queue;
import org.postern.spool.SpoolRecipient;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.Reaction;
import org.postern.testkit.ReceivedMail;
import org.postern.testkit.SmtpStep;

/** From the spool to a mail server that is not always good. */
class DeliveryTest {

  @TempDir Path folder;

  @Test
  void newMailLeavesAtOnceAndTheSpoolIsEmptyThen() {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start();
        Post post = Post.to(server, folder)) {
      post.send("a@example.org", "b@example.org");
      post.awaitEmpty();

      ReceivedMail mail = server.onlyMail();
      assertThat(mail.sender()).isEqualTo(Post.SENDER);
      assertThat(mail.recipientAddresses()).containsExactly("a@example.org", "b@example.org");
      assertThat(mail.text()).contains("Subject: a test").endsWith("Hello.\r\n");
      server.requireNoViolations();
    }
  }

  @Test
  void eachRecipientIsRetriedOrBouncedAloneAndNobodyGetsItTwice() {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start();
        Post post = Post.to(server, folder)) {
      List<String> all = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        String recipient = "r" + i + "@example.org";
        all.add(recipient);
        if (i % 3 == 1) {
          server.at(SmtpStep.RCPT).forRecipient(recipient).once().reply("450 4.2.1 later");
        } else if (i % 3 == 2) {
          server.at(SmtpStep.RCPT).forRecipient(recipient).reply("550 5.1.1 unknown");
        }
      }
      MailId id = post.send(all.toArray(String[]::new));
      post.awaitEmpty();

      List<ReceivedMail> bounces =
          server.mails().stream().filter(mail -> mail.sender().isEmpty()).toList();
      assertThat(bounces).hasSize(1);
      assertThat(bounces.get(0).recipientAddresses()).containsExactly(Post.SENDER);
      assertThat(bounces.get(0).text())
          .contains("Content-Type: multipart/report; report-type=delivery-status")
          .contains("Final-Recipient: rfc822; r2@example.org\r\nAction: failed\r\nStatus: 5.1.1")
          .contains("The header of the mail follows below.", "text/rfc822-headers")
          .contains("Diagnostic-Code: smtp; 550 5.1.1 unknown")
          .contains("Subject: a test")
          .doesNotContain("r1@example.org");
      assertThat(
              server.mails().stream()
                  .filter(mail -> !mail.sender().isEmpty())
                  .flatMap(mail -> mail.recipientAddresses().stream()))
          .containsExactlyInAnyOrderElementsOf(
              IntStream.range(0, 30).filter(i -> i % 3 != 2).mapToObj(all::get).toList());
      assertThat(post.spool().queue().find(id)).isEmpty();
      // the bounce is delivered too
      DeliveryTotals totals = new DeliveryTotals(21, 10, 10, 0, 0, 0);
      Post.await().until(() -> post.delivery().status().totals().equals(totals));
    }
  }

  @Test
  void aFaultOfTheRouteHoldsAllMailBouncesNoneAndEndsByItself() {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start();
        Post post = Post.to(server, folder)) {
      server.at(SmtpStep.BANNER).reply("554 5.7.1 you are not welcome");
      for (int i = 0; i < 20; i++) {
        post.send("r" + i + "@example.org");
      }
      Post.await().until(() -> post.delivery().status().held().isPresent());
      int tried = server.sessions().size();
      Post.await().until(() -> server.sessions().size() > tried);

      assertThat(post.spool().queue().counts().mails()).isEqualTo(20);
      assertThat(server.sessions().size()).isLessThan(20);
      assertThat(server.mails()).isEmpty();

      server.recover();
      post.awaitEmpty();
      assertThat(server.mails()).hasSize(20).noneMatch(mail -> mail.sender().isEmpty());
      // noted when the spool has it already
      Post.await().until(() -> post.delivery().status().held().isEmpty());
      Post.await().until(() -> post.delivery().status().lastSuccess().isPresent());
    }
  }

  @Test
  void whatAnAdministratorMendedIsTriedAtOnce() {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start();
        Post post =
            Post.of(
                Post.settings(server, folder).set(DeliveryKeys.HOLD, Duration.ofHours(1)),
                Clock.systemUTC())) {
      server.at(SmtpStep.MAIL).reply("530 5.7.0 Authentication required");
      post.send("a@example.org");
      Post.await().until(() -> post.delivery().status().held().isPresent());
      Post.await().until(() -> post.spool().queue().counts().waiting() == 1);

      server.recover();
      post.spool().queue().retry(Queue.Filter.ALL);
      post.delivery().tryNow();
      post.awaitEmpty();
      assertThat(server.mails()).hasSize(1);
    }
  }

  @Test
  void aMailThatIsTooOldIsToldToItsSender() {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start();
        Post post =
            Post.of(
                Post.settings(server, folder).set(DeliveryKeys.LIFETIME, Duration.ofSeconds(2)),
                Clock.systemUTC())) {
      server.at(SmtpStep.RCPT).forRecipient("a@example.org").reply("451 4.3.0 later");
      post.send("a@example.org");
      post.awaitEmpty();

      assertThat(server.onlyMail().sender()).isEmpty();
      assertThat(server.onlyMail().text())
          .contains("Action: failed")
          .contains("Status: 5.3.0")
          .contains("Diagnostic-Code: smtp; 451 4.3.0 later");
    }
  }

  @Test
  void aClockThatJumpsAheadBouncesNothing() {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start();
        Post post =
            Post.of(
                Post.settings(server, folder),
                Clock.offset(Clock.systemUTC(), Duration.ofDays(6)))) {
      server.at(SmtpStep.RCPT).times(1).reply("451 4.3.0 later");
      post.send("a@example.org");
      Post.await().until(() -> post.spool().queue().counts().waiting() == 1);
      assertThat(server.mails()).isEmpty();
    }
  }

  @Test
  void theSenderOfAMailThatWaitsIsToldOnce() {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start();
        Post post =
            Post.of(
                Post.settings(server, folder).set(DeliveryKeys.DELAY_NOTICE, Duration.ofSeconds(1)),
                Clock.systemUTC())) {
      server.at(SmtpStep.RCPT).forRecipient("a@example.org").times(4).reply("451 4.3.0 later");
      post.send("a@example.org");
      post.awaitEmpty();

      assertThat(server.mails())
          .filteredOn(mail -> mail.sender().isEmpty())
          .singleElement()
          .satisfies(
              mail ->
                  assertThat(mail.text()).contains("Action: delayed").contains("Will-Retry-Until"));
      assertThat(server.mails()).hasSize(2);
    }
  }

  @Test
  void aBounceThatCannotBeDeliveredIsKeptForTheAdministrator() {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start();
        Post post = Post.to(server, folder)) {
      server.at(SmtpStep.RCPT).reply("550 5.1.1 unknown");
      post.send("a@example.org");
      Post.await().until(() -> post.spool().queue().counts().dead() == 1);

      Queue.Entry dead = post.spool().queue().list(Queue.Filter.ALL, Optional.empty(), 10).get(0);
      assertThat(dead.sender()).isEmpty();
      assertThat(dead.recipients().get(0).state()).isEqualTo(Queue.State.DEAD);
      assertThat(dead.recipients().get(0).trouble().orElseThrow().explanation()).contains("5.1.1");
      assertThat(server.mails()).isEmpty();
    }
  }

  @Test
  void whoWantsNoNotificationGetsNone() {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start();
        Post post = Post.to(server, folder)) {
      server.at(SmtpStep.RCPT).reply("550 5.1.1 unknown");
      SpoolRecipient silent =
          new SpoolRecipient(
              MailAddress.parse("a@example.org"), Set.of(Notify.NEVER), Optional.empty());
      post.send(
          new Arrival(
              Optional.of(MailAddress.parse(Post.SENDER)),
              List.of(silent),
              Optional.empty(),
              Optional.empty(),
              false,
              "",
              "test"));
      post.awaitEmpty();
      assertThat(server.mails()).isEmpty();
    }
  }

  @Test
  void whatRecipientsAskOfNotificationsIsHandedOn() {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start();
        Post post = Post.to(server, folder)) {
      SpoolRecipient asks =
          new SpoolRecipient(
              MailAddress.parse("a@example.org"),
              Set.of(Notify.SUCCESS, Notify.FAILURE),
              Optional.of("rfc822;before+2Brules@example.net"));
      post.send(
          new Arrival(
              Optional.of(MailAddress.parse(Post.SENDER)),
              List.of(asks, SpoolRecipient.of(MailAddress.parse("b@example.org"))),
              Optional.of(Returned.HDRS),
              Optional.of("id 7"),
              false,
              "",
              "test"));
      post.awaitEmpty();

      ReceivedMail mail = server.onlyMail();
      assertThat(mail.senderParameters()).contains("RET=HDRS", "ENVID=id+207");
      assertThat(mail.recipients().get(0).parameters())
          .containsExactlyInAnyOrder(
              "NOTIFY=SUCCESS,FAILURE", "ORCPT=rfc822;before+2Brules@example.net");
      assertThat(mail.recipients().get(1).parameters()).isEmpty();
    }
  }

  @Test
  void whoAsksForAReceiptHearsWhereNoneWillComeFrom() {
    try (FakeSmtpServer server = FakeSmtpServer.builder().without("DSN").start();
        Post post = Post.to(server, folder)) {
      SpoolRecipient asks =
          new SpoolRecipient(
              MailAddress.parse("a@example.org"),
              Set.of(Notify.SUCCESS),
              Optional.of("rfc822;a+2Bb+0D+0ABcc:c@example.net"));
      post.send(
          new Arrival(
              Optional.of(MailAddress.parse(Post.SENDER)),
              List.of(asks, SpoolRecipient.of(MailAddress.parse("b@example.org"))),
              Optional.of(Returned.FULL),
              Optional.of("id 7"),
              false,
              "",
              "test"));
      post.awaitEmpty();

      assertThat(server.mails()).hasSize(2);
      ReceivedMail receipt = server.mails().get(1);
      assertThat(receipt.sender()).isEmpty();
      assertThat(receipt.recipientAddresses()).containsExactly(Post.SENDER);
      assertThat(receipt.text())
          .containsPattern("Original-Recipient: rfc822;a\\+b.+Bcc:c@example.net\r\n")
          .contains("Original-Envelope-Id: id 7")
          .contains("Final-Recipient: rfc822; a@example.org\r\nAction: relayed\r\nStatus: 2.0.0")
          .doesNotContain("b@example.org", "Hello.");
      server.requireNoViolations();
    }
  }

  @Test
  void whatTheServerMayHaveIsSentAgain() {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start();
        Post post = Post.to(server, folder)) {
      server.at(SmtpStep.FINAL_DOT).once().close();
      post.send("a@example.org");
      post.awaitEmpty();
      assertThat(server.mails()).isNotEmpty();
    }
  }

  @Test
  void whatHasEndedHasNothingUnderWay() throws Exception {
    CountDownLatch answer = new CountDownLatch(1);
    try (FakeSmtpServer server = FakeSmtpServer.builder().start();
        Post post = Post.to(server, folder)) {
      server.at(SmtpStep.RCPT).will(Reaction.await(answer).then(Reaction.proceed()));
      post.send("a@example.org");
      Post.await().until(() -> server.unusedRules().isEmpty());
      assertThat(post.delivery().status().underWay()).isEqualTo(1);
      post.delivery().stop(Duration.ZERO);
      assertThat(post.delivery().status().underWay()).isZero();
      answer.countDown();
    }
  }

  @Test
  void whatADayAllowsIsKeptToAndTheRestWaits() {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start();
        Post post =
            Post.of(
                Post.settings(server, folder).set(CoreKeys.RECIPIENTS_PER_DAY, 3),
                Clock.systemUTC())) {
      for (int i = 0; i < 5; i++) {
        post.send("r" + i + "@example.org");
      }
      // the server has a mail a moment before the spool knows
      Post.await().until(() -> post.spool().queue().counts().mails() == 2);

      assertThat(server.mails()).hasSize(3);
      assertThat(post.delivery().status().dayFullAt()).isEmpty();
      assertThat(post.delivery().status().dayRenewsAt().orElseThrow())
          .isAfter(Instant.now().plus(Duration.ofHours(23)));
    }
  }

  @Test
  void aMailToMoreThanIsLeftOfTheDayWaitsAndTheStatusSaysUntilWhen() {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start();
        Post post =
            Post.of(
                Post.settings(server, folder).set(CoreKeys.RECIPIENTS_PER_DAY, 3),
                Clock.systemUTC())) {
      post.send("a@example.org", "b@example.org");
      post.send("c@example.org", "d@example.org");

      Post.await().until(() -> post.delivery().status().dayRenewsAt().isPresent());
      assertThat(post.delivery().status().dayFullAt()).isEmpty();
      assertThat(post.delivery().status().dayRenewsAt().orElseThrow())
          .isAfter(Instant.now().plus(Duration.ofHours(23)));
    }
  }

  @Test
  void whatWaitsSurvivesARestart() throws Exception {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start()) {
      server.at(SmtpStep.RCPT).forRecipient("b@example.org").reply("451 4.3.0 later");
      try (Post before = Post.to(server, folder)) {
        MailId id = before.send("a@example.org", "b@example.org");
        Post.await()
            .until(
                () ->
                    server.mails().size() == 1
                        && before.spool().queue().find(id).orElseThrow().recipients().size() == 1);
      }
      server.recover();
      try (Post after = Post.to(server, folder)) {
        after.awaitEmpty();
      }
      assertThat(server.mails().stream().flatMap(mail -> mail.recipientAddresses().stream()))
          .containsExactly("a@example.org", "b@example.org");
    }
  }
}
