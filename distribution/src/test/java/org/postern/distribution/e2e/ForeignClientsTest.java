package org.postern.distribution.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postern.distribution.e2e.Lab.Port;
import org.postern.distribution.server.ServerProcess;
import org.postern.testkit.ServerIdentity;
import org.postern.testkit.TestCa;

/** Mail of programs that are not ours comes in as they send it, and leaves by OAuth. */
@NeedsLab
class ForeignClientsTest {

  private static final int LARGEST = 36 << 20;

  @TempDir private static Path folder;
  private static ServerProcess relay;
  private static ForeignClient.Site site;
  private static int hub;

  @TempDir private Path mails;

  @BeforeAll
  static void start() throws Exception {
    TestCa ca = TestCa.create();
    ServerIdentity identity = ca.localhost();
    int submission = freePort();
    hub = freePort();
    ConfDir conf =
        ConfDir.oauth(Port.SUBMISSION)
            .starttls()
            .is("postern.relay.listen", "127.0.0.1:0")
            .is("postern.health.listen", "none")
            .is("postern.relay.max_size", "36m")
            .is("postern.relay.certificate", chain(identity).toString())
            .is("postern.relay.key", key(identity).toString())
            .is("postern.relay.listener.submission.port", Integer.toString(submission))
            .is("postern.relay.listener.submission.tls", "starttls-required")
            .is("postern.relay.listener.submission.auth", "required")
            .is("postern.relay.listener.hub.port", Integer.toString(hub))
            .is("postern.relay.listener.hub.tls", "starttls-required")
            .ready();
    Path password = Files.writeString(folder.resolve("new"), ForeignClient.Site.PASSWORD + "\n");
    ProcessBuilder add =
        ServerProcess.java(
            "org.postern.distribution.Postern",
            List.of("-c", conf.dir().toString(), "relay", "user", "add", "erp"));
    assertThat(ForeignClient.run(add.command(), password).exit()).isZero();
    site = new ForeignClient.Site(submission, ca.writeRootPem(folder.resolve("ca.pem")), folder);
    relay = ServerProcess.start(conf.dir());
  }

  @AfterAll
  static void stop() {
    relay.close();
  }

  private static Path chain(ServerIdentity identity) throws IOException {
    return identity.writeChainPem(folder.resolve("relay.pem"));
  }

  private static Path key(ServerIdentity identity) throws IOException {
    return identity.writeKeyPem(folder.resolve("relay.key"));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @ParameterizedTest
  @EnumSource(ForeignClient.class)
  void aClientThatLogsInOverTlsHandsItsMailIn(ForeignClient client) throws Exception {
    String marker = UUID.randomUUID().toString();
    Path mail = mail("Grüße " + marker, 2_000);

    ForeignClient.Said said = client.send(site, mail);

    assertThat(said.exit()).as(said.output()).isZero();
    String arrived = Inbox.utf8(Lab.shared().inbox().await(marker));
    assertThat(arrived).contains("Subject: Grüße " + marker, "with ESMTPSA id", "Text äöü");
  }

  @ParameterizedTest
  @EnumSource(
      value = ForeignClient.class,
      names = {"CURL_PLAIN", "SMTPLIB_LOGIN", "MSMTP_PLAIN", "NODEMAILER"})
  void aMailThatIsTooLargeIsRefusedInWordsThatReachThePerson(ForeignClient client)
      throws Exception {
    ForeignClient.Said said = client.send(site, mail("too large", LARGEST + 1000));

    assertThat(said.exit()).isNotZero();
    assertThat(said.output()).contains("552");
  }

  @Test
  void twentyFiveMegabytesAndTwoHundredRecipientsOfSmtplibArrive() throws Exception {
    String marker = UUID.randomUUID().toString();
    ForeignClient.Said said =
        ForeignClient.run(
            List.of(
                "python3",
                "-c",
                """
                import smtplib, sys
                port, marker, mail = sys.argv[1:]
                smtp = smtplib.SMTP('127.0.0.1', int(port))
                smtp.sendmail('postern@lab.test', ['r%d@lab.test' % i for i in range(200)],
                              'Subject: many %s\\r\\n\\r\\nText\\r\\n' % marker)
                smtp.sendmail('postern@lab.test', ['inbox@lab.test'], open(mail, 'rb').read())
                smtp.sendmail('postern@lab.test', ['gr\u00fc\u00dfe@lab.test'],
                              ('Subject: \u00e4 to a UTF-8 address %s\\r\\n\\r\\nText\\r\\n' % marker).encode(),
                              mail_options=['SMTPUTF8', 'BODY=8BITMIME'])
                smtp.quit()
                """,
                Integer.toString(relay.port()),
                marker,
                mail("large " + marker, 25_000_000).toString()),
            mail("no input", 10));

    assertThat(said.exit()).as(said.output()).isZero();
    Lab.shared().inbox().awaitAll("many " + marker, 200);
    // a Maildir has lines that end with LF alone
    assertThat(Lab.shared().inbox().await("large " + marker).length).isGreaterThan(24_000_000);
    assertThat(Inbox.utf8(Lab.shared().inbox().await("to a UTF-8 address " + marker)))
        .contains("Subject: ä to", "with UTF8SMTP id");
  }

  @Test
  void whatSmtpSourceSendsInFiveSessionsAtOnceArrives() throws Exception {
    String marker = UUID.randomUUID().toString();
    ForeignClient.Said said =
        ForeignClient.run(
            List.of(
                "/usr/sbin/smtp-source",
                "-s",
                "5",
                "-m",
                "40",
                "-S",
                marker,
                "-f",
                Lab.USER,
                "-t",
                "inbox@lab.test",
                "127.0.0.1:" + relay.port()),
            mail("no input", 10));

    assertThat(said.exit()).as(said.output()).isZero();
    Lab.shared().inbox().awaitAll(marker, 40);
  }

  @Test
  void aPostfixInFrontHandsItsMailOnOverTls() throws Exception {
    String marker = UUID.randomUUID().toString();
    try (PostfixInFront postfix = PostfixInFront.of(hub, site.ca())) {
      ForeignClient.Said said = postfix.sendmail(mail(marker, 1_000));

      assertThat(said.exit()).as(said.output()).isZero();
      assertThat(Inbox.text(Lab.shared().inbox().await(marker))).contains("with ESMTPS id");
    }
  }

  private Path mail(String subject, int size) throws IOException {
    Path file = mails.resolve("mail-" + subject.hashCode());
    byte[] line = ("Text äöü " + "x".repeat(50) + "\r\n").getBytes(StandardCharsets.UTF_8);
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(
          ("From: postern@lab.test\r\nTo: inbox@lab.test\r\nSubject: "
                  + subject
                  + "\r\n"
                  + "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
                  + "Content-Transfer-Encoding: 8bit\r\n\r\n")
              .getBytes(StandardCharsets.UTF_8));
      for (int written = 0; written < size; written += line.length) {
        out.write(line);
      }
    }
    return file;
  }
}
