package org.postern.core.internal.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.security.sasl.SaslException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.core.internal.smtp.sasl.Mechanisms;
import org.postern.core.settings.Secret;
import org.postern.core.smtp.Action;
import org.postern.core.smtp.Outcome;
import org.postern.core.smtp.RecipientResult;
import org.postern.core.smtp.Stage;
import org.postern.core.spi.AuthException;
import org.postern.core.spi.AuthRefusal;
import org.postern.core.spi.AuthStrategy;
import org.postern.core.spi.Credentials;

class LoginTest {

  private static final String PLAIN = base64("\0user\0geheim42");

  @Test
  void theFirstAllowedMechanismThatIsOfferedIsUsed() throws IOException {
    try (ScriptedServer server = offering("AUTH LOGIN PLAIN")) {
      RecipientResult result = send(server, password("SCRAM-SHA-256", "PLAIN", "LOGIN"));
      assertThat(result.outcome()).isEqualTo(Outcome.ACCEPTED);
      assertThat(server.heard()).contains("AUTH PLAIN " + PLAIN);
    }
  }

  @ParameterizedTest
  @CsvSource({"'', no login", "AUTH XOAUTH2 GSSAPI, XOAUTH2"})
  void whereNoneIsOfferedNothingIsSentAndTheRouteIsHeld(String offer, String named)
      throws IOException {
    try (ScriptedServer server = offering(offer)) {
      RecipientResult result =
          send(Fixture.route(server.port(), Fixture.polite()), password("PLAIN", "LOGIN"));
      assertThat(result.action()).isEqualTo(Action.HOLD);
      assertThat(result.stage()).isEqualTo(Stage.AUTH);
      assertThat(result.explanation()).contains(named, "PLAIN, LOGIN");
      assertThat(server.heard()).containsExactly("EHLO client.test", "QUIT");
    }
  }

  @Test
  void aPasswordIsNotSentInClearUnlessAllowed() throws IOException {
    try (ScriptedServer server = offering("AUTH PLAIN")) {
      Credentials credentials =
          new Credentials.Password("user", Secret.of("geheim42"), List.of("PLAIN"), false);
      assertThat(send(server, credentials).action()).isEqualTo(Action.HOLD);
      assertThat(server.heard()).noneMatch(line -> line.startsWith("AUTH"));
    }
  }

  @Test
  void aTokenIsNeverSentInClear() throws IOException {
    try (ScriptedServer server = offering("AUTH XOAUTH2 OAUTHBEARER PLAIN LOGIN")) {
      Credentials credentials =
          new Credentials.BearerToken(
              "user", Secret.of("t0ken"), Optional.empty(), List.of("OAUTHBEARER", "XOAUTH2"));
      RecipientResult result = send(server, credentials);
      assertThat(result.action()).isEqualTo(Action.HOLD);
      assertThat(result.explanation()).contains("TLS");
      assertThat(server.heard()).noneMatch(line -> line.startsWith("AUTH"));
    }
  }

