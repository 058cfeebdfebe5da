package org.postern.testkit.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.postern.core.Mailer;
import org.postern.core.settings.CoreKeys;
import org.postern.core.settings.TlsMode;
import org.postern.core.smtp.Outcome;
import org.postern.core.smtp.RecipientResult;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.FakeSmtpServerBuilder;

/** Many sends at once against servers that limit connections, messages, or patience. */
class ManyAtOnceTest {

  private static final int MAILS = 60;

  @Test
  void connectionsAreBoundedAndReused() throws Exception {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start()) {
      sendAll(server, Postman.to(server).set(CoreKeys.POOL_CONNECTIONS, 3));
      assertThat(server.sessions()).hasSizeLessThanOrEqualTo(3);
    }
  }

  @Test
  void serverThatAllowsFewerConnectionsBringsConcurrencyDownAndLosesNothing() throws Exception {
    try (FakeSmtpServer server = FakeSmtpServer.builder().maxConnections(2).start()) {
      sendAll(server, Postman.to(server).set(CoreKeys.POOL_CONNECTIONS, 8));
    }
  }

  @Test
  void limitOfMessagesPerConnectionHitsNoneOfManySends() throws Exception {
    try (FakeSmtpServer server = FakeSmtpServer.builder().maxMessages(3).start()) {
      sendAll(server, Postman.to(server).set(CoreKeys.POOL_CONNECTIONS, 4));
    }
  }

  @Test
  void loginsOverTlsAreOneForEachConnection() throws Exception {
    FakeSmtpServerBuilder builder =
        FakeSmtpServer.builder()
            .startTls(Postman.CA.localhost())
            .bearer((user, token) -> token.equals(Login.FRESH));
    try (FakeSmtpServer server = builder.start()) {
      Login login = Login.token();
      sendAll(server, Postman.to(server).tls(TlsMode.STARTTLS).login(login));
      assertThat(login.asked()).isEqualTo(server.sessions().size()).isLessThanOrEqualTo(3);
    }
  }

  private static void sendAll(FakeSmtpServer server, Postman postman) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try (Mailer mailer = postman.open()) {
      List<Future<RecipientResult>> results =
          IntStream.range(0, MAILS)
              .mapToObj(i -> threads.submit(() -> Postman.send(mailer)))
              .toList();
      for (Future<RecipientResult> result : results) {
        assertThat(result.get().outcome()).as("%s", result.get()).isEqualTo(Outcome.ACCEPTED);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(server.mails()).hasSize(MAILS);
    server.requireNoViolations();
  }
}
