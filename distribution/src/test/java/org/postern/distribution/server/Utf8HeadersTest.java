package org.postern.distribution.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.distribution.cli.Conf;
import org.postern.distribution.cli.Shell;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.ReceivedMail;

/** Raw UTF-8 in header fields, of programs that know no SMTPUTF8, for a server that has none. */
class Utf8HeadersTest {

  private static final String MAIL =
      """
      From: Jörg Özil <a@example.com>
      To: "Müller, Anja" <b@example.org>, c@example.org (Büro)
      Subject: Grüße, 日本 😀 und viele weitere Worte, damit eine Zeile allein nicht reicht
      MIME-Version: 1.0
      Content-Type: multipart/mixed; boundary=b

      --b
      Content-Type: text/plain; charset=utf-8
      Content-Transfer-Encoding: 8bit

      Schöne Grüße
      --b
      Content-Type: application/octet-stream
      Content-Disposition: attachment; filename="Größe.txt"

      abc
      --b--
      """;

  /** What Python's parser makes of a mail, by its modern and strict rules. */
  private static final String READ =
      """
      import email, email.policy, sys
      sys.stdout.reconfigure(encoding='utf-8')
      mail = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
      print(mail['subject'])
      for field in 'from', 'to':
          print([(a.display_name, a.addr_spec) for a in mail[field].addresses])
      print([part.get_filename() for part in mail.iter_attachments()])
      print(mail.get_body().get_content())
      """;

  private static final String SEND =
      """
      import smtplib, sys
      with smtplib.SMTP('127.0.0.1', int(sys.argv[1])) as smtp:
          smtp.sendmail('a@example.com', ['b@example.org'], sys.stdin.buffer.read())
      """;

  @TempDir Path home;

  @Test
  void aMailOfSendmailArrivesWithTheTextItHad() throws Exception {
    try (FakeSmtpServer server = FakeSmtpServer.builder().without("SMTPUTF8").start();
        ServerProcess relay = ServerProcess.start(settings(server.port()))) {
      Shell.Run sent = new Shell(home).input(MAIL).sendmail("-t");
      assertThat(sent.code()).as(sent.all()).isZero();
      relay.awaitLog(" delivered to b@example.org");
      arrivedAsItWas(server, 1);
    }
  }

  @Test
  void mailsOfSmtplibAndCurlArriveWithTheTextTheyHad() throws Exception {
    Path mail = Files.writeString(home.resolve("mail"), MAIL.replace("\n", "\r\n"));
    try (FakeSmtpServer server = FakeSmtpServer.builder().without("SMTPUTF8").start();
        ServerProcess relay = ServerProcess.start(settings(server.port()))) {
      String port = String.valueOf(relay.port());
      run(mail, "python3", "-c", SEND, port);
      run(
          mail,
          "curl",
          "-sS",
          "--url",
          "smtp://127.0.0.1:" + port,
          "--mail-from",
          "a@example.com",
          "--mail-rcpt",
          "b@example.org",
          "--upload-file",
          "-");
      arrivedAsItWas(server, 2);
    }
  }

  private void arrivedAsItWas(FakeSmtpServer server, int mails) throws Exception {
    await().until(() -> server.mails().size() == mails);
    server.requireNoViolations();
    for (ReceivedMail mail : server.mails()) {
      assertThat(mail.senderParameters()).contains("BODY=8BITMIME").doesNotContain("SMTPUTF8");
      String text = new String(mail.bytes(), UTF_8);
      assertThat(text.substring(0, text.indexOf("\r\n\r\n")).chars()).allMatch(c -> c < 0x80);
      Path file = Files.write(home.resolve("arrived"), mail.bytes());
      assertThat(run(file, "python3", "-c", READ).replace("\r", "").strip())
          .isEqualTo(
              """
              Grüße, 日本 😀 und viele weitere Worte, damit eine Zeile allein nicht reicht
              [('Jörg Özil', 'a@example.com')]
              [('Müller, Anja', 'b@example.org'), ('', 'c@example.org')]
              ['Größe.txt']
              Schöne Grüße""");
    }
  }

  private Path settings(int port) {
    return Conf.files(
        home.resolve("conf"),
        "mksis.logging.email.server.hostname=localhost\nmksis.logging.email.server.port="
            + port
            + "\npostern.mail.from=app@example.com\npostern.relay.listen=127.0.0.1:0\n"
            + "postern.health.listen=none\n",
        "");
  }

  private static String run(Path input, String... command) throws Exception {
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectInput(input.toFile())
              .start();
    } catch (IOException absent) {
      assertThat(System.getProperty("postern.e2e", "")).as("%s", absent).isNotEqualTo("required");
      return Assumptions.abort(command[0] + " is not installed");
    }
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }
}
