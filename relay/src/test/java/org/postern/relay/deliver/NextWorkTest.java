package org.postern.relay.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.core.settings.MailSettings;
import org.postern.relay.DeliveryKeys;
import org.postern.spool.MailId;
import org.postern.spool.Queue;
import org.postern.spool.Spool;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.LogLines;
import org.postern.testkit.SmtpStep;
import org.postern.testkit.TestClock;

/** The system's clock may be set while mail waits. */
class NextWorkTest {

  @TempDir Path folder;

  private final TestClock clock = TestClock.standing(Instant.now());
  private long passed;

  @Test
  void aClockThatIsSetBackMakesNoMailWaitLongerAndAnHourThatPassesChangesNothing()
      throws Exception {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start();
        Post post =
            Post.of(
                Post.settings(server, folder).set(DeliveryKeys.RETRY, List.of(Duration.ofDays(1))),
                Clock.systemUTC())) {
      server.at(SmtpStep.RCPT).reply("451 4.3.0 later");
      MailId id = post.send("a@example.org");
      Post.await().until(() -> tried(post, id));
      NextWork next =
          new NextWork(post.spool(), clock, () -> passed, new ClockJump(clock, () -> passed));

      clock.pass(Duration.ofHours(1));
      passed += Duration.ofHours(1).toNanos();
      next.await(Duration.ofMillis(1));
      assertThat(post.line(id, "a@example.org").due()).isAfter(clock.instant());
      assertThat(post.line(id, "a@example.org").attempts()).isEqualTo(1);

      clock.pass(Duration.ofDays(-1));
      next.await(Duration.ofMillis(1));
      Post.await().until(() -> post.line(id, "a@example.org").attempts() == 2);
    }
  }

  @Test
  void aClockThatWasSetBackWhileNothingRanIsSeenAtTheStart() throws Exception {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start();
        LogLines log = LogLines.of("org.postern.relay.deliver")) {
      server.at(SmtpStep.RCPT).once().reply("451 4.3.0 later");
      Clock ahead = Clock.offset(Clock.systemUTC(), Duration.ofDays(1));
      MailId id;
      try (Post before = Post.of(waitingForADay(server), ahead)) {
        MailId sent = before.send("a@example.org");
        id = sent;
        Post.await().until(() -> tried(before, sent));
        assertThat(before.line(sent, "a@example.org").due())
            .isAfter(ahead.instant().plus(Duration.ofHours(12)));
      }
      try (Post same = Post.of(waitingForADay(server), ahead)) {
        Post.await().until(() -> same.spool().notebook().read("clock").isPresent());
        assertThat(log.text()).doesNotContain("set back");
        assertThat(same.line(id, "a@example.org").attempts()).isEqualTo(1);
      }
      try (Post after = Post.of(waitingForADay(server), Clock.systemUTC())) {
        after.awaitEmpty();
      }
      assertThat(server.mails()).hasSize(1);
      assertThat(log.text()).containsOnlyOnce("The clock was set back");
    }
  }

  @Test
  void whatIsDueAndHeldByAnotherIsNotAskedForWithoutAPause() throws Exception {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start();
        Post post = Post.to(server, folder)) {
      List<Duration> waits = new ArrayList<>();
      ClockJump none = new ClockJump(Clock.systemUTC(), () -> passed);
      NextWork next =
          new NextWork(dueSince(post.spool(), waits), Clock.systemUTC(), () -> passed, none);

      next.await(Duration.ofSeconds(1));

      assertThat(waits).singleElement().isEqualTo(Duration.ofMillis(50));
    }
  }

  /** A spool of which something has been due for an hour. */
  private static Spool dueSince(Spool spool, List<Duration> waits) {
    return (Spool)
        Proxy.newProxyInstance(
            Spool.class.getClassLoader(),
            new Class<?>[] {Spool.class},
            (self, method, values) -> {
              if (method.getName().equals("nextDue")) {
                return Optional.of(Instant.now().minus(Duration.ofHours(1)));
              }
              if (method.getName().equals("awaitWork")) {
                waits.add((Duration) values[0]);
                return false;
              }
              return method.invoke(spool, values);
            });
  }

  private static boolean tried(Post post, MailId id) {
    Queue.Line line = post.line(id, "a@example.org");
    return line.state() == Queue.State.WAITING && line.attempts() == 1;
  }

  private MailSettings.Builder waitingForADay(FakeSmtpServer server) {
    return Post.settings(server, folder).set(DeliveryKeys.RETRY, List.of(Duration.ofDays(1)));
  }
}
