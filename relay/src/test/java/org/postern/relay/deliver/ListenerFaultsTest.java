package org.postern.relay.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.core.settings.CoreKeys;
import org.postern.relay.MailEvent;
import org.postern.spool.MailId;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.LogLines;
import org.postern.testkit.ReceivedMail;
import org.postern.testkit.SmtpStep;

/** A listener of an application that fails costs a mail its event, and nothing else. */
class ListenerFaultsTest {

  @RegisterExtension static final SharedSpool SPOOL = new SharedSpool();

  /** More than there are carriers, so that one that ended would be missed. */
  private static final int MAILS = 12;

  static Stream<Arguments> faults() {
    return Stream.of(
        Arguments.of(thrower(new AssertionError("theirs"))),
        Arguments.of(thrower(new NoClassDefFoundError("theirs"))),
        Arguments.of(thrower(new StackOverflowError("theirs"))),
        Arguments.of(thrower(new SQLException("checked, and not declared"))),
        Arguments.of(thrower(new InterruptedException("checked, and not declared"))));
  }

  private static MailEvent.Listener thrower(Throwable fault) {
    return event -> ListenerFaultsTest.<RuntimeException>raise(fault);
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void raise(Throwable fault) throws T {
    throw (T) fault;
  }

  @ParameterizedTest
  @MethodSource("faults")
  void whateverAListenerThrowsEachMailArrivesOnceAndEachBounceIsWritten(
      MailEvent.Listener listener) {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start();
        LogLines log = LogLines.of("org.postern.relay.deliver");
        Post post = of(listener, server)) {
      server.at(SmtpStep.RCPT).forRecipient("gone@example.org").reply("550 5.1.1 unknown");
      post.send("a@example.org");
      post.send("b@example.org", "gone@example.org");
      post.awaitEmpty();

      assertThat(server.mails().stream().map(ReceivedMail::recipientAddresses).toList())
          .hasSize(3)
          .anyMatch(to -> to.contains("a@example.org"))
          .anyMatch(to -> to.contains("b@example.org"))
          .anyMatch(to -> to.contains(Post.SENDER));
      assertThat(log.text()).contains("a listener of this application failed");
    }
  }

  @Test
  void whatWaitsIsCountedAsTriedWhereTheListenerFails() {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start();
        Post post = of(thrower(new AssertionError("theirs")), server)) {
      server.at(SmtpStep.RCPT).reply("450 4.2.1 later");
      MailId id = post.send("a@example.org");
      Post.await().until(() -> post.line(id, "a@example.org").attempts() > 0);

      server.recover();
      post.awaitEmpty();
      assertThat(server.mails()).hasSize(1);
    }
  }

  @Test
  void aListenerThatInterruptsItsThreadEndsNoCarrier() {
    AtomicInteger heard = new AtomicInteger();
    MailEvent.Listener listener =
        event -> {
          heard.incrementAndGet();
          Thread.currentThread().interrupt();
        };
    try (FakeSmtpServer server = FakeSmtpServer.builder().start();
        Post post = of(listener, server)) {
      for (int i = 0; i < MAILS; i++) {
        post.send("r" + i + "@example.org");
        post.awaitEmpty();
      }
      assertThat(server.mails()).hasSize(MAILS);
      assertThat(heard).hasValue(MAILS);
    }
  }

  private static Post of(MailEvent.Listener listener, FakeSmtpServer server) {
    return Post.heardBy(
        listener,
        SPOOL,
        Post.settings(server, SPOOL.folder()).set(CoreKeys.POOL_CONNECTIONS, 2).build());
  }
}
