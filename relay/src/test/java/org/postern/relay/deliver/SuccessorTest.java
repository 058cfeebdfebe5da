package org.postern.relay.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.auth.open.OpenProvider;
import org.postern.core.AuthStrategies;
import org.postern.core.Mailer;
import org.postern.core.settings.CoreKeys;
import org.postern.relay.Patient;
import org.postern.spool.MailId;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.LogLines;
import org.postern.testkit.Reaction;
import org.postern.testkit.SmtpStep;

/** A delivery that another takes the place of, as at a reload, while the server takes its time. */
class SuccessorTest {

  @TempDir Path folder;
  private final CountDownLatch answer = new CountDownLatch(1);
  private final FakeSmtpServer server = FakeSmtpServer.builder().start();

  @AfterEach
  void end() {
    answer.countDown();
    server.close();
  }

  @Test
  void whatIsUnderWayEndsWithoutALimitAndWhatWaitedForItsTurnGoesOnElsewhere() throws Exception {
    try (Post before = withOneConnectionThatHangsAtTheFinalDot()) {
      before.send("a@example.org");
      awaitItHangs();
      assertThat(before.delivery().status().underWay()).isEqualTo(1);
      before.send("b@example.org"); // waits for the one connection
      before.send("c@example.org");
      CompletableFuture<Void> ended =
          CompletableFuture.runAsync(() -> stop(before.delivery(), Delivery.NO_LIMIT));
      Mailer mailer =
          Mailer.open(before.settings(), AuthStrategies.of(List.of(new OpenProvider())));
      try (Post after = Post.from(before.spool(), mailer, before.settings())) {
        Post.await().until(() -> server.mails().size() == 2);
        Post.await().until(() -> before.delivery().status().underWay() == 1);
        assertThat(ended).isNotDone();

        answer.countDown();
        ended.get(Patient.LONG.toSeconds(), TimeUnit.SECONDS);
        after.awaitEmpty();
        Post.await().until(() -> after.delivery().status().totals().delivered() == 2);
      }
      assertThat(before.delivery().status().totals().delivered()).isEqualTo(1);
      assertThat(before.delivery().status().underWay()).isZero();
      assertThat(server.mails()).hasSize(3);
    }
  }

  @Test
  void whatIsCutOffIsNamedAndMayArriveTwice() throws Exception {
    try (LogLines log = LogLines.of("org.postern.relay");
        Post post = withOneConnectionThatHangsAtTheFinalDot()) {
      MailId id = post.send("a@example.org");
      awaitItHangs();
      assertThat(post.delivery().status().underWay()).isEqualTo(1);

      stop(post.delivery(), Duration.ZERO);

      assertThat(log.all())
          .filteredOn(line -> line.contains("stays in the spool, and may arrive twice"))
          .singleElement()
          .asString()
          .contains(id.text());
      assertThat(post.delivery().status().underWay()).isZero();
      answer.countDown();
    }
  }

  private Post withOneConnectionThatHangsAtTheFinalDot() {
    server.at(SmtpStep.FINAL_DOT).once().will(Reaction.await(answer).then(Reaction.proceed()));
    return Post.of(
        Post.settings(server, folder).set(CoreKeys.POOL_CONNECTIONS, 1), Clock.systemUTC());
  }

  /** The first mail is at its final dot: no other will be held up there. */
  private void awaitItHangs() {
    Post.await().until(() -> server.unusedRules().isEmpty());
  }

  private static void stop(Delivery delivery, Duration within) {
    try {
      delivery.stop(within);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
