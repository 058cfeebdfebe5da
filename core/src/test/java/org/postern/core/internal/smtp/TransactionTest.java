package org.postern.core.internal.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.core.settings.Secret;
import org.postern.core.smtp.Action;
import org.postern.core.smtp.DsnRequest;
import org.postern.core.smtp.Envelope;
import org.postern.core.smtp.MailAddress;
import org.postern.core.smtp.MessageBody;
import org.postern.core.smtp.Outcome;
import org.postern.core.smtp.RecipientResult;
import org.postern.core.smtp.Stage;
import org.postern.core.spi.AuthRefusal;
import org.postern.core.spi.AuthStrategy;
import org.postern.core.spi.Credentials;

class TransactionTest {

  private static final Envelope ONE = Fixture.envelope("a@example.org");

  @Test
  void moreRecipientsThanTheServerTakesAtOnceGoInFurtherTransactions() throws IOException {
    try (ScriptedServer server = recipientLimit(2, "452 4.5.3 too many recipients")) {
      List<RecipientResult> results =
          send(
              server,
              Fixture.envelope("a@x.test", "b@x.test", "c@x.test", "d@x.test", "e@x.test"),
              Fixture.mail());
      assertThat(results).allMatch(result -> result.outcome() == Outcome.ACCEPTED);
      assertThat(server.connections()).isEqualTo(1);
      assertThat(server.heard()).filteredOn("DATA"::equals).hasSize(3);
    }
  }

  @Test
  void aServerThatHasTooManyRecipientsAtOnceMayStillRefuseTheFirst() throws IOException {
    try (ScriptedServer server = recipientLimit(0, "452 4.5.3 too many recipients")) {
      List<RecipientResult> results =
          send(server, Fixture.envelope("a@x.test", "b@x.test"), Fixture.mail());
      assertThat(results).extracting(RecipientResult::action).containsOnly(Action.RETRY);
      assertThat(results).extracting(RecipientResult::stage).containsOnly(Stage.RCPT);
    }
  }

