package org.postern.testkit.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.core.smtp.Stage.BANNER;
import static org.postern.core.smtp.Stage.CONNECT;
import static org.postern.core.smtp.Stage.STARTTLS;
import static org.postern.core.smtp.Stage.TLS;

import java.io.IOException;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.core.settings.CoreKeys;
import org.postern.core.settings.TlsMode;
import org.postern.core.smtp.Action;
import org.postern.core.smtp.Outcome;
import org.postern.core.smtp.RecipientResult;
import org.postern.core.smtp.Stage;
import org.postern.testkit.ClosedPort;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.FakeSmtpServerBuilder;
import org.postern.testkit.Reaction;
import org.postern.testkit.ServerIdentity;
import org.postern.testkit.SmtpSession;
import org.postern.testkit.SmtpStep;
import org.postern.testkit.TestCa;

/** The failure matrix, section 3.1: connecting. */
class ConnectingFaultsTest {

  private static final TestCa CA = Postman.CA;

  static Stream<Row> banner() {
    UnaryOperator<Postman> soon = postman -> postman.soon(CoreKeys.GREETING_TIMEOUT);
    return Stream.of(
        Row.when("TCP: reset before banner", s -> s.at(SmtpStep.CONNECT).reset())
            .isRetried(CONNECT, BANNER),
        Row.when("TCP: close before banner", s -> s.at(SmtpStep.CONNECT).close())
            .isRetried(CONNECT, BANNER),
        Row.when("banner: none", s -> s.at(SmtpStep.BANNER).hang()).sentBy(soon).isRetried(BANNER),
        Row.when("banner: 421", s -> s.at(SmtpStep.BANNER).reply("421 4.3.2 busy"))
            .isSlowedDown(BANNER),
        Row.when(
                "banner: 554 is not a bounce",
                s -> s.at(SmtpStep.BANNER).reply("554 5.7.1 no service for you"))
            .isRetried(BANNER),
        Row.when(
                "banner: 432 too many",
                s -> s.at(SmtpStep.BANNER).reply("432 4.3.2 Concurrent connections limit exceeded"))
            .isSlowedDown(BANNER),
        Row.when(
                "banner: garbage", s -> s.at(SmtpStep.BANNER).will(Reaction.raw("hello there\r\n")))
            .isRetried(BANNER)
            .saying("hello there"),
        Row.when(
                "banner: HTTP",
                s ->
                    s.at(SmtpStep.BANNER)
                        .will(
                            Reaction.raw("HTTP/1.1 400 Bad Request\r\n\r\n")
                                .then(Reaction.close())))
            .isRetried(BANNER)
            .saying("HTTP/1.1 400"),
        Row.when("banner: SSH", s -> s.at(SmtpStep.BANNER).will(Reaction.raw("SSH-2.0-test\r\n")))
            .isRetried(BANNER)
            .saying("SSH-2.0"),
        Row.when(
                "banner: binary",
                s -> s.at(SmtpStep.BANNER).will(Reaction.raw("\0\u0001\u00ff\u001b[31m\r\n")))
            .isRetried(BANNER),
        Row.when(
                "banner: many lines",
                s -> s.at(SmtpStep.BANNER).reply("220-one", "220-two", "220-", "220 ready"))
            .isDelivered(),
        Row.when(
                "banner: 1 byte/s",
                s ->
                    s.at(SmtpStep.BANNER)
                        .will(Reaction.trickle("220 " + "x".repeat(500), Duration.ofMillis(50))))
            .sentBy(soon)
            .isRetried(BANNER),
        Row.when(
                "banner: endless line", s -> s.at(SmtpStep.BANNER).will(Reaction.endless("220 xx")))
            .isRetried(BANNER),
        Row.when(
                "banner: endless lines",
                s -> s.at(SmtpStep.BANNER).will(Reaction.endless("220-xx\r\n")))
            .isRetried(BANNER));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("banner")
  void greetingThatFails(Row row) {
    row.play();
  }

  /** R + alert; never plaintext, never B. The cause, the host and the remedy are named. */
  static Stream<Row> certificates() {
    return Stream.of(TlsMode.STARTTLS, TlsMode.IMPLICIT)
        .flatMap(
            mode ->
                Stream.of(
                    untrusted(mode, "expired", CA.issue("localhost").expired(), "expired"),
                    untrusted(
                        mode, "not yet valid", CA.issue("localhost").notYetValid(), "not valid at"),
                    untrusted(mode, "wrong host", CA.issue("mail.example.org"), "mail.example.org"),
                    untrusted(
                        mode,
                        "unknown CA",
                        TestCa.create("Unknown").issue("localhost"),
                        "not trusted"),
                    untrusted(
                        mode, "self-signed", CA.issue("localhost").selfSigned(), "self-signed"),
                    untrusted(
                        mode,
                        "missing intermediate",
                        CA.issue("localhost").withoutIntermediate(),
                        "intermediate"),
                    untrusted(
                        mode, "client-only EKU", CA.issue("localhost").clientOnlyEku(), "client"),
                    untrusted(
                        mode, "CN only", CA.issue("localhost").commonNameOnly(), "common name"),
                    untrusted(mode, "RSA-1024", CA.issue("localhost").weakKey(), "key")));
  }

  private static Row untrusted(
      TlsMode mode, String fault, ServerIdentity.Builder identity, String cause) {
    return Row.when("TLS: " + fault + ", " + mode, s -> {})
        .with(server(mode, identity.build()))
        .sentBy(postman -> postman.tls(mode))
        .isKept(TLS)
        .saying(cause);
  }

  private static UnaryOperator<FakeSmtpServerBuilder> server(
      TlsMode mode, ServerIdentity identity) {
    return builder ->
        mode == TlsMode.IMPLICIT ? builder.implicitTls(identity) : builder.startTls(identity);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("certificates")
  void certificateThatIsNotGood(Row row) {
    row.play();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("certificates")
  void certificateThatIsNotGoodNamesHostAndPortAndSendsNothingInClear(Row row) {
    try (FakeSmtpServer smtp = row.server().apply(FakeSmtpServer.builder()).start()) {
      RecipientResult result = row.sender().apply(Postman.to(smtp)).login(Login.none()).send();

      assertThat(result.explanation()).contains("localhost:" + smtp.port());
      assertThat(smtp.sessions())
          .flatExtracting(SmtpSession::linesInClear)
          .noneMatch(line -> line.matches("(?i)(MAIL|RCPT|AUTH|DATA).*"));
    }
  }

  static Stream<Row> tls() {
    UnaryOperator<Postman> startTls = postman -> postman.tls(TlsMode.STARTTLS);
    UnaryOperator<Postman> implicit = postman -> postman.tls(TlsMode.IMPLICIT);
    UnaryOperator<FakeSmtpServerBuilder> offersIt = server(TlsMode.STARTTLS, CA.localhost());
    UnaryOperator<FakeSmtpServerBuilder> speaksIt = server(TlsMode.IMPLICIT, CA.localhost());
    return Stream.of(
        Row.when("TLS 1.0 only, implicit", s -> s.at(SmtpStep.TLS).will(Reaction.tls10()))
            .with(speaksIt)
            .sentBy(implicit)
            .isRetried(TLS)
            .saying("server"),
        Row.when("TLS 1.0 only, STARTTLS", s -> s.at(SmtpStep.TLS).will(Reaction.tls10()))
            .with(offersIt)
            .sentBy(startTls)
            .isRetried(TLS)
            .saying("TLS 1.2"),
        Row.when("TLS: no common cipher", s -> {})
            .with(b -> offersIt.apply(b).cipherSuites("TLS_RSA_WITH_AES_128_GCM_SHA256"))
            .sentBy(startTls)
            .isRetried(TLS)
            .saying("server"),
        Row.when("TLS: handshake hang", s -> s.at(SmtpStep.TLS).hang())
            .with(offersIt)
            .sentBy(postman -> startTls.apply(postman).soon(CoreKeys.TLS_TIMEOUT))
            .isRetried(TLS)
            .saying("server"),
        Row.when("TLS: handshake hang, implicit", s -> s.at(SmtpStep.TLS).hang())
            .with(speaksIt)
            .sentBy(postman -> implicit.apply(postman).soon(CoreKeys.TLS_TIMEOUT))
            .isRetried(TLS)
            .saying("postern.tls.mode"),
        Row.when("TLS: close in handshake", s -> s.at(SmtpStep.TLS).close())
            .with(offersIt)
            .sentBy(startTls)
            .isRetried(TLS)
            .saying("server"),
        Row.when("TLS: reset in handshake", s -> s.at(SmtpStep.TLS).reset())
            .with(speaksIt)
            .sentBy(implicit)
            // it may come before connect() has returned
            .isRetried(TLS, CONNECT),
        Row.when(
                "TLS: plain server on 465",
                s -> s.at(SmtpStep.TLS).will(Reaction.reply("220 hi").then(Reaction.hang())))
            .with(speaksIt)
            .sentBy(implicit)
            .isRetried(TLS)
            .saying("postern.tls.mode=starttls"),
        Row.when("TLS: TLS server on 587", s -> {})
            .with(speaksIt)
            .sentBy(postman -> startTls.apply(postman).soon(CoreKeys.GREETING_TIMEOUT))
            .isRetried(BANNER)
            .saying("postern.tls.mode=implicit"),
        Row.when("TLS: garbage after STARTTLS", s -> s.at(SmtpStep.TLS).reply("250 what?"))
            .with(offersIt)
            .sentBy(startTls)
            .isRetried(TLS, STARTTLS));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tls")
  void tlsThatFails(Row row) {
    row.play();
  }

  @Test
  void nameUnknownIsRetriedNeverBounced() {
    RecipientResult result = Postman.to("does-not-exist.invalid", 25).send();

    assertThat(result.outcome()).isEqualTo(Outcome.DEFERRED);
    assertThat(result.action()).isEqualTo(Action.RETRY);
    assertThat(result.stage()).isEqualTo(Stage.RESOLVE);
    assertThat(result.explanation()).contains("does-not-exist.invalid");
  }

  @Test
  void refusedConnectionIsRetried() throws IOException {
    try (ClosedPort closed = new ClosedPort("127.0.0.1")) {
      RecipientResult result = Postman.to("127.0.0.1", closed.port()).send();

      assertThat(result.outcome()).isEqualTo(Outcome.DEFERRED);
      assertThat(result.action()).isEqualTo(Action.RETRY);
      assertThat(result.stage()).isEqualTo(Stage.CONNECT);
      assertThat(result.explanation()).contains("127.0.0.1:" + closed.port());
    }
  }

  @Test
  void droppedSynIsRetriedAfterTheConnectTimeout() throws IOException {
    try (BlackHole hole = BlackHole.on("127.0.0.1", 0)) {
      RecipientResult result =
          Postman.to("127.0.0.1", hole.port()).soon(CoreKeys.CONNECT_TIMEOUT).send();

      assertThat(result.outcome()).isEqualTo(Outcome.DEFERRED);
      assertThat(result.action()).isEqualTo(Action.RETRY);
      assertThat(result.stage()).isEqualTo(Stage.CONNECT);
    }
  }
}
