package org.postern.relay.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.postern.core.settings.MailSettings;
import org.postern.relay.DeliveryKeys;
import org.postern.spool.MailId;
import org.postern.spool.Queue;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.LogLines;
import org.postern.testkit.SmtpStep;

/** Nodes on one PostgreSQL, whose own clocks differ. */
class NodesClockTest {

  private static final Duration HOUR = Duration.ofHours(1);

  @RegisterExtension private final NodesDatabase database = new NodesDatabase();

  @TempDir Path folder;

  @Test
  void aNodeWhoseClockIsWrongTriesMailAgainWhenItIsTimeAndDisturbsNoOther() {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start();
        LogLines log = LogLines.of("org.postern.relay.deliver")) {
      server.at(SmtpStep.RCPT).reply("451 4.7.1 greylisted");
      for (Duration wrong : List.of(HOUR.multipliedBy(48), HOUR.multipliedBy(-48), Duration.ZERO)) {
        try (Post node = Post.of(settings(server), Clock.offset(Clock.systemUTC(), wrong))) {
          MailId id = node.send("a@example.org");
          Post.await().until(() -> node.line(id, "a@example.org").attempts() > 0);
          Post.await().until(() -> node.spool().notebook().read("clock").isPresent());

          Queue.Line line = node.line(id, "a@example.org");
          assertThat(line.attempts()).isOne();
          assertThat(line.state()).isEqualTo(Queue.State.WAITING);
          assertThat(line.due())
              .isBetween(
                  Instant.now().plus(HOUR.multipliedBy(20)),
                  Instant.now().plus(HOUR.multipliedBy(28)));
          assertThat(log.text()).doesNotContain("set back");
        }
      }
    }
  }

  private MailSettings.Builder settings(FakeSmtpServer server) {
    return database
        .node(Post.settings(server, folder))
        .set(DeliveryKeys.RETRY, List.of(HOUR.multipliedBy(24)));
  }
}
