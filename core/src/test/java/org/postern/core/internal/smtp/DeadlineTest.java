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

  private static final TimeLimit SHORT =
      new TimeLimit(Duration.ofMillis(300), "postern.smtp.timeout.test");

  /** Of what is not waited for: on a busy machine it must not strike first. */
  private static final TimeLimit LONG = new TimeLimit(Fixture.LONG, "postern.smtp.timeout.other");

  private static final TimeLimits HASTY_GREETING =
      new TimeLimits(LONG, SHORT, LONG, LONG, LONG, LONG, LONG, TimeLimits.FAREWELL);
  private static final TimeLimits HASTY_BODY =
      new TimeLimits(LONG, LONG, LONG, LONG, LONG, SHORT, LONG, TimeLimits.FAREWELL);
  private static final TimeLimits HASTY_END =
      new TimeLimits(LONG, LONG, LONG, LONG, LONG, LONG, SHORT, TimeLimits.FAREWELL);

  @Test
  void aBannerByteByByteDoesNotHoldOffTheDeadline() throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(
            (peer, n) -> {
              peer.sayRaw("220 ".getBytes(StandardCharsets.US_ASCII));
              while (true) {
                peer.sayRaw(new byte[] {'x'});
                pause();
              }
            })) {
      RecipientResult result = send(server, HASTY_GREETING);
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
              peer.stall();
            })) {
      String big = ("x".repeat(998) + "\r\n").repeat(20_000);
      try (SmtpClient client =
          Fixture.client(Fixture.route(server.port(), HASTY_BODY), Fixture.OPEN)) {
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
      assertThat(send(server, HASTY_END).outcome()).isEqualTo(Outcome.UNCONFIRMED);
    }
  }

  @Test
  void aPortNobodyListensOnIsTriedAgainLater() throws IOException {
    try (ClosedPort closed = new ClosedPort("127.0.0.1", 0);
        SmtpClient client = Fixture.client(Fixture.route(closed.port()), Fixture.OPEN)) {
      assertThat(client.send(Fixture.envelope("a@example.org"), Fixture.mail()).get(0))
          .returns(Stage.CONNECT, RecipientResult::stage)
          .returns(Action.RETRY, RecipientResult::action);
    }
  }

  @Test
  void aNameWithoutAddressIsTriedAgainLater() {
    Route route = Fixture.route(25);
    Route nameless =
        new Route(
            "nowhere.test",
            route.port(),
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

  private static RecipientResult send(ScriptedServer server, TimeLimits limits) {
    try (SmtpClient client = Fixture.client(Fixture.route(server.port(), limits), Fixture.OPEN)) {
      return client.send(Fixture.envelope("a@example.org"), Fixture.mail()).get(0);
    }
  }

  // the scripted server is slow by design: nothing waits for it to be done
  private static void pause() {
    try {
      Thread.sleep(10);
    } catch (InterruptedException asked) {
      Thread.currentThread().interrupt();
    }
  }
}
