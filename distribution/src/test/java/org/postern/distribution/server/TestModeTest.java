package org.postern.distribution.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.distribution.cli.Conf;
import org.postern.distribution.cli.Shell;
import org.postern.distribution.cli.SpoolOfTest;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.ReceivedMail;
import org.postern.testkit.SmtpStep;

/** Whatever way a mail of a test installation takes, its mode holds; and everybody hears of it. */
class TestModeTest {

  @TempDir Path home;
  private Path conf;
  private Shell shell;

  @BeforeEach
  void folder() {
    conf = home.resolve("conf");
    shell = new Shell(home);
  }

  @Test
  void captureHoldsForNewMailAndForMailThatWaitedAndSaysSoEverywhere() throws Exception {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start()) {
      settings(server.port());
      new SpoolOfTest(conf).mail("early@example.com", "waited@example.org");
      settings(server.port(), "postern.mode=capture");
      try (ServerProcess relay = ServerProcess.start(conf)) {
        // before the next one comes, or that one might be the older of the two
        await().until(() -> captured().size() == 1);
        submit(relay.port(), "new@example.org");
        await().until(() -> captured().size() == 2);
        relay.awaitLog("delivered to new@example.org");

        settings(server.port(), "postern.mode=captured");
        assertThat(shell.run("reload").code()).isEqualTo(3);
        assertThat(shell.run("status").code()).isEqualTo(3);
        settings(server.port(), "postern.mode=live");
        Shell.Run status = shell.run("status");

        assertThat(status.unwrapped()).contains("Mode TEST MODE capture: no mail leaves");
        assertThat(relay.log())
            .contains("WARN")
            .contains("TEST MODE capture: no mail leaves")
            .contains("not sent, captured as " + conf.resolve("captured"));
      }
      assertThat(server.sessions()).isEmpty();
      Shell.Run list = shell.run("captured");
      assertThat(list.out())
          .contains("<early@example.com> to <waited@example.org>: early@example.com", ".eml")
          .contains("<a@example.com> to <new@example.org>: x");
      assertThat(list.out().lines()).allMatch(line -> line.length() <= 80);
      assertThat(shell.run("captured", "--json", "--limit", "1").out())
          .startsWith("[{\"file\":\"")
          .contains("\"recipients\":[\"<new@example.org>\"],\"subject\":\"x\"}]");
    }
  }

  @Test
  void aBounceIsRedirectedAsWell() throws Exception {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start()) {
      server.at(SmtpStep.RCPT).once().reply("550 5.1.1 no such mailbox");
      settings(
          server.port(), "postern.mode=redirect", "postern.mode.redirect_to=box@test.example.com");
      try (ServerProcess relay = ServerProcess.start(conf)) {
        submit(relay.port(), "b@example.org");
        await().until(() -> server.mails().size() == 1);
      }
      ReceivedMail bounce = server.onlyMail();
      assertThat(bounce.sender()).isEmpty();
      assertThat(bounce.recipientAddresses()).containsExactly("box@test.example.com");
      assertThat(bounce.text())
          .startsWith("X-Postern-Original-Recipient: a@example.com\r\n")
          .contains("Final-Recipient: rfc822; b@example.org");
    }
  }

  @Test
  void theCommandsThatSendOrLookSayTheMode() throws Exception {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start()) {
      settings(
          server.port(),
          "postern.mode=allowlist",
          "postern.mode.allow=*.example.com",
          "postern.mode.others=drop");

      Shell.Run send = shell.run("send", "--to", "real@example.org", "--text", "x");

      assertThat(send.code()).as(send.all()).isZero();
      assertThat(send.unwrapped()).contains("accepted for real@example.org (not sent, dropped");
      String words = "TEST MODE allowlist: only *.example.com get mail";
      assertThat(shell.run("check").unwrapped()).contains("! " + words);
      assertThat(shell.run("check", "--json").out()).contains("\"testMode\":\"" + words);
      assertThat(shell.run("doctor").unwrapped()).contains("! mode").contains(words);
      assertThat(shell.run("settings").unwrapped()).contains("postern.mode=allowlist");
      assertThat(shell.run("status").unwrapped()).contains("Mode " + words);
      assertThat(shell.run("status", "--json").out()).contains("\"testMode\":\"" + words);
      assertThat(server.mails()).isEmpty();
    }
  }

  private List<Path> captured() throws IOException {
    Path folder = conf.resolve("captured");
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".eml")).toList();
    }
  }

  private void settings(int port, String... more) {
    Conf.files(
        conf,
        "mksis.logging.email.server.hostname=localhost\nmksis.logging.email.server.port="
            + port
            + "\npostern.mail.from=app@example.com\npostern.relay.listen=127.0.0.1:0\n"
            + "postern.health.listen=none\n"
            + String.join("\n", more)
            + "\n",
        "");
  }

  private static void submit(int port, String recipient) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      String talk =
          "HELO me\r\nMAIL FROM:<a@example.com>\r\nRCPT TO:<" + recipient + ">\r\nDATA\r\n";
      in.readLine();
      for (String line : talk.split("(?<=\n)")) {
        socket.getOutputStream().write(line.getBytes(StandardCharsets.US_ASCII));
        in.readLine();
      }
      socket
          .getOutputStream()
          .write("Subject: x\r\n\r\ny\r\n.\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(in.readLine()).startsWith("250");
    }
  }
}
