package org.postern.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.testkit.ServerIdentity;
import org.postern.testkit.TestCa;

/** STARTTLS and implicit TLS, with PEM and PKCS#12. */
class TlsTest {

  private static final String LOCAL = "postern.relay.listener.tls.";

  @TempDir private Path folder;
  private final TestCa ca = TestCa.create();
  private final ServerIdentity identity = ca.localhost();

  @BeforeEach
  void write() throws IOException {
    identity.writeChainPem(folder.resolve("relay.pem"));
    identity.writeKeyPem(folder.resolve("relay.key"));
  }

  private RunningListener start(String... rules) {
    List<String> lines =
        new ArrayList<>(
            List.of(
                "postern.relay.listen=none",
                LOCAL + "port=0",
                "postern.relay.certificate=relay.pem",
                "postern.relay.key=relay.key"));
    Stream.of(rules).map(rule -> LOCAL + rule).forEach(lines::add);
    return RunningListener.with(folder, lines.toArray(String[]::new));
  }

  @Test
  void mailCanComeThroughStartTls() throws Exception {
    try (RunningListener relay = start("tls=starttls");
        RawClient client = RawClient.greeted(relay)) {
      assertThat(client.say("EHLO me")).contains("STARTTLS");
      assertThat(client.say("STARTTLS")).startsWith("220 2.0.0");
      client.secured(ca.trustingContext());
      assertThat(client.say("MAIL FROM:<a@example.com>")).startsWith("503 5.5.1 Say EHLO");
      assertThat(client.say("EHLO me")).doesNotContain("STARTTLS");
      assertThat(client.say("STARTTLS")).startsWith("503 5.5.1 TLS is on");
      assertThat(client.mail("x")).startsWith("250");
      assertThat(relay.mailbag().only().header()).contains(" with ESMTPS id ");
    }
  }

  @Test
  void mailCanComeInClearWhereTlsIsNotRequired() throws Exception {
    try (RunningListener relay = start("tls=starttls");
        RawClient client = RawClient.ready(relay)) {
      assertThat(client.mail("x")).startsWith("250");
    }
  }

  @Test
  void noMailComesInClearWhereTlsIsRequired() throws Exception {
    try (RunningListener relay = start("tls=starttls-required", "auth=optional");
        RawClient client = RawClient.ready(relay)) {
      for (String command :
          List.of("MAIL FROM:<a@example.com>", "VRFY a", "AUTH PLAIN", "DATA", "HELP")) {
        assertThat(client.say(command)).startsWith("530 5.7.0");
      }
      assertThat(client.say("NOOP")).startsWith("250");
      client.say("STARTTLS");
      client.secured(ca.trustingContext()).say("EHLO me");
      assertThat(client.mail("x")).startsWith("250");
    }
  }

  /** A client that logs in wherever AUTH is offered would say its password in clear. */
  @Test
  void whereTlsIsRequiredNoLoginIsOfferedBeforeItOnThisHostEither() throws Exception {
    try (RunningListener relay = start("tls=starttls-required", "auth=optional");
        RawClient client = RawClient.greeted(relay)) {
      assertThat(client.say("EHLO me")).contains("STARTTLS").doesNotContain("AUTH");
      client.say("STARTTLS");
      assertThat(client.secured(ca.trustingContext()).say("EHLO me")).contains("AUTH PLAIN LOGIN");
    }
  }

  @Test
  void whatWasPipelinedInClearIsNotObeyedAfterTls() throws Exception {
    try (RunningListener relay = start("tls=starttls");
        RawClient client = RawClient.ready(relay)) {
      client.send("STARTTLS\r\nEHLO evil\r\nMAIL FROM:<evil@example.com>\r\n");
      assertThat(client.reply()).startsWith("220 2.0.0");
      client.secured(ca.trustingContext());
      // had the injected lines been kept, their replies would come first
      assertThat(client.say("RSET")).startsWith("250 2.0.0");
      assertThat(client.say("RCPT TO:<b@example.com>")).startsWith("503");
      client.say("EHLO me");
      assertThat(client.mail("x")).startsWith("250");
      assertThat(relay.mailbag().only().arrival().sender()).hasToString("Optional[a@example.com]");
    }
  }

  @Test
  void tlsFromTheFirstByteOn() throws Exception {
    try (RunningListener relay = start("tls=implicit");
        RawClient client = RawClient.connected(relay).secured(ca.trustingContext())) {
      assertThat(client.reply()).startsWith("220");
      assertThat(client.say("EHLO me")).doesNotContain("STARTTLS");
      assertThat(client.mail("x")).startsWith("250");
      assertThat(relay.mailbag().only().header()).contains(" with ESMTPS id ");
    }
  }

  @Test
  void aClientThatSpeaksInClearToATlsPortIsLetGo() throws Exception {
    try (RunningListener relay = start("tls=implicit");
        RawClient client = RawClient.connected(relay)) {
      client.send("EHLO me\r\n");
      assertThat(client.reply()).doesNotContain("250");
      try (RawClient good = RawClient.connected(relay).secured(ca.trustingContext())) {
        assertThat(good.reply()).startsWith("220");
      }
    }
  }

  @Test
  void aPkcs12HoldsBoth() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "relay",
        identity.privateKey(),
        "pass word".toCharArray(),
        identity.chain().toArray(Certificate[]::new));
    try (var out = Files.newOutputStream(folder.resolve("relay.p12"))) {
      store.store(out, "pass word".toCharArray());
    }
    try (RunningListener relay =
            RunningListener.with(
                folder,
                "postern.relay.listen=none",
                LOCAL + "port=0",
                LOCAL + "tls=implicit",
                LOCAL + "certificate=relay.p12",
                "postern.relay.certificate_password=pass word");
        RawClient client = RawClient.connected(relay).secured(ca.trustingContext())) {
      assertThat(client.reply()).startsWith("220");
    }
  }

  @Test
  void aLargeMailComesThroughTls() throws Exception {
    try (RunningListener relay = start("tls=implicit");
        RawClient client = RawClient.connected(relay).secured(ca.trustingContext())) {
      client.reply();
      client.say("EHLO me");
      String text = ("line of a large mail " + "x".repeat(50) + "\r\n").repeat(20_000);
      assertThat(client.mail("S: x\r\n\r\n" + text)).startsWith("250");
      assertThat(relay.mailbag().only().body()).isEqualTo(text + "\r\n");
    }
  }
}
