package org.postern.relay.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.core.settings.CoreKeys;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.LogLines;
import org.postern.testkit.Reaction;
import org.postern.testkit.SmtpStep;

/** A server that takes fewer connections than we have, and says so at its greeting. */
class FewConnectionsTest {

  @RegisterExtension static final SharedSpool SPOOL = new SharedSpool();

  @ParameterizedTest
  @ValueSource(ints = {1, 100})
  void mailGoesOnOverTheConnectionsThatItTakes(int mailsOnAConnection) {
    try (FakeSmtpServer server = FakeSmtpServer.builder().maxConnections(2).start();
        LogLines log = LogLines.of("org.postern.relay");
        Post post =
            Post.open(
                SPOOL,
                Post.settings(server, SPOOL.folder())
                    .set(CoreKeys.POOL_CONNECTIONS, 10)
                    .set(CoreKeys.POOL_MESSAGES, mailsOnAConnection))) {
      server
          .at(SmtpStep.FINAL_DOT)
          .will(Reaction.pause(Duration.ofMillis(20)).then(Reaction.proceed()));
      for (int i = 0; i < 60; i++) {
        post.send("r" + i + "@example.org");
      }
      Post.await().until(() -> server.mails().size() == 60);
      post.awaitEmpty();

      assertThat(log.all()).noneMatch(line -> line.contains("All mail waits"));
      assertThat(server.mails()).hasSize(60);
    }
  }

  /** Such as one that counts the connection of before until a moment after its QUIT. */
  @Test
  void aServerThatHasRoomNowAndThenDoesNotCloseTheRoute() {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start();
        LogLines log = LogLines.of("org.postern.relay");
        Post post =
            Post.open(
                SPOOL,
                Post.settings(server, SPOOL.folder())
                    .set(CoreKeys.POOL_CONNECTIONS, 1)
                    .set(CoreKeys.POOL_MESSAGES, 1))) {
      for (int refused : new int[] {2, 4, 5}) {
        server
            .at(SmtpStep.BANNER)
            .onConnection(refused)
            .reply("421 4.7.0 Too many connections from your address");
      }
      for (int i = 0; i < 4; i++) {
        post.send("r" + i + "@example.org");
      }
      post.awaitEmpty();
      assertThat(log.all()).noneMatch(line -> line.contains("All mail waits"));
      assertThat(server.mails()).hasSize(4);
      assertThat(server.unusedRules()).isEmpty();
      assertThat(post.delivery().status().totals().deferred()).isZero();
    }
  }
}
