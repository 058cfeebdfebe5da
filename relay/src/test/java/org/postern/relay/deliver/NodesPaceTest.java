package org.postern.relay.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.postern.core.settings.CoreKeys;
import org.postern.core.settings.MailSettings;
import org.postern.spool.Notebook;
import org.postern.spool.Queue;
import org.postern.spool.Spool;
import org.postern.spool.sql.Spools;
import org.postern.testkit.FakeSmtpServer;

/** Nodes on one PostgreSQL keep to the provider's limits together. */
class NodesPaceTest {

  @RegisterExtension private final NodesDatabase database = new NodesDatabase();

  @TempDir Path folder;

  /** By the clock that is never set: what a node was promised does not end while we look at it. */
  private long passed;

  @Test
  void theRecipientsOfADayAreThoseOfAllNodesAndOfTheNextOnes() {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start()) {
      try (Post one = Post.of(settings(server, "one"), Clock.systemUTC());
          Post two = Post.of(settings(server, "two"), Clock.systemUTC())) {
        for (int i = 0; i < 20; i++) {
          one.send("a" + i + "@example.org");
          two.send("b" + i + "@example.org");
        }
        Post.await()
            .until(
                () ->
                    one.delivery().status().dayRenewsAt().isPresent()
                        && two.delivery().status().dayRenewsAt().isPresent()
                        && isRest(one));

        assertThat(server.mails()).hasSize(20);
        assertThat(one.delivery().status().dayRenewsAt().orElseThrow())
            .isAfter(Instant.now().plus(Duration.ofHours(23)));
      }
      try (Post next = Post.of(settings(server, "next"), Clock.systemUTC())) {
        Post.await()
            .until(() -> next.delivery().status().dayRenewsAt().isPresent() && isRest(next));
        assertThat(server.mails()).hasSize(20);
      }
    }
  }

  @Test
  void aNodeThatDiedHasNoPartOfTheMinuteAnyMoreAndItsRecipientsCount() {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start();
        Spool dies = Spools.open(settings(server, "one").build().values());
        Spool lives = Spools.open(settings(server, "two").build().values())) {
      Pace dead = pace(dies);
      assertThat(dead.take(3)).isZero();
      passed += Duration.ofSeconds(1).toNanos();
      dead.saveNowAndThen();
      assertThat(PacePage.of(lives.notebook().read("pace").orElseThrow()).steps()).isNotEmpty();
      assertThat(pace(lives).take(1)).isPositive();

      age(lives.notebook(), Duration.ofMinutes(2));

      Pace next = pace(lives);
      assertThat(next.take(17)).isZero();
      assertThat(next.today()).isEqualTo(20);
      assertThat(next.take(1)).isGreaterThan(Duration.ofHours(23));
    }
  }

  /** Half of the mail has gone, and no node has any of the rest in its hands. */
  private static boolean isRest(Post post) {
    Queue.Counts counts = post.spool().queue().counts();
    return counts.mails() == 20 && counts.waiting() == 20;
  }

  /** As if so much time had passed since the nodes wrote their lines. */
  private static void age(Notebook notebook, Duration time) {
    notebook.change(
        "pace",
        (page, now) -> {
          PacePage known = PacePage.of(page);
          return new PacePage(
                  known.steps(),
                  known.nodes().stream()
                      .map(
                          node ->
                              new PacePage.Node(
                                  node.id(),
                                  node.signed().minus(time),
                                  true,
                                  node.share(),
                                  node.recent(),
                                  10))
                      .toList(),
                  known.slow())
              .text();
        });
  }

  private Pace pace(Spool spool) {
    return new Pace(
        OptionalInt.of(10), OptionalInt.of(20), spool.notebook(), Clock.systemUTC(), () -> passed);
  }

  private MailSettings.Builder settings(FakeSmtpServer server, String node) {
    return database
        .node(Post.settings(server, folder.resolve(node)))
        .set(CoreKeys.RECIPIENTS_PER_DAY, 20);
  }
}
