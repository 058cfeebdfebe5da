package org.postern.core.internal.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postern.core.smtp.Action;
import org.postern.core.smtp.Outcome;
import org.postern.core.smtp.RecipientResult;
import org.postern.core.smtp.Stage;

class SmtpClientTest {

  @Test
  void aMailLeavesInTwoRoundTripsWherePipeliningIsOffered() throws IOException {
    try (ScriptedServer server =
            new ScriptedServer(
                (peer, n) -> {
                  peer.say("220 hello");
                  peer.hear();
                  peer.ehlo("PIPELINING", "SIZE 1000000", "8BITMIME");
                  peer.hear();
                  peer.hear();
                  peer.hear(); // MAIL, RCPT and DATA have come before any answer
                  peer.say("250 ok", "250 ok", "354 go on");
                  peer.hearMessage();
                  peer.say("250 2.0.0 queued");
                  peer.hang();
                });
        SmtpClient client = Fixture.client(Fixture.route(server.port()), Fixture.OPEN)) {
      List<RecipientResult> results =
          client.send(Fixture.envelope("a@example.org"), Fixture.mail());
      assertThat(results).extracting(RecipientResult::outcome).containsExactly(Outcome.ACCEPTED);
      assertThat(server.heard())
          .containsExactly(
              "EHLO client.test",
              "MAIL FROM:<sender@example.com> SIZE=25",
              "RCPT TO:<a@example.org>",
              "DATA");
    }
  }

  @Test
  void aSecondMailGoesOverTheSameConnection() throws IOException {
    try (ScriptedServer server =
            new ScriptedServer(
                (peer, n) -> {
                  peer.say("220 hello");
                  peer.serveWell();
                });
        SmtpClient client = Fixture.client(Fixture.route(server.port()), Fixture.OPEN)) {
      client.send(Fixture.envelope("a@example.org"), Fixture.mail());
      client.send(Fixture.envelope("b@example.org"), Fixture.mail());
      assertThat(server.connections()).isEqualTo(1);
      assertThat(server.heard()).filteredOn(line -> line.startsWith("RCPT")).hasSize(2);
    }
  }

  @Test
  void goodRecipientsGetTheMailAndOthersAreReported() throws IOException {
    try (ScriptedServer server =
            new ScriptedServer(
                (peer, n) -> {
                  peer.say("220 hello");
                  peer.exchange("250 fake.test");
                  peer.exchange("250 ok");
                  peer.exchange("250 ok");
                  peer.exchange("550 5.1.1 unknown");
                  peer.exchange("450 4.2.1 later");
                  peer.exchange("354 go on");
                  peer.hearMessage();
                  peer.say("250 ok");
                  peer.hang();
                });
        SmtpClient client = Fixture.client(Fixture.route(server.port()), Fixture.OPEN)) {
      List<RecipientResult> results =
          client.send(
              Fixture.envelope("a@example.org", "b@example.org", "c@example.org"), Fixture.mail());
      assertThat(results)
          .extracting(RecipientResult::action)
          .containsExactly(Action.NONE, Action.BOUNCE, Action.RETRY);
      assertThat(results.get(1).stage()).isEqualTo(Stage.RCPT);
      assertThat(results.get(1).explanation()).contains("550 5.1.1 unknown");
    }
  }
}
