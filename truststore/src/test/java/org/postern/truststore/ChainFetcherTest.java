package org.postern.truststore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChainFetcherTest {

  private static final Cert ROOT = Cert.root("Example Root CA");
  private static final Cert INTER = ROOT.intermediate("Example Issuing CA");
  private static final Cert SERVER = INTER.server();
  private static final Duration SOON = Duration.ofMinutes(1);

  @TempDir Path folder;

  @Test
  void starttlsServerIsLookedAtWithNothingButEhloStarttlsAndQuit() throws Exception {
    try (LoopbackServer server = LoopbackServer.startTls(SERVER)) {
      FetchedChain fetched = fetcher().fetch("localhost", server.port(), FetchMode.AUTO);

      assertThat(fetched.mode()).isEqualTo(FetchMode.STARTTLS);
      assertThat(fetched.certificates()).containsExactlyElementsOf(SERVER.chain());
      assertThat(fetched.protocol()).contains("TLSv1.3");
      assertThat(fetched.cipher().orElseThrow()).startsWith("TLS_");
      assertThat(server.heard()).containsExactly("EHLO [127.0.0.1]", "STARTTLS", "QUIT");
    }
  }

  @Test
  void implicitServerHearsNothingAtAll() throws Exception {
    try (LoopbackServer server = LoopbackServer.implicit(SERVER)) {
      FetchedChain fetched = fetcher().fetch("localhost", server.port(), FetchMode.IMPLICIT);
      assertThat(fetched.certificates()).containsExactlyElementsOf(SERVER.chain());
      assertThat(fetched.summaries().get(0).subject()).isEqualTo("CN=mail.example.com");
      assertThat(server.heard()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"465, IMPLICIT", "443, IMPLICIT", "25, STARTTLS", "587, STARTTLS", "2525, STARTTLS"})
  void modeFollowsThePort(int port, FetchMode mode) {
    assertThat(FetchMode.AUTO.on(port)).isEqualTo(mode);
    assertThat(FetchMode.IMPLICIT.on(port)).isEqualTo(FetchMode.IMPLICIT);
    assertThat(FetchMode.STARTTLS.on(port)).isEqualTo(FetchMode.STARTTLS);
  }

  @Test
  void sentRootIsWhatToImportAndImportingItMakesTheChainTrusted() throws Exception {
    try (LoopbackServer server = LoopbackServer.startTls(SERVER)) {
      FetchedChain fetched = fetcher().fetch("localhost", server.port(), FetchMode.AUTO);
      assertThat(fetched.trusted()).isFalse();
      assertThat(fetched.problems())
          .extracting(ChainProblem::fault)
          .containsExactly(ChainFault.UNKNOWN_ROOT);
      assertThat(fetched.importable()).contains(ROOT.x509());
      assertThat(fetched.missingLink()).isEmpty();

      TrustStoreFile store = TrustStoreFile.at(folder.resolve("t.p12"));
      store.importCertificates(List.of(fetched.importable().orElseThrow()), ImportOptions.strict());
      FetchedChain again =
          new ChainFetcher(Trust.only(store)).fetch("localhost", server.port(), FetchMode.STARTTLS);
      assertThat(again.trusted()).isTrue();
      assertThat(again.importable()).isEmpty();
    }
  }

  @Test
  void withoutTheRootTheTopmostCaThatWasSentIsWhatToImport() throws Exception {
    Cert server = INTER.server();
    try (LoopbackServer listening =
        LoopbackServer.implicit(server.keys().getPrivate(), List.of(server.x509(), INTER.x509()))) {
      FetchedChain fetched = fetcher().fetch("localhost", listening.port(), FetchMode.IMPLICIT);
      assertThat(fetched.importable()).contains(INTER.x509());
      assertThat(fetched.missingLink()).contains("CN=Example Root CA");
    }
  }

  @Test
  void leafSentAloneNamesTheMissingLinkAndOffersNothing() throws Exception {
    Cert server =
        INTER.server("mail.example.com").caIssuers("http://pki.example.com/ca.crt").make();
    try (LoopbackServer listening =
        LoopbackServer.implicit(server.keys().getPrivate(), List.of(server.x509()))) {
      FetchedChain fetched = fetcher().fetch("localhost", listening.port(), FetchMode.IMPLICIT);
      assertThat(fetched.problems().get(0).fault()).isEqualTo(ChainFault.MISSING_INTERMEDIATE);
      assertThat(fetched.missingLink()).contains("CN=Example Issuing CA");
      assertThat(fetched.caIssuersUrl()).contains("http://pki.example.com/ca.crt");
      assertThat(fetched.importable()).isEmpty();
      assertThat(fetched.selfSignedServer()).isEmpty();
    }
  }

  @Test
  void selfSignedServerIsOfferedOnlyApart() throws Exception {
    Cert alone = Cert.named("CN=localhost").ca().dns("localhost").make();
    try (LoopbackServer server = LoopbackServer.implicit(alone)) {
      FetchedChain fetched = fetcher().fetch("localhost", server.port(), FetchMode.IMPLICIT);
      assertThat(fetched.importable()).isEmpty();
      assertThat(fetched.selfSignedServer()).contains(alone.x509());
    }
  }

  @Test
  void strayCertificatesOfTheServerAreNotOffered() throws Exception {
    Cert server = INTER.server();
    try (LoopbackServer listening =
        LoopbackServer.implicit(
            server.keys().getPrivate(),
            List.of(server.x509(), INTER.x509(), Cert.root("Stray").x509()))) {
      FetchedChain fetched = fetcher().fetch("localhost", listening.port(), FetchMode.IMPLICIT);
      assertThat(fetched.importable()).contains(INTER.x509());
    }
  }

  @Test
  void wrongHostAndEndAreToldAtOurTime() throws Exception {
    Cert server = INTER.server("mail.example.com").noNames().dns("mail.example.com").make();
    Instant late = server.x509().getNotAfter().toInstant().plusSeconds(60);
    try (LoopbackServer listening = LoopbackServer.implicit(server)) {
      TrustStoreFile store = TrustStoreFile.at(folder.resolve("t.p12"));
      store.importCertificates(List.of(ROOT.x509()), ImportOptions.strict());
      FetchedChain fetched =
          new ChainFetcher(Trust.only(store), Clock.fixed(late, ZoneOffset.UTC), SOON)
              .fetch("127.0.0.1", listening.port(), FetchMode.IMPLICIT);
      assertThat(fetched.problems())
          .extracting(ChainProblem::fault)
          .contains(ChainFault.EXPIRED, ChainFault.WRONG_HOST);
      assertThat(fetched.problems().toString())
          .contains("not valid at " + late + " (our time)")
          .contains("is for mail.example.com, not for 127.0.0.1");
    }
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource(
      textBlock =
          """
          '220 hi', '250-x|250 SIZE 10', '-', offers no STARTTLS
          '220 hi', '250 STARTTLS', '454 no', 'answers STARTTLS with "454 no"'
          '220 hi', '502 what', '-', 'answers EHLO with "502 what"'
          '554 go away', '-', '-', 'greets with "554 go away"'
          'SSH-2.0-x', '-', '-', 'does not speak SMTP, its greeting is "SSH-2.0-x"'
          'HTTP/1.1 400', '-', '-', 'does not speak SMTP'
          '220 hi', '250 STARTTLS', '220 go|250 injected', sends text between its answer to STARTTLS and TLS
          """)
  void serverThatDoesNotLetTlsBeginIsExplained(
      String greeting, String hello, String ready, String message) throws Exception {
    try (LoopbackServer server =
        LoopbackServer.startTls(SERVER, lines(greeting), lines(hello), lines(ready))) {
      assertThatThrownBy(() -> fetcher().fetch("localhost", server.port(), FetchMode.STARTTLS))
          .isInstanceOf(ChainFetchException.class)
          .hasMessageContaining("localhost:" + server.port())
          .hasMessageContaining(message);
    }
  }

  @Test
  void replyOfTheServerCannotPaintTheTerminal() throws Exception {
    try (LoopbackServer server = LoopbackServer.startTls(SERVER, "554 \u001b[2J\r\n", "", "")) {
      assertThatThrownBy(() -> fetcher().fetch("localhost", server.port(), FetchMode.STARTTLS))
          .hasMessageContaining("\\u001b[2J")
          .message()
          .doesNotContain("\u001b");
    }
  }

  @Test
  void endlessLineAndEndlessReplyAreCut() throws Exception {
    try (LoopbackServer line =
            LoopbackServer.start(
                (client, s) -> {
                  while (true) {
                    LoopbackServer.say(client.getOutputStream(), "2".repeat(1000));
                  }
                });
        LoopbackServer reply =
            LoopbackServer.start(
                (client, s) -> {
                  while (true) {
                    LoopbackServer.say(client.getOutputStream(), "220-more\r\n");
                  }
                })) {
      assertThatThrownBy(() -> fetcher().fetch("localhost", line.port(), FetchMode.STARTTLS))
          .hasMessageContaining("endless line");
      assertThatThrownBy(() -> fetcher().fetch("localhost", reply.port(), FetchMode.STARTTLS))
          .hasMessageContaining("over 512 lines");
    }
  }

  @Test
  void silentServerIsLeftAtTheDeadlineWithBothModes() throws Exception {
    try (LoopbackServer silent =
        LoopbackServer.start((client, s) -> client.getInputStream().readAllBytes())) {
      ChainFetcher hasty = new ChainFetcher(Trust.jdk(), Clock.systemUTC(), Duration.ofSeconds(1));
      assertThatThrownBy(() -> hasty.fetch("localhost", silent.port(), FetchMode.STARTTLS))
          .isInstanceOf(ChainFetchException.class)
          .hasMessageContaining("no chain within 1 s")
          .hasMessageContaining("wants implicit TLS");
      assertThatThrownBy(() -> hasty.fetch("localhost", silent.port(), FetchMode.IMPLICIT))
          .hasMessageContaining("no chain within 1 s")
          .hasMessageContaining("wants STARTTLS");
    }
  }

  @Test
  void tricklingServerIsLeftAtTheDeadline() throws Exception {
    try (LoopbackServer slow =
        LoopbackServer.start(
            (client, s) -> {
              // a byte whenever the client's socket is still there; never a whole line
              client.setSoTimeout(50);
              while (true) {
                LoopbackServer.say(client.getOutputStream(), "2");
                try {
                  if (client.getInputStream().read() < 0) {
                    return;
                  }
                } catch (SocketTimeoutException nextByte) {
                  continue;
                }
              }
            })) {
      ChainFetcher hasty = new ChainFetcher(Trust.jdk(), Clock.systemUTC(), Duration.ofSeconds(1));
      assertThatThrownBy(() -> hasty.fetch("localhost", slow.port(), FetchMode.STARTTLS))
          .hasMessageContaining("no chain within 1 s");
    }
  }

  @Test
  void plainServerOnAnImplicitPortIsExplained() throws Exception {
    try (LoopbackServer plain =
        LoopbackServer.start(
            (client, s) -> {
              LoopbackServer.say(client.getOutputStream(), "220 plain\r\n");
              client.getInputStream().readAllBytes();
            })) {
      assertThatThrownBy(() -> fetcher().fetch("localhost", plain.port(), FetchMode.IMPLICIT))
          .hasMessageContaining("TLS handshake fails")
          .hasMessageContaining("perhaps this port wants STARTTLS");
    }
  }

  @Test
  void serverThatHangsUpIsExplained() throws Exception {
    try (LoopbackServer gone = LoopbackServer.start((client, s) -> client.shutdownOutput())) {
      assertThatThrownBy(() -> fetcher().fetch("localhost", gone.port(), FetchMode.STARTTLS))
          .isInstanceOf(ChainFetchException.class)
          .hasMessageContaining("localhost:" + gone.port());
    }
  }

  @Test
  void oldTlsIsRefusedWithTheSideToChange() throws Exception {
    // a server's answer to our hello: alert 70, protocol_version (RFC 8446 section 6.2)
    try (LoopbackServer old =
        LoopbackServer.start(
            (client, s) -> {
              LoopbackServer.say(
                  client.getOutputStream(), "\u0015\u0003\u0001\u0000\u0002\u0002\u0046");
              client.getInputStream().readAllBytes();
            })) {
      assertThatThrownBy(() -> fetcher().fetch("localhost", old.port(), FetchMode.IMPLICIT))
          .hasMessageContaining("protocol_version")
          .hasMessageContaining("the server must offer TLS 1.2 or 1.3");
    }
  }

  @Test
  void chainIsShownEvenIfTheServerBreaksOffAfterIt() throws Exception {
    try (LoopbackServer picky = LoopbackServer.wantingClientCertificate(SERVER)) {
      FetchedChain fetched = fetcher().fetch("localhost", picky.port(), FetchMode.IMPLICIT);
      assertThat(fetched.certificates()).containsExactlyElementsOf(SERVER.chain());
    }
  }

  @Test
  void closedPortIsExplained() throws Exception {
    try (Socket holder = new Socket()) {
      // bound, so that no other program is given the port, and never listened on
      holder.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
      int port = holder.getLocalPort();
      assertThatThrownBy(() -> fetcher().fetch("127.0.0.1", port, FetchMode.STARTTLS))
          .hasMessageContaining("127.0.0.1:" + port + ": cannot be reached (Connection refused)");
    }
  }

  @Test
  void nameWithoutAddressIsExplained() {
    assertThatThrownBy(() -> fetcher().fetch("no-such-host.invalid", 587, FetchMode.AUTO))
        .hasMessageContaining("no-such-host.invalid:587: this name has no address");
  }

  private ChainFetcher fetcher() throws TrustStoreException {
    return new ChainFetcher(
        Trust.only(TrustStoreFile.at(folder.resolve("none.p12"))), Clock.systemUTC(), SOON);
  }

  private static String lines(String bars) {
    return bars.replace("|", "\r\n") + "\r\n";
  }
}
