package org.postern.relay.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.relay.deliver.WayFault.Becomes.SENT;
import static org.postern.relay.deliver.WayFault.Becomes.WAITING;
import static org.postern.relay.deliver.WayFault.CA;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.auth.open.OpenProvider;
import org.postern.core.settings.CoreKeys;
import org.postern.testkit.ClosedPort;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.Reaction;
import org.postern.testkit.ServerIdentity;
import org.postern.testkit.SmtpStep;
import org.postern.testkit.TestCa;

/** What becomes of mail while there is no connection, no greeting or no trust. */
class ConnectingFaultsTest {

  @RegisterExtension static final SharedSpool SPOOL = new SharedSpool();

  static Stream<WayFault> greetings() {
    return Stream.of(
        WayFault.at(SmtpStep.CONNECT, Reaction.reset()).named("reset before the greeting"),
        WayFault.at(SmtpStep.CONNECT, Reaction.close()).named("close before the greeting"),
        WayFault.at(SmtpStep.BANNER, Reaction.hang())
            .named("no greeting")
            .soon(CoreKeys.GREETING_TIMEOUT),
        WayFault.reply(SmtpStep.BANNER, "421 4.3.2 busy"),
        WayFault.reply(SmtpStep.BANNER, "554 5.7.1 no service for you"),
        WayFault.reply(SmtpStep.BANNER, "432 4.3.2 Concurrent connections limit exceeded"),
        greeting("HTTP/1.1 400 Bad Request\r\n\r\n").saying("HTTP/1.1 400"),
        greeting("SSH-2.0-test\r\n").saying("SSH-2.0"),
        greeting("\0\u0001\u00ff\u001b[31m\r\n").named("binary").saying("\\x1b[31m"),
        WayFault.of("many lines", s -> s.at(SmtpStep.BANNER).reply("220-one", "220-", "220 go"))
            .becoming(SENT),
        WayFault.at(
                SmtpStep.BANNER, Reaction.trickle("220 " + "x".repeat(500), Duration.ofMillis(20)))
            .named("a byte now and then")
            .soon(CoreKeys.GREETING_TIMEOUT),
        WayFault.at(SmtpStep.BANNER, Reaction.endless("220 xx")).named("endless line"),
        WayFault.at(SmtpStep.BANNER, Reaction.endless("220-xx\r\n")).named("endless lines"));
  }

  private static WayFault greeting(String bytes) {
    return WayFault.at(SmtpStep.BANNER, Reaction.raw(bytes).then(Reaction.close()))
        .named(bytes.strip());
  }

  static Stream<WayFault> certificates() {
    return Stream.of(
        untrusted("expired", CA.issue("localhost").expired(), "expired"),
        untrusted("not yet valid", CA.issue("localhost").notYetValid(), "not valid at"),
        untrusted("wrong host", CA.issue("mail.example.org"), "mail.example.org"),
        untrusted("unknown CA", TestCa.create("Unknown").issue("localhost"), "not trusted"),
        untrusted("self-signed", CA.issue("localhost").selfSigned(), "self-signed"),
        untrusted("gap in the chain", CA.issue("localhost").withoutIntermediate(), "intermediate"),
        untrusted("for clients only", CA.issue("localhost").clientOnlyEku(), "client"),
        untrusted("name in CN only", CA.issue("localhost").commonNameOnly(), "common name"),
        untrusted("RSA 1024", CA.issue("localhost").weakKey(), "key"));
  }

  private static WayFault untrusted(String name, ServerIdentity.Builder identity, String says) {
    return WayFault.of("certificate " + name, s -> {})
        .startTls(identity.build())
        .becoming(WAITING)
        .saying(says);
  }

  static Stream<WayFault> handshakes() {
    return Stream.of(
        handshake("TLS 1.0 only", Reaction.tls10()).saying("TLS 1.2"),
        handshake("hang in the handshake", Reaction.hang()).soon(CoreKeys.TLS_TIMEOUT),
        handshake("close in the handshake", Reaction.close()),
        handshake("reset in the handshake", Reaction.reset()),
        handshake("garbage in the handshake", Reaction.reply("250 what?")),
        WayFault.of("no common cipher", s -> {})
            .startTls(CA.localhost())
            .with(b -> b.startTls(CA.localhost()).cipherSuites("TLS_RSA_WITH_AES_128_GCM_SHA256"))
            .becoming(WAITING),
        WayFault.at(SmtpStep.TLS, Reaction.reply("220 hi").then(Reaction.hang()))
            .named("clear text where TLS was set")
            .implicitTls(CA.localhost())
            .saying("postern.tls.mode=starttls"),
        WayFault.of("TLS where STARTTLS was set", s -> {})
            .startTls(CA.localhost())
            .with(b -> b.implicitTls(CA.localhost()))
            .soon(CoreKeys.GREETING_TIMEOUT)
            .becoming(WAITING)
            .saying("postern.tls.mode=implicit"));
  }

  private static WayFault handshake(String name, Reaction reaction) {
    return WayFault.at(SmtpStep.TLS, reaction).named(name).startTls(CA.localhost());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"greetings", "certificates", "handshakes"})
  void mailWaitsForTheWayAndIsNotBounced(WayFault fault) {
    fault.play(SPOOL);
  }

  @Test
  void aNameThatNobodyKnowsIsLookedUpAgainAndBouncesNothing() {
    try (Post post =
        Post.open(
            SPOOL,
            Post.settings(new OpenProvider(), SPOOL.folder())
                .set(CoreKeys.HOST, "does-not-exist.invalid"))) {
      post.send("a@example.org");
      Post.await().until(() -> post.delivery().status().held().isPresent());

      assertThat(post.delivery().status().held().orElseThrow()).contains("does-not-exist.invalid");
      Post.await().until(() -> post.spool().queue().counts().waiting() == 1);
    }
  }

  @Test
  void whereNobodyListensMailWaitsUntilSomebodyDoes() {
    try (ClosedPort port = new ClosedPort();
        Post post =
            Post.open(
                SPOOL,
                Post.settings(new OpenProvider(), SPOOL.folder())
                    .set(CoreKeys.PORT, port.port()))) {
      post.send("a@example.org");
      Post.await().until(() -> post.delivery().status().held().isPresent());
      assertThat(post.delivery().status().held().orElseThrow()).contains(":" + port.port());

      try (FakeSmtpServer server = FakeSmtpServer.builder().port(port.port()).start()) {
        post.hurryUntilEmpty();
        assertThat(server.onlyMail().sender()).isEqualTo(Post.SENDER);
      }
    }
  }
}
