package org.postern.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.core.settings.Secret;
import org.postern.testkit.ServerIdentity;
import org.postern.testkit.TestCa;

/** Clients that are not ours understand the listener. */
class ForeignClientsTest {

  @TempDir private Path folder;
  private final TestCa ca = TestCa.create();

  @BeforeEach
  void write() throws Exception {
    ServerIdentity identity = ca.localhost();
    identity.writeChainPem(folder.resolve("relay.pem"));
    identity.writeKeyPem(folder.resolve("relay.key"));
    ca.writeRootPem(folder.resolve("ca.pem"));
  }

  private RunningListener start(String tls, String auth) {
    return RunningListener.with(
        folder,
        "postern.relay.listen=none",
        "postern.relay.listener.x.port=0",
        "postern.relay.listener.x.tls=" + tls,
        "postern.relay.listener.x.auth=" + auth,
        "postern.relay.certificate=relay.pem",
        "postern.relay.key=relay.key");
  }

  @Test
  void curlByStartTlsWithALogin() throws Exception {
    try (RunningListener relay = start("starttls-required", "required")) {
      relay.users().put("erp", Secret.of("secret"));
      Files.writeString(folder.resolve("mail"), "Subject: curl\r\n\r\n.dot\r\nGr\u00fc\u00dfe\r\n");
      ForeignProgram.named("curl")
          .run(
              "",
              "--silent",
              "--show-error",
              "--ssl-reqd",
              "--cacert",
              folder.resolve("ca.pem").toString(),
              "--user",
              "erp:secret",
              "--mail-from",
              "a@example.com",
              "--mail-rcpt",
              "b@example.com",
              "--mail-rcpt",
              "c@example.com",
              "--upload-file",
              folder.resolve("mail").toString(),
              "smtp://localhost:" + relay.port());

      assertThat(relay.mailbag().only().body()).isEqualTo(".dot\r\nGr\u00fc\u00dfe\r\n");
      assertThat(relay.mailbag().only().arrival().recipients()).hasSize(2);
      assertThat(relay.mailbag().only().header()).contains(" with ESMTPSA id ");
    }
  }

  @Test
  void pythonByImplicitTlsInUtf8WithAMailOfFiveMegabytes() throws Exception {
    try (RunningListener relay = start("implicit", "optional")) {
      relay.users().put("erp", Secret.of("secret"));
      String program =
          """
          import smtplib, ssl, sys
          context = ssl.create_default_context(cafile=sys.argv[2])
          with smtplib.SMTP_SSL('localhost', int(sys.argv[1]), context=context) as smtp:
              smtp.login('erp', 'secret')
              smtp.sendmail('a@example.com', ['b@example.com'],
                            b'Subject: big\\r\\n\\r\\n' + b'x' * 70 + b'\\r\\n.' * 2500000,
                            mail_options=['BODY=8BITMIME', 'RET=HDRS', 'ENVID=q+2Bx'],
                            rcpt_options=['NOTIFY=SUCCESS,DELAY', 'ORCPT=rfc822;b@example.com'])
              smtp.sendmail('j\u00f6@example.com', ['b@ex\u00e4mple.com'],
                            'Subject: \u00fc\\r\\n\\r\\nx'.encode(), mail_options=['SMTPUTF8', 'BODY=8BITMIME'])
          """;
      ForeignProgram.named("python3")
          .run(program, "-", String.valueOf(relay.port()), folder.resolve("ca.pem").toString());

      assertThat(relay.mailbag().mails()).hasSize(2);
      Mailbag.Taken big = relay.mailbag().mails().get(0);
      assertThat(big.body()).hasSize(70 + 3 * 2_500_000 + 2);
      assertThat(big.arrival().envelopeId()).contains("q+x");
      assertThat(big.arrival().returned()).hasToString("Optional[HDRS]");
      assertThat(big.arrival().recipients().get(0).original()).contains("rfc822;b@example.com");
      assertThat(big.arrival().recipients().get(0).notifyOn()).hasSize(2);
      assertThat(relay.mailbag().mails().get(1).arrival().utf8Headers()).isTrue();
    }
  }

  @Test
  void smtpSourceInManySessionsWithAndWithoutReuse() throws Exception {
    try (RunningListener relay = RunningListener.with(folder)) {
      String address = "127.0.0.1:" + relay.port();
      ForeignProgram.named("smtp-source")
          .run(
              "",
              "-d",
              "-s",
              "20",
              "-m",
              "500",
              "-l",
              "5120",
              "-f",
              "a@example.com",
              "-t",
              "b@example.com",
              address);
      ForeignProgram.named("smtp-source")
          .run(
              "",
              "-s",
              "20",
              "-m",
              "500",
              "-l",
              "5120",
              "-f",
              "a@example.com",
              "-t",
              "b@example.com",
              address);

      assertThat(relay.mailbag().mails()).hasSize(1000);
      assertThat(relay.listener().status().accepted()).isEqualTo(1000);
    }
  }

  @Test
  void opensslFindsTheWholeChain() throws Exception {
    try (RunningListener relay = start("starttls", "none")) {
      String printed =
          ForeignProgram.named("openssl")
              .run(
                  "QUIT\r\n",
                  "s_client",
                  "-starttls",
                  "smtp",
                  "-crlf",
                  "-verify_return_error",
                  "-CAfile",
                  folder.resolve("ca.pem").toString(),
                  "-connect",
                  "localhost:" + relay.port());

      assertThat(printed).contains("Verify return code: 0 (ok)");
    }
  }
}