  @Test
  void anotherMechanismFollowsOnlyWhereTheMechanismWasRefused() throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(
            (peer, n) -> {
              peer.say("220 hello");
              peer.hear();
              peer.ehlo("AUTH CRAM-MD5 PLAIN LOGIN");
              peer.exchange("504 5.5.4 mechanism not available");
              peer.exchange("535 5.7.8 wrong");
              peer.hang();
            })) {
      RecipientResult result = send(server, password("CRAM-MD5", "PLAIN", "LOGIN"));
      assertThat(result.action()).isEqualTo(Action.HOLD);
      assertThat(server.heard())
          .filteredOn(line -> line.startsWith("AUTH"))
          .containsExactly("AUTH CRAM-MD5", "AUTH PLAIN " + PLAIN);
    }
  }

  @Test
  void twoStepsFollowWhereTheServerKnowsNoInitialResponse() throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(
            (peer, n) -> {
              peer.say("220 hello");
              peer.hear();
              peer.ehlo("AUTH PLAIN");
              peer.exchange("501 5.5.4 syntax error");
              peer.exchange("334 ");
              peer.exchange("235 2.7.0 welcome");
              peer.serveWell();
            })) {
      assertThat(send(server, password("PLAIN")).outcome()).isEqualTo(Outcome.ACCEPTED);
      assertThat(server.heard()).containsSubsequence("AUTH PLAIN " + PLAIN, "AUTH PLAIN", PLAIN);
    }
  }

  @Test
  void aRefusalThatIsNotAboutTheFormIsNotRepeatedInTwoSteps() throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(
            (peer, n) -> {
              peer.say("220 hello");
              peer.hear();
              peer.ehlo("AUTH PLAIN");
              peer.exchange("501 5.5.124 account or token form");
              peer.hang();
            })) {
      assertThat(send(server, password("PLAIN")).action()).isEqualTo(Action.HOLD);
      assertThat(server.heard()).filteredOn(line -> line.startsWith("AUTH")).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"9198, true", "9199, false", "20000, false"})
  void anInitialResponseTooLongForALineComesInASecondStep(int length, boolean inOneLine)
      throws IOException {
    // "AUTH PLAIN " and CRLF leave 12,275 bytes, so base64 of 9,204 bytes, 6 of them not the
    // secret's
    String secret = "x".repeat(length);
    try (ScriptedServer server =
        new ScriptedServer(
            (peer, n) -> {
              peer.say("220 hello");
              peer.hear();
              peer.ehlo("AUTH PLAIN");
              if (peer.hear().orElseThrow().equals("AUTH PLAIN")) {
                peer.say("334 ");
                peer.hear();
              }
              peer.say("235 2.7.0 welcome");
              peer.serveWell();
            })) {
      Credentials credentials =
          new Credentials.Password("user", Secret.of(secret), List.of("PLAIN"), true);
      assertThat(send(server, credentials).outcome()).isEqualTo(Outcome.ACCEPTED);
      assertThat(server.heard().contains("AUTH PLAIN")).isNotEqualTo(inOneLine);
      assertThat(server.heard())
          .filteredOn(l -> l.startsWith("AUTH"))
          .allMatch(l -> l.length() + 2 <= 12_288);
    }
  }

  @Test
  void anEchoedSecretIsInNoResult() throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(
            (peer, n) -> {
              peer.say("220 hello");
              peer.hear();
              peer.ehlo("AUTH PLAIN");
              String line = peer.hear().orElseThrow();
              peer.say("535-5.7.8 you said " + line, "535 5.7.8 that is geheim42");
              peer.hang();
            })) {
      RecipientResult result = send(server, password("PLAIN"));
      assertThat(result.toString()).doesNotContain("geheim42", PLAIN).contains("********");
      assertThat(result.status().orElseThrow()).hasToString("5.7.8");
    }
  }

  @Test
  void aTokensRefusalIsAnsweredReadAndShown() throws Exception {
    String json = "{\"status\":\"401\",\"schemes\":\"bearer\",\"scope\":\"mail\"}";
    try (ScriptedServer server =
            new ScriptedServer(
                (peer, n) -> {
                  peer.say("220 hello");
                  peer.hear();
                  peer.ehlo("AUTH XOAUTH2");
                  peer.exchange("334 " + base64(json));
                  peer.exchange("535 5.7.8 bad token");
                  peer.hang();
                });
        Watchdog watchdog = new Watchdog()) {
      SmtpConnection connection = greeted(server, watchdog);
      SaslExchange exchange =
          new SaslExchange(
              connection,
              Mechanisms.forToken(
                  "XOAUTH2",
                  new Credentials.BearerToken("u", Secret.of("t0ken"), Optional.empty(), List.of()),
                  "h",
                  1),
              "XOAUTH2");
      assertThat(exchange.run().code()).isEqualTo(535);
      assertThat(exchange.challenge()).contains(json);
      assertThat(TokenChallenge.summary(json)).isEqualTo("status 401, scope \"mail\"");
      assertThat(server.heard())
          .endsWith("AUTH XOAUTH2 " + base64("user=u\1auth=Bearer t0ken\1\1"), "");
      connection.close();
    }
  }

  @Test
  void aRefusedLoginIsTriedOnceMoreOnANewConnectionWhereTheStrategyHasOtherCredentials()
      throws IOException {
    List<AuthRefusal> refusals = new ArrayList<>();
    AtomicInteger asked = new AtomicInteger();
    AuthStrategy strategy =
        new AuthStrategy() {
          @Override
          public Credentials credentials() {
            asked.incrementAndGet();
            return password("PLAIN");
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
                  peer.exchange("535 5.7.3 no");
                  peer.hang();
                });
        SmtpClient client = Fixture.client(Fixture.route(server.port()), strategy)) {
      RecipientResult result =
          client.send(Fixture.envelope("a@example.org"), Fixture.mail()).get(0);
      assertThat(result.action()).isEqualTo(Action.HOLD);
      assertThat(result.outcome()).isEqualTo(Outcome.DEFERRED);
      assertThat(server.connections()).isEqualTo(2);
      assertThat(asked).hasValue(2);
      assertThat(refusals).singleElement().returns(Stage.AUTH, AuthRefusal::stage);
    }
  }

  @Test
  void aPolicyRefusalAsksForNoOtherCredentials() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    AuthStrategy strategy =
        new AuthStrategy() {
          @Override
          public Credentials credentials() {
            return password("PLAIN");
          }

          @Override
          public boolean refreshAfter(AuthRefusal refusal) {
            asked.incrementAndGet();
            return true;
          }
        };
    try (ScriptedServer server =
            new ScriptedServer(
                (peer, n) -> {
                  peer.say("220 hello");
                  peer.hear();
                  peer.ehlo("AUTH PLAIN");
                  peer.exchange("535 5.7.139 SmtpClientAuthentication is disabled for the Mailbox");
                  peer.hang();
                });
        SmtpClient client = Fixture.client(Fixture.route(server.port()), strategy)) {
      RecipientResult result =
          client.send(Fixture.envelope("a@example.org"), Fixture.mail()).get(0);
      assertThat(result.action()).isEqualTo(Action.HOLD);
      assertThat(result.explanation()).contains("Set-CASMailbox");
      assertThat(asked).hasValue(0);
    }
  }

  @Test
  void aServerThatSkipsItsProofIsNotBelieved() throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(
            (peer, n) -> {
              peer.say("220 hello");
              peer.hear();
              peer.ehlo("AUTH SCRAM-SHA-256");
              peer.exchange("235 2.7.0 welcome");
              peer.serveWell();
            })) {
      RecipientResult result = send(server, password("SCRAM-SHA-256"));
      assertThat(result.action()).isEqualTo(Action.HOLD);
      assertThat(result.explanation()).contains("proved");
      assertThat(server.heard()).noneMatch(line -> line.startsWith("MAIL"));
    }
  }

  @Test
  void aChallengeThatIsNoBase64CancelsTheLogin() throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(
            (peer, n) -> {
              peer.say("220 hello");
              peer.hear();
              peer.ehlo("AUTH LOGIN");
              peer.exchange("334 what?");
              peer.exchange("501 cancelled");
              peer.hang();
            })) {
      assertThat(send(server, password("LOGIN")).action()).isEqualTo(Action.HOLD);
      assertThat(server.heard()).contains("AUTH LOGIN", "*");
    }
  }

  @Test
  void anEndlessExchangeIsCancelled() throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(
            (peer, n) -> {
              peer.say("220 hello");
              peer.hear();
              peer.ehlo("AUTH X-TALK");
              String line = "";
              while (!line.equals("*")) {
                line = peer.hear().orElse("*");
                peer.say(line.equals("*") ? "501 cancelled" : "334 ");
              }
              peer.hang();
            })) {
      Credentials credentials =
          new Credentials.Sasl("X-TALK", host -> new Talker(), Optional.empty());
      assertThat(send(server, credentials).action()).isEqualTo(Action.HOLD);
      assertThat(server.heard()).contains("*").hasSizeLessThan(40);
    }
  }

  @Test
  void aSaslClientOfAPlugInLogsIn() throws IOException {
    try (ScriptedServer server = offering("AUTH X-TALK")) {
      Credentials credentials =
          new Credentials.Sasl("X-TALK", host -> new Talker(), Optional.empty());
      assertThat(send(server, credentials).outcome()).isEqualTo(Outcome.ACCEPTED);
      assertThat(server.heard()).contains("AUTH X-TALK dGFsaw==");
    }
  }

  @Test
  void aPlugInsBugKeepsTheMail() throws IOException {
    try (ScriptedServer server = offering("AUTH X-TALK")) {
      Credentials credentials =
          new Credentials.Sasl("X-TALK", host -> new Broken(), Optional.empty());
      assertThat(send(server, credentials))
          .returns(Outcome.DEFERRED, RecipientResult::outcome)
          .returns(Action.RETRY, RecipientResult::action);
      AuthStrategy broken =
          () -> {
            throw new IllegalStateException("bug");
          };
      try (SmtpClient client = Fixture.client(Fixture.route(server.port()), broken)) {
        assertThat(client.send(Fixture.envelope("a@example.org"), Fixture.mail()).get(0))
            .returns(Outcome.DEFERRED, RecipientResult::outcome)
            .returns(Stage.CREDENTIALS, RecipientResult::stage);
      }
    }
  }

  @Test
  void credentialsThatCannotBeHadDeferOrHold() throws IOException {
    try (ScriptedServer server = offering("AUTH PLAIN")) {
      AuthStrategy down =
          () -> {
            throw AuthException.temporary(
                "token endpoint: 503",
                Optional.of(java.time.Duration.ofSeconds(7)),
                new IOException());
          };
      AuthStrategy wrong =
          () -> {
            throw AuthException.permanent("token endpoint: invalid_client", new IOException());
          };
      try (SmtpClient client = Fixture.client(Fixture.route(server.port()), down)) {
        assertThat(client.send(Fixture.envelope("a@example.org"), Fixture.mail()).get(0))
            .returns(Action.RETRY, RecipientResult::action)
            .extracting(RecipientResult::explanation)
            .asString()
            .contains("503", "7 s");
      }
      try (SmtpClient client = Fixture.client(Fixture.route(server.port()), wrong)) {
        assertThat(client.send(Fixture.envelope("a@example.org"), Fixture.mail()).get(0))
            .returns(Action.HOLD, RecipientResult::action)
            .returns(Stage.CREDENTIALS, RecipientResult::stage);
      }
    }
  }

  private static ScriptedServer offering(String capability) throws IOException {
    return new ScriptedServer(
        (peer, n) -> {
          peer.say("220 hello");
          peer.hear();
          if (capability.isEmpty()) {
            peer.ehlo();
          } else {
            peer.ehlo(capability);
          }
          String line = peer.hear().orElse("");
          if (line.startsWith("AUTH")) {
            peer.say("235 2.7.0 welcome");
            peer.serveWell();
          } else if (line.equals("QUIT")) {
            peer.say("221 bye");
          }
        });
  }

  private static SmtpConnection greeted(ScriptedServer server, Watchdog watchdog) throws SmtpFault {
    Route route = Fixture.route(server.port());
    return new Greeter(
            route, watchdog, new DeadAddresses(), new Tls(route, List::of), Steps.UNHEARD)
        .greet();
  }

  private static RecipientResult send(ScriptedServer server, Credentials credentials) {
    return send(Fixture.route(server.port()), credentials);
  }

  private static RecipientResult send(Route route, Credentials credentials) {
    try (SmtpClient client = Fixture.client(route, () -> credentials)) {
      return client.send(Fixture.envelope("a@example.org"), Fixture.mail()).get(0);
    }
  }

  private static Credentials.Password password(String... mechanisms) {
    return new Credentials.Password("user", Secret.of("geheim42"), List.of(mechanisms), true);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Has always something to say. */
  private static class Talker extends SaslClientStub {
    @Override
    public byte[] evaluateChallenge(byte[] challenge) {
      return "talk".getBytes(StandardCharsets.UTF_8);
    }
  }

  private static final class Broken extends SaslClientStub {
    @Override
    public byte[] evaluateChallenge(byte[] challenge) throws SaslException {
      throw new IllegalStateException("bug");
    }
  }
}
