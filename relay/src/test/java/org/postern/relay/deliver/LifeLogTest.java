package org.postern.relay.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.core.smtp.MailAddress;
import org.postern.spool.Arrival;
import org.postern.spool.Intake;
import org.postern.spool.MailId;
import org.postern.spool.Spool;
import org.postern.spool.SpoolRecipient;
import org.postern.spool.sql.Spools;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.LogLines;
import org.postern.testkit.Reaction;
import org.postern.testkit.SmtpStep;

/** What the log tells of mails that no listener took in. */
class LifeLogTest {

  @TempDir Path folder;
  private final LogLines log = LogLines.of("org.postern.relay.mail");

  @AfterEach
  void close() {
    log.close();
  }

  @Test
  void aMailThatAnotherProcessLeftIsTakenUpOnceAndCounted() throws IOException {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start();
        Post post = Post.to(server, folder)) {
      server.at(SmtpStep.RCPT).once().reply("450 4.2.1 later");

      MailId id = left(post, "b@example.org", "c@example.org");
      post.hurryUntilEmpty();

      assertThat(of(id, "taken up"))
          .containsExactly(
              id
                  + " taken up: from=<app@example.com> to=<b@example.org> and 1 more, 14 bytes,"
                  + " message-id=<7@example.com>, by sendmail uid=33 user=www-data");
      assertThat(post.delivery().status().totals().takenUp()).isEqualTo(1);
      assertThat(post.delivery().status().totals().takenUpBytes()).isEqualTo(14);
    }
  }

  @Test
  void aMailThatWaitsForTheRouteIsTakenUpOnceWhateverIsRestarted() throws Exception {
    MailId id;
    try (FakeSmtpServer server = FakeSmtpServer.builder().start();
        Post post = Post.to(server, folder)) {
      server.at(SmtpStep.BANNER).reply("554 5.7.1 you are not welcome");
      id = left(post, "b@example.org");
      Post.await().until(() -> server.sessions().size() > 1);
      post.delivery().tryNow();
      int tried = server.sessions().size();
      Post.await().until(() -> server.sessions().size() > tried);
    }
    try (FakeSmtpServer server = FakeSmtpServer.builder().start();
        Post post = Post.to(server, folder)) {
      post.awaitEmpty();
      assertThat(post.delivery().status().totals().takenUp()).isZero();
    }
    assertThat(of(id, "taken up")).hasSize(1);
  }

  @Test
  void aMailThatWaitsForTheRouteHasOneLineHoweverManyRecipientsAndTriesUntilTheReasonChanges() {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start();
        Post post = Post.to(server, folder)) {
      server.at(SmtpStep.BANNER).reply("554 5.7.1 you are not welcome");
      String[] many =
          IntStream.range(0, 200).mapToObj(i -> "r" + i + "@example.org").toArray(String[]::new);
      MailId id = post.send(many);
      for (int tries = 0; tries < 3; tries++) {
        int before = server.sessions().size();
        post.delivery().tryNow();
        Post.await().until(() -> server.sessions().size() > before);
      }
      // in this order, and no recover(): a try is under way, and must not get through in between
      server.at(SmtpStep.MAIL).reply("530 5.7.0 Authentication required");
      server.at(SmtpStep.BANNER).will(Reaction.proceed());
      post.delivery().tryNow();
      Post.await().until(() -> of(id, "deferred for ").size() > 1);

      List<String> lines = of(id, "deferred for ");
      assertThat(lines).hasSize(2);
      assertThat(lines.get(0))
          .contains(
              " deferred for r0@example.org, r1@example.org, r2@example.org and 197 more"
                  + " until the route is free: ",
              "you are not welcome");
      assertThat(lines.get(1)).contains("Authentication required");

      server.recover();
      post.delivery().tryNow();
      post.awaitEmpty();
    }
  }

  @Test
  void whatTheServerTookInItselfIsNotTakenUp() {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start();
        Post post = Post.to(server, folder)) {
      MailId id = post.send("b@example.org");
      post.awaitEmpty();
      assertThat(of(id, "taken up")).isEmpty();
      assertThat(post.delivery().status().totals().takenUp()).isZero();
    }
  }

  @Test
  void aBounceIsTiedToTheMailThatItIsAbout() {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start();
        Post post = Post.to(server, folder)) {
      server.at(SmtpStep.RCPT).forRecipient("b@example.org").reply("550 5.1.1 unknown");
      MailId id = post.send("b@example.org");
      post.awaitEmpty();

      // told by another thread, which may come after those who deliver it
      Post.await().until(() -> log.text().contains(" bounce for " + id));
      assertThat(log.text()).contains(" delivered to " + Post.SENDER);
      List<String> bounce =
          log.all().stream().filter(line -> line.contains(" bounce for " + id)).toList();
      assertThat(bounce).hasSize(1);
      MailId notice = new MailId(bounce.get(0).split(" ")[0]);
      assertThat(bounce)
          .containsExactly(notice + " bounce for " + id + " to <" + Post.SENDER + ">");
      assertThat(of(notice, "delivered to " + Post.SENDER)).hasSize(1);
      assertThat(of(notice, "taken up")).isEmpty();
    }
  }

  private List<String> of(MailId id, String what) {
    // this log knows no pairs: none may stand in front of a line
    return log.all().stream().filter(line -> line.startsWith(id + " " + what)).toList();
  }

  /** As postern-sendmail does. */
  private static MailId left(Post post, String... recipients) throws IOException {
    try (Spool guest = Spools.guest(post.settings().values());
        Intake intake = guest.receive()) {
      intake.body().write("Subject: S\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      return intake.commit(
          new Arrival(
              Optional.of(MailAddress.parse(Post.SENDER)),
              List.of(recipients).stream().map(MailAddress::parse).map(SpoolRecipient::of).toList(),
              Optional.empty(),
              Optional.empty(),
              false,
              "<7@example.com>",
              "sendmail uid=33 user=www-data"));
    }
  }
}
