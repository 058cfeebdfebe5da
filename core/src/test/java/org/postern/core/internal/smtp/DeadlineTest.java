package org.postern.core.internal.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.postern.core.smtp.Action;
import org.postern.core.smtp.Outcome;
import org.postern.core.smtp.RecipientResult;
import org.postern.core.smtp.Stage;

class DeadlineTest {

  private static final TimeLimits SHORT = Fixture.limits(Duration.ofMillis(300));

  @Test
  void aBannerByteByByteDoesNotHoldOffTheDeadline() throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(
            (peer, n) -> {
              byte[] banner = ("220 " + "x".repeat(4000)).getBytes(StandardCharsets.US_ASCII);
              for (byte b : banner) {
                peer.sayRaw(new byte[] {b});
                pause();
              }
            })) {
      RecipientResult result = send(server);
      assertThat(result.stage()).isEqualTo(Stage.BANNER);
      assertThat(result.action()).isEqualTo(Action.RETRY);
      assertThat(result.explanation()).contains("300 ms (postern.smtp.timeout.test)", "implicit");
    }
  }

  @Test
  void aServerThatStopsReadingDoesNotHoldUsForEver() throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(
            (peer, n) -> {
              peer.say("220 hello");
              peer.exchange("250 fake.test");
              peer.exchange("250 ok");
              peer.exchange("250 ok");
              peer.exchange("354 go on");
              pause(5_000);
            })) {
      String big = ("x".repeat(998) + "\r\n").repeat(20_000);
      try (SmtpClient client = Fixture.client(Fixture.route(server.port(), SHORT), Fixture.OPEN)) {
        RecipientResult result =
            client.send(Fixture.envelope("a@example.org"), Fixture.body(big)).get(0);
        assertThat(result.outcome()).isEqualTo(Outcome.DEFERRED);
        assertThat(result.stage()).isEqualTo(Stage.BODY);
        assertThat(result.explanation()).contains("took longer than");
      }
    }
  }

  @Test
  void noAnswerToTheDotIsUnconfirmed() throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(
            (peer, n) -> {
              peer.say("220 hello");
              peer.exchange("250 fake.test");
              peer.exchange("250 ok");
              peer.exchange("250 ok");
              peer.exchange("354 go on");
              peer.hearMessage();
              peer.hang();
            })) {
      assertThat(send(server).outcome()).isEqualTo(Outcome.UNCONFIRMED);
    }
  }

  @Test
  void aNameWithoutAddressAndAPortNobodyListensOnAreTriedAgainLater() throws IOException {
    int free;
    try (ScriptedServer server = new ScriptedServer((peer, n) -> {})) {
      free = server.port();
    }
    try (SmtpClient client = Fixture.client(Fixture.route(free, SHORT), Fixture.OPEN)) {
      assertThat(client.send(Fixture.envelope("a@example.org"), Fixture.mail()).get(0))
          .returns(Stage.CONNECT, RecipientResult::stage)
          .returns(Action.RETRY, RecipientResult::action);
    }
    Route route = Fixture.route(free, SHORT);
    Route nameless =
        new Route(
            "nowhere.test",
            free,
            route.tls(),
            route.ehloName(),
            route.limits(),
            route.trust(),
            host -> {
              throw new java.net.UnknownHostException(host);
            },
            KnownFaults.BUILT_IN);
    try (SmtpClient client = Fixture.client(nameless, Fixture.OPEN)) {
      assertThat(client.send(Fixture.envelope("a@example.org"), Fixture.mail()).get(0))
          .returns(Stage.RESOLVE, RecipientResult::stage)
          .returns(Action.RETRY, RecipientResult::action);
    }
  }

  private static RecipientResult send(ScriptedServer server) {
    try (SmtpClient client = Fixture.client(Fixture.route(server.port(), SHORT), Fixture.OPEN)) {
      return client.send(Fixture.envelope("a@example.org"), Fixture.mail()).get(0);
    }
  }

  private static void pause() {
    pause(10);
  }

  // the scripted server is slow by design: nothing waits for it to be done
  private static void pause(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException asked) {
      Thread.currentThread().interrupt();
    }
  }
}
