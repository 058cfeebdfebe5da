package org.postern.relay.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.core.settings.MailSettings;
import org.postern.spool.MailId;
import org.postern.spool.Queue;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.LogLines;
import org.postern.testkit.SmtpStep;
import org.postern.testkit.TestClock;

/** A clock that is set forward, or a machine that slept, makes no mail old at once. */
class ClockJumpTest {

  private static final Duration DAYS = Duration.ofDays(6);
  private static final String TO = "a@example.org";

  @TempDir Path folder;

  private final TestClock clock = TestClock.standing(Instant.now());
  private long passed;

  @Test
  void mailThatIsMinutesOldIsNotGivenUpWhenTheClockIsSetForwardNorAfterARestart() throws Exception {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start();
        LogLines log = LogLines.of("org.postern.relay.deliver")) {
      server.at(SmtpStep.RCPT).reply("451 4.3.0 later");
      MailSettings.Builder settings = Post.settings(server, folder);
      TestClock set = TestClock.going();
      MailId id;
      try (Post post = Post.of(settings, set)) {
        id = post.send(TO);
        hurryToAttempt(post, id, 5);
        set.ahead(DAYS.plusMinutes(5));
        hurryToAttempt(post, id, 8);
      }
      try (Post again = Post.of(settings, set)) {
        hurryToAttempt(again, id, 10);
        server.recover();
        again.hurryUntilEmpty();
      }
      assertThat(server.onlyMail().recipientAddresses()).containsExactly(TO);
      assertThat(log.text())
          .containsOnlyOnce("The clock went forward by 6 d: it was set, or this machine slept")
          .containsOnlyOnce("Nothing ran for 6 d, or the clock was set forward");
    }
  }

  /** Nobody waits for the time of an attempt: the spool's own clock is not the one that is set. */
  private static void hurryToAttempt(Post post, MailId id, int attempts) {
    Post.await()
        .until(
            () -> {
              post.spool().queue().retry(Queue.Filter.ALL);
              return post.line(id, TO).attempts() >= attempts;
            });
  }

  @Test
  void whatTheClockGainsIsBelievedAfterAnHourThatReallyPasses() {
    ClockJump jump = new ClockJump(clock, () -> passed);
    clock.ahead(DAYS);
    assertThat(jump.unsure()).isEqualTo(DAYS);

    pass(Duration.ofMinutes(59));
    assertThat(jump.unsure()).isEqualTo(DAYS);
    pass(Duration.ofMinutes(1));
    assertThat(jump.unsure()).isZero();
  }

  @Test
  void aMistakeThatIsTakenBackLeavesNothing() {
    ClockJump jump = new ClockJump(clock, () -> passed);
    clock.ahead(DAYS);
    jump.unsure();
    clock.ahead(DAYS.plusHours(2));
    assertThat(jump.unsure()).isEqualTo(DAYS.plusHours(2));
    clock.ahead(Duration.ofHours(2));
    assertThat(jump.unsure()).isEqualTo(Duration.ofHours(2));
    clock.ahead(Duration.ofHours(-1));
    assertThat(jump.unsure()).isZero();
  }

  @Test
  void timeThatPassesAndASmallCorrectionAreBelievedAtOnce() {
    ClockJump jump = new ClockJump(clock, () -> passed);
    pass(DAYS);
    assertThat(jump.unsure()).isZero();
    clock.ahead(Duration.ofMinutes(10));
    assertThat(jump.unsure()).isZero();
  }

  @Test
  void whatPassedWhileNothingRanCountsAfterAnHourToo() {
    ClockJump jump = new ClockJump(clock, () -> passed);
    jump.ranBefore(clock.instant().minus(Duration.ofMinutes(10)));
    assertThat(jump.unsure()).as("the last note is that old in each restart").isZero();

    jump.ranBefore(clock.instant().minus(DAYS));
    assertThat(jump.unsure()).isEqualTo(DAYS);
    pass(Duration.ofHours(1));
    assertThat(jump.unsure()).isZero();
  }

  private void pass(Duration time) {
    clock.pass(time);
    passed += time.toNanos();
  }
}