  @Test
  void whoeverWasNotInTheTransactionDoesNotShareItsFate() throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(
            (peer, n) -> {
              peer.say("220 hello");
              peer.hear();
              peer.ehlo("PIPELINING");
              peer.hear();
              if (n == 1) {
                peer.hear();
                peer.hear();
                peer.hear();
                peer.say("250 ok", "250 ok", "452 4.5.3 too many recipients", "354 go on");
                peer.hearMessage();
                peer.reset();
              } else {
                peer.say("250 ok");
                peer.exchange("550 5.1.1 unknown");
                peer.exchange("554 5.5.1 no valid recipients");
                peer.serveWell();
              }
            })) {
      List<RecipientResult> results =
          send(server, Fixture.envelope("a@x.test", "b@x.test"), Fixture.mail());
      assertThat(results)
          .extracting(RecipientResult::outcome)
          .containsExactly(Outcome.UNCONFIRMED, Outcome.REJECTED);
      assertThat(server.heard()).filteredOn("RCPT TO:<a@x.test>"::equals).hasSize(1);
    }
  }

  @Test
  void aRefusalOfTheMessageIsTheResultOfItsRecipientsAlone() throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(
            (peer, n) -> {
              peer.say("220 hello");
              peer.exchange("250 fake.test");
              peer.exchange("250 ok");
              peer.exchange("250 ok");
              peer.exchange("452 4.5.3 too many recipients");
              peer.exchange("554 5.7.1 not this");
              peer.exchange("250 reset");
              peer.serveWell();
            })) {
      List<RecipientResult> results =
          send(server, Fixture.envelope("a@x.test", "b@x.test", "c@x.test"), Fixture.mail());
      assertThat(results)
          .extracting(RecipientResult::outcome)
          .containsExactly(Outcome.REJECTED, Outcome.ACCEPTED, Outcome.ACCEPTED);
      assertThat(server.heard())
          .containsSubsequence("RCPT TO:<b@x.test>", "DATA", "RSET", "RCPT TO:<b@x.test>")
          .filteredOn("RCPT TO:<c@x.test>"::equals)
          .hasSize(1);
    }
  }

  @Test
  void aRefusedTransactionIsResetBeforeTheNextMail() throws IOException {
    try (ScriptedServer server =
            new ScriptedServer(
                (peer, n) -> {
                  peer.say("220 hello");
                  peer.exchange("250 fake.test");
                  peer.exchange("250 ok");
                  peer.exchange("550 5.1.1 unknown");
                  peer.serveWell();
                });
        SmtpClient client = Fixture.client(Fixture.route(server.port()), Fixture.OPEN)) {
      assertThat(client.send(ONE, Fixture.mail()).get(0).action()).isEqualTo(Action.BOUNCE);
      assertThat(client.send(ONE, Fixture.mail()).get(0).action()).isEqualTo(Action.NONE);
      assertThat(server.connections()).isEqualTo(1);
      assertThat(server.heard()).containsSubsequence("RCPT TO:<a@example.org>", "RSET", "DATA");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"421 4.3.0 enough", ""})
  void aUsedConnectionThatTheServerHasEndedCostsNoAttempt(String farewell) throws IOException {
    try (ScriptedServer server =
            new ScriptedServer(
                (peer, n) -> {
                  peer.say("220 hello");
                  peer.exchange("250 fake.test");
                  peer.exchange("250 ok");
                  peer.exchange("250 ok");
                  peer.exchange("354 go on");
                  peer.hearMessage();
                  peer.say("250 ok");
                  if (!farewell.isEmpty()) {
                    peer.say(farewell);
                  }
                });
        SmtpClient client = Fixture.client(Fixture.route(server.port()), Fixture.OPEN)) {
      for (int mail = 1; mail <= 3; mail++) {
        assertThat(client.send(ONE, Fixture.mail()).get(0).outcome()).isEqualTo(Outcome.ACCEPTED);
        assertThat(server.connections()).isEqualTo(mail);
      }
    }
  }

  @Test
  void badSequenceIsTriedOnceMoreOnANewConnection() throws IOException {
    try (ScriptedServer server = mailAnswer("503 5.5.1 bad sequence")) {
      RecipientResult result = send(server, ONE, Fixture.mail()).get(0);
      assertThat(result.action()).isEqualTo(Action.RETRY);
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  @Test
  void refusedParametersAreLeftOut() throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(
            (peer, n) -> {
              peer.say("220 hello");
              peer.hear();
              peer.ehlo("SIZE 1000", "DSN");
              while (true) {
                String line = peer.hear().orElse("QUIT");
                if (line.startsWith("MAIL") && line.contains("SIZE")) {
                  peer.say("555 5.5.4 unsupported option");
                } else if (line.equals("DATA")) {
                  peer.say("354 go on");
                  peer.hearMessage();
                  peer.say("250 ok");
                } else {
                  peer.say("250 ok");
                }
              }
            })) {
      assertThat(send(server, ONE, Fixture.mail()).get(0).outcome()).isEqualTo(Outcome.ACCEPTED);
      assertThat(server.heard()).contains("MAIL FROM:<sender@example.com>");
    }
  }

  @Test
  void aLoginThatEndedIsRenewedForTheSameMail() throws IOException {
    List<AuthRefusal> refusals = new java.util.ArrayList<>();
    AuthStrategy strategy =
        new AuthStrategy() {
          @Override
          public Credentials credentials() {
            return new Credentials.Password("u", Secret.of("geheim"), List.of("PLAIN"), true);
          }

          @Override
          public boolean refreshAfter(AuthRefusal refusal) {
            refusals.add(refusal);
            return true;
          }
        };
    try (ScriptedServer server =
            new ScriptedServer(
                (peer, n) -> {
                  peer.say("220 hello");
                  peer.hear();
                  peer.ehlo("AUTH PLAIN");
                  peer.exchange("235 ok");
                  if (n == 1) {
                    peer.exchange("530 5.7.0 authentication required");
                    peer.hang();
                  }
                  peer.serveWell();
                });
        SmtpClient client = Fixture.client(Fixture.route(server.port()), strategy)) {
      assertThat(client.send(ONE, Fixture.mail()).get(0).outcome()).isEqualTo(Outcome.ACCEPTED);
      assertThat(refusals).singleElement().returns(Stage.MAIL, AuthRefusal::stage);
    }
  }

  @Test
  void anOpenRelayThatWantsALoginHoldsTheRoute() throws IOException {
    try (ScriptedServer server = mailAnswer("530 5.7.0 authentication required")) {
      RecipientResult result = send(server, ONE, Fixture.mail()).get(0);
      assertThat(result.action()).isEqualTo(Action.HOLD);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void aGoAheadWithoutAnyRecipientSendsNothing() throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(
            (peer, n) -> {
              peer.say("220 hello");
              peer.hear();
              peer.ehlo("PIPELINING");
              peer.hear();
              peer.hear();
              peer.hear();
              peer.say("250 ok", "550 5.1.1 unknown", "354 go on");
              peer.hear();
            })) {
      RecipientResult result = send(server, ONE, Fixture.mail()).get(0);
      assertThat(result.action()).isEqualTo(Action.BOUNCE);
      assertThat(server.heard()).endsWith("DATA");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "250 2.0.0 ok, ACCEPTED, NONE",
    "251 ok, ACCEPTED, NONE",
    "554 5.7.1 no, REJECTED, BOUNCE",
    "451 later, DEFERRED, RETRY",
    "OK, UNCONFIRMED, RETRY_MAY_DUPLICATE",
    "999 what, UNCONFIRMED, RETRY_MAY_DUPLICATE",
    "'', UNCONFIRMED, RETRY_MAY_DUPLICATE"
  })
  void theAnswerToTheDotCountsThoughTheLinkThenBreaks(String answer, Outcome outcome, Action action)
      throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(
            (peer, n) -> {
              peer.say("220 hello");
              peer.exchange("250 fake.test");
              peer.exchange("250 ok");
              peer.exchange("250 ok");
              peer.exchange("354 go on");
              peer.hearMessage();
              if (!answer.isEmpty()) {
                peer.say(answer);
              }
              peer.reset();
            })) {
      RecipientResult result = send(server, ONE, Fixture.mail()).get(0);
      assertThat(result.outcome()).isEqualTo(outcome);
      assertThat(result.action()).isEqualTo(action);
      assertThat(result.stage()).isEqualTo(Stage.FINAL_DOT);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'a\nb\r\n', 4, stands alone",
    "'no end', 6, CRLF",
    "'short\r\n', 8, bytes now",
    "'ü\r\n', 4, 8-bit"
  })
  void aMessageThatMustNotBeSentCutsTheConnectionBeforeItsEnd(String text, long size, String words)
      throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(
            (peer, n) -> {
              peer.say("220 hello");
              peer.serveWell();
            })) {
      MessageBody body = new SevenBitClaim(text, size);
      RecipientResult result = send(server, ONE, body).get(0);
      assertThat(result.outcome()).isEqualTo(Outcome.DEFERRED);
      assertThat(result.stage()).isEqualTo(Stage.BODY);
      assertThat(result.explanation()).contains(words);
      assertThat(server.heard()).endsWith("DATA");
    }
  }

  @Test
  void aSourceThatFailsOrHasABugDefersTheMail() throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(
            (peer, n) -> {
              peer.say("220 hello");
              peer.serveWell();
            })) {
      MessageBody unreadable = new Failing(new IOException("no such file"));
      MessageBody buggy = new Failing(new IllegalStateException("bug"));
      assertThat(send(server, ONE, unreadable).get(0))
          .returns(Action.RETRY, RecipientResult::action)
          .extracting(RecipientResult::explanation)
          .asString()
          .contains("no such file");
      assertThat(send(server, ONE, buggy).get(0))
          .returns(Action.RETRY, RecipientResult::action)
          .returns(Outcome.DEFERRED, RecipientResult::outcome);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"8BITMIME", "SMTPUTF8"})
  void aMessageThatCannotBeReadWhileItIsConvertedIsKept(String offered) throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(
            (peer, n) -> {
              peer.say("220 hello");
              peer.serveWell(offered);
            })) {
      RecipientResult result = send(server, ONE, new Unreadable()).get(0);
      assertThat(result.action()).isEqualTo(Action.RETRY);
      assertThat(result.explanation()).contains("cannot be read: the disk is away");
      assertThat(server.heard()).noneMatch(line -> line.startsWith("MAIL"));
    }
  }

  @ParameterizedTest
  @CsvSource({"8BITMIME, SIZE 10, 5.3.4", "HELP, SIZE, 5.6.3"})
  void whatTheServerCannotTakeIsRefusedBeforeAByteIsSent(String one, String two, String status)
      throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(
            (peer, n) -> {
              peer.say("220 hello");
              peer.serveWell(one, two);
            })) {
      RecipientResult result = send(server, ONE, Fixture.body("Subject: ü\r\n\r\nü\r\n")).get(0);
      assertThat(result.outcome()).isEqualTo(Outcome.REJECTED);
      assertThat(result.explanation()).startsWith(status);
      assertThat(server.heard()).noneMatch(line -> line.startsWith("MAIL"));
    }
  }

  @Test
  void aRecipientWhoNeedsUtf8DoesNotKeepTheOthersFromTheMail() throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(
            (peer, n) -> {
              peer.say("220 hello");
              peer.serveWell("8BITMIME");
            })) {
      List<RecipientResult> results =
          send(
              server, Fixture.envelope("jürgen@example.org", "a@b\u00fccher.test"), Fixture.mail());
      assertThat(results.get(0).outcome()).isEqualTo(Outcome.REJECTED);
      assertThat(results.get(0).explanation()).contains("5.6.7");
      assertThat(results.get(1).outcome()).isEqualTo(Outcome.ACCEPTED);
      assertThat(server.heard()).contains("RCPT TO:<a@xn--bcher-kva.test>");
    }
  }

  @Test
  void utf8AddressesGoWhereSmtpUtf8IsOffered() throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(
            (peer, n) -> {
              peer.say("220 hello");
              peer.serveWell("8BITMIME", "SMTPUTF8");
            })) {
      List<RecipientResult> results =
          send(server, Fixture.envelope("j\u00fcrgen@example.org"), Fixture.mail());
      assertThat(results.get(0).outcome()).isEqualTo(Outcome.ACCEPTED);
      assertThat(server.heard()).contains("MAIL FROM:<sender@example.com> SMTPUTF8");
    }
  }

  @Test
  void notificationsAreAskedForWhereTheServerKnowsThem() throws IOException {
    DsnRequest dsn =
        new DsnRequest(
            Set.of(DsnRequest.Notify.FAILURE, DsnRequest.Notify.DELAY),
            Optional.of(DsnRequest.Returned.HDRS),
            Optional.of("id +1="));
    Envelope envelope =
        new Envelope(Optional.empty(), List.of(MailAddress.parse("a+b@example.org")), dsn);
    try (ScriptedServer server =
        new ScriptedServer(
            (peer, n) -> {
              peer.say("220 hello");
              peer.serveWell(n == 1 ? "DSN" : "HELP");
            })) {
      send(server, envelope, Fixture.mail());
      send(server, envelope, Fixture.mail());
      assertThat(server.heard())
          .containsSubsequence(
              "MAIL FROM:<> RET=HDRS ENVID=id+20+2B1+3D",
              "RCPT TO:<a+b@example.org> NOTIFY=FAILURE,DELAY ORCPT=rfc822;a+2Bb@example.org",
              "MAIL FROM:<>",
              "RCPT TO:<a+b@example.org>");
    }
  }

  private static ScriptedServer recipientLimit(int limit, String refusal) throws IOException {
    return new ScriptedServer(
        (peer, n) -> {
          peer.say("220 hello");
          peer.hear();
          peer.ehlo("PIPELINING");
          int recipients = 0;
          for (String line = peer.hear().orElse("QUIT");
              !line.equals("QUIT");
              line = peer.hear().orElse("QUIT")) {
            if (line.startsWith("MAIL")) {
              recipients = 0;
              peer.say("250 ok");
            } else if (line.startsWith("RCPT")) {
              recipients++;
              peer.say(recipients <= limit ? "250 ok" : refusal);
            } else if (line.equals("DATA") && limit > 0) {
              peer.say("354 go on");
              peer.hearMessage();
              peer.say("250 ok");
            } else {
              peer.say(line.equals("DATA") ? "503 5.5.1 no recipients" : "250 ok");
            }
          }
        });
  }

  private static ScriptedServer mailAnswer(String answer) throws IOException {
    return new ScriptedServer(
        (peer, n) -> {
          peer.say("220 hello");
          peer.exchange("250 fake.test");
          peer.exchange(answer);
          peer.hang();
        });
  }

  private static List<RecipientResult> send(
      ScriptedServer server, Envelope envelope, MessageBody body) {
    try (SmtpClient client = Fixture.client(Fixture.route(server.port()), Fixture.OPEN)) {
      return client.send(envelope, body);
    }
  }

  /** Says that it is of 7 bits and of that size, whatever it is. */
  private record SevenBitClaim(String text, long size) implements MessageBody {
    @Override
    public boolean eightBit() {
      return false;
    }

    @Override
    public boolean utf8Headers() {
      return false;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Of 8 bits, header included; whoever wants another form of it hears that the disk is away. */
  private record Unreadable() implements MessageBody {
    @Override
    public long size() {
      return 100;
    }

    @Override
    public boolean eightBit() {
      return true;
    }

    @Override
    public boolean utf8Headers() {
      return true;
    }

    @Override
    public Optional<MessageBody> sevenBit() throws IOException {
      throw new IOException("the disk is away");
    }

    @Override
    public MessageBody asciiHeaders() throws IOException {
      throw new IOException("the disk is away");
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      throw new IOException("written");
    }
  }

  private record Failing(Exception failure) implements MessageBody {
    @Override
    public long size() {
      return 100;
    }

    @Override
    public boolean eightBit() {
      return false;
    }

    @Override
    public boolean utf8Headers() {
      return false;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      out.write("half\r\n".getBytes(StandardCharsets.US_ASCII));
      if (failure instanceof IOException io) {
        throw io;
      }
      throw (RuntimeException) failure;
    }
  }
}
