package org.postern.distribution.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.distribution.cli.Conf;
import org.postern.distribution.cli.Shell;
import org.postern.distribution.cli.SpoolOfTest;
import org.postern.spool.MailId;
import org.postern.testkit.ClosedPort;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.SmtpStep;

/** {@code postern run} as a process, and the commands that speak to it. */
class RunCommandTest {

  private static final int TERMINATED = 128 + 15;

  @TempDir Path home;
  private Path conf;
  private Shell shell;

  @BeforeEach
  void folder() {
    conf = home.resolve("conf");
    shell = new Shell(home);
  }

  @Test
  void aMailOfSendmailIsInTheLogAndInTheCountsAsAnyOther() throws Exception {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start();
        ServerProcess relay = ServerProcess.start(settings(server.port()))) {
      assertThat(shell.input("Subject: S\n\nText\n").sendmail("b@example.org").code()).isZero();
      submit(relay.port(), "c@example.org");

      await().until(() -> server.mails().size() == 2);
      relay.awaitLog(" delivered to b@example.org");
      assertThat(relay.log())
          .containsOnlyOnce(" taken up: from=<")
          .contains("by sendmail ", " accepted: from=<a@example.com>");
      assertThat(shell.run("status").out()).contains("2 mails accepted");
      assertThat(relay.health("/metrics", "")).contains("postern_mails_accepted_total 2.0");
    }
  }

  @Test
  void theLogTellsWhoDidWhatToAMailOfTheQueueAlsoWhereNoServerRan() throws Exception {
    Path folder = settings(1, "postern.queue.hold_network=1h");
    SpoolOfTest spool = new SpoolOfTest(folder);
    MailId early = spool.mail("a@example.com", "b@example.org", "c@example.org");
    assertThat(shell.run("queue", "drop", early.text(), "--yes").code()).isZero();
    MailId late = spool.mail("a@example.com", "d@example.org");
    assertThat(shell.run("queue", "hold", late.text()).code()).isZero();

    String me = " by " + System.getProperty("user.name");
    try (ServerProcess relay = ServerProcess.start(folder, "--json-log")) {
      relay.awaitLog(early + " dropped from the queue" + me);
      relay.awaitLog(late + " held back" + me);
      assertThat(relay.log())
          .contains(": b@example.org, c@example.org")
          .contains("{\"event\":\"drop\"}", "{\"to\":\"b@example.org, c@example.org\"}");

      assertThat(shell.run("queue", "drop", "--all", "--yes").code()).isZero();
      relay.awaitLog(late + " dropped from the queue" + me);
      assertThat(relay.log()).containsOnlyOnce(early + " dropped");
    }
  }

  @Test
  void aMailThatGot250ArrivesAndTheLogTellsItsLife() throws Exception {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start();
        ServerProcess relay = ServerProcess.start(settings(server.port()))) {
      submit(relay.port(), "b@example.org");

      await().until(() -> server.mails().size() == 1);
      relay.awaitLog(" delivered to b@example.org");
      assertThat(relay.log()).contains(" accepted: from=<a@example.com>");

      Shell.Run status = shell.run("status");
      assertThat(status.out())
          .contains("process " + relay.pid(), "1 mails accepted", "1 delivered", "Mail flows");
      assertThat(shell.run("status", "--json").out())
          .contains("\"accepted\":1,", "\"stopping\":false", "\"oldest\":null")
          .containsPattern("\"since\":\"\\d{4}-\\d\\d-\\d\\dT[\\d:]{8}\\.\\d{3}Z\"");
      assertThat(relay.health("/metrics", ""))
          .contains("postern_recipients_total{outcome=\"delivered\"} 1.0")
          .contains("postern_recipients_total{outcome=\"deferred\"} 0.0");
      assertThat(status.code()).isZero();
      assertThat(relay.terminate()).isEqualTo(TERMINATED);
      assertThat(relay.log()).contains("Stopping: ").contains("Stopped; ");
      assertThat(shell.run("status", "--json").out()).contains("\"server\":null", "\"ok\":false");
    }
  }

  @Test
  void aDayThatIsUsedUpIsSaidWithTheTimeUntilWhichMailWaits() throws Exception {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start();
        ServerProcess relay =
            ServerProcess.start(settings(server.port(), "postern.pace.recipients_per_day=1"))) {
      submit(relay.port(), "b@example.org");
      relay.awaitLog(" delivered to b@example.org");
      submit(relay.port(), "c@example.org");

      Shell.Run status = shell.run("status");
      assertThat(status.code()).as(status.all()).isEqualTo(15);
      assertThat(status.unwrapped())
          .containsPattern("mail waits until \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d0 UTC")
          .contains("! Mail waits for the day to renew.")
          .doesNotContain("at this pace", "Mail flows");
      assertThat(status.out().lines()).allMatch(line -> line.length() <= 80);
      assertThat(shell.run("status", "--json").out())
          .contains("\"day_renews_at\":\"20", "\"stuck\":[]")
          .doesNotContain("day_full_at");
    }
  }

  @Test
  void whatCouldNotLeaveIsThereAfterTheEndAndAfterAKill() throws Exception {
    try (ClosedPort nobody = new ClosedPort()) {
      settings(nobody.port());
      try (ServerProcess relay = ServerProcess.start(conf)) {
        submit(relay.port(), "b@example.org");
        relay.awaitLog("All mail waits");
        Shell.Run status = shell.run("status");
        assertThat(status.code()).isEqualTo(5);
        assertThat(status.out())
            .contains("Mail is stuck:", "All mail waits: ", "held, next try in");
        assertThat(relay.terminate()).isEqualTo(TERMINATED);
      }
      assertThat(shell.run("queue", "list").out()).contains("b@example.org", "waiting");
      try (ServerProcess relay = ServerProcess.start(conf)) {
        submit(relay.port(), "c@example.org");
        relay.kill();
      }
    }
    assertThat(shell.run("queue", "list").out()).contains("b@example.org", "c@example.org");
    try (FakeSmtpServer server = FakeSmtpServer.builder().start();
        ServerProcess relay = ServerProcess.start(settings(server.port()))) {
      assertThat(shell.run("queue", "retry", "--all").code()).isZero();
      await().until(() -> server.mails().size() == 2);
      relay.awaitLog("delivered to c@example.org");
    }
  }

  @Test
  void retryLetsTheServerTryAHeldWayAtOnceAndTheListSaysThatItIsHeld() throws Exception {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start();
        ServerProcess relay =
            ServerProcess.start(settings(server.port(), "postern.queue.hold=1h"))) {
      server.at(SmtpStep.MAIL).reply("530 5.7.0 Authentication required");
      submit(relay.port(), "b@example.org");
      relay.awaitLog("All mail waits");
      await().until(() -> shell.run("queue", "list").out().contains("waiting"));

      Shell.Run list = shell.run("queue", "list");
      assertThat(list.unwrapped())
          .containsPattern("^All mail waits, the next try is in \\d+[mh]")
          .contains("Authentication required", "b@example.org");
      assertThat(list.out().lines()).allMatch(line -> line.length() <= 80);

      String id = list.out().lines().filter(l -> l.contains("waiting")).findFirst().orElseThrow();
      assertThat(shell.run("queue", "show", id.split(" ")[0]).unwrapped())
          .containsPattern("^All mail waits, the next try is in \\d+[mh]");

      server.recover();
      Shell.Run retry = shell.run("queue", "retry", "--all");
      assertThat(retry.unwrapped())
          .startsWith("1 recipients due at once. All mail waits, and one mail tries the way now.");
      await().until(() -> server.mails().size() == 1);
      relay.awaitLog(" delivered to b@example.org");
      submit(relay.port(), "c@example.org");
      await().until(() -> server.mails().size() == 2);
      assertThat(shell.run("queue", "list").out()).doesNotContain("All mail waits");
    }
  }

  @Test
  void oneRecipientWhoIsPutOffForLongIsAWarningWhileOthersGetTheirMail() throws Exception {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start();
        ServerProcess relay =
            ServerProcess.start(settings(server.port(), "postern.status.stuck_after=1s"))) {
      server.at(SmtpStep.RCPT).forRecipient("b@example.org").reply("450 4.2.0 greylisted");
      submit(relay.port(), "b@example.org");
      relay.awaitLog("deferred for b@example.org");
      await().untilAsserted(() -> assertThat(shell.run("status").code()).isEqualTo(5));
      assertThat(shell.run("status").unwrapped()).contains("none was delivered since");

      submit(relay.port(), "c@example.org");
      // that a mail got through counts from the moment on in which it is noted, after the log
      await()
          .untilAsserted(
              () -> {
                Shell.Run status = shell.run("status");
                assertThat(status.code()).as(status.all()).isEqualTo(15);
                assertThat(status.unwrapped())
                    .contains("✓ Mail flows. ! The server warns: Some mail waits for long, the")
                    .contains("oldest for ");
              });
    }
  }

  @Test
  void aPortThatIsTakenIsSaidWithoutTheWordsOfAProgrammer() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      String address = "127.0.0.1:" + taken.getLocalPort();
      try (ServerProcess relay =
          ServerProcess.begin(settings(25, "postern.relay.listen=" + address))) {
        assertThat(relay.ended()).isEqualTo(4);
        assertThat(relay.log())
            .contains("postern: postern.relay.listen: cannot listen on ", "" + taken.getLocalPort())
            .contains("is another server there")
            .doesNotContain("Exception", "--debug");
      }
    }
  }

  @Test
  void aReloadPutsNewSettingsInForceAndInvalidOnesChangeNothing() throws Exception {
    String listen = "postern.relay.listen=127.0.0.1:" + SparePort.find();
    try (FakeSmtpServer first = FakeSmtpServer.builder().start();
        FakeSmtpServer second = FakeSmtpServer.builder().start();
        ServerProcess relay = ServerProcess.start(settings(first.port(), listen))) {
      settings(
          second.port(),
          listen,
          "postern.relay.max_size=lots",
          "postern.relay.listener.x.port=0x19");
      Shell.Run refused = shell.run("reload", "--json");
      Shell.Run broken = shell.run("status");
      Shell.Run queue = shell.run("queue", "list");
      submit(relay.port(), "b@example.org");
      await().until(() -> first.mails().size() == 1);

      settings(second.port(), listen, "postern.relay.max_size=2m", "postern.spool.keep_free_mb=1");
      Shell.Run applied = shell.run("reload", "--json");
      await().until(() -> shell.run("status").out().contains("last success"));
      int port = relay.port();
      submit(port, "c@example.org");
      await().until(() -> second.mails().size() == 1);

      assertThat(refused.code()).isEqualTo(3);
      assertThat(refused.err())
          .contains("not applied", "postern.relay.max_size", "\"lots\"", "\"0x19\"");
      assertThat(refused.out())
          .startsWith("{\"done\":\"nothing\",\"said\":\"\",\"problems\":[\"")
          .contains("postern.relay.max_size");
      assertThat(broken.code()).isEqualTo(3);
      assertThat(queue.code()).as(queue.all()).isZero();
      assertThat(queue.out()).isEqualTo("No mail waits.\n");
      assertThat(queue.err()).contains("postern.relay.max_size", "goes on");
      assertThat(broken.unwrapped())
          .contains("process " + relay.pid(), "Spool ", "✓ Mail flows.")
          .contains("✗ The settings cannot be used; the server goes on", "postern.relay.max_size");
      assertThat(applied.code()).as(applied.all()).isZero();
      assertThat(applied.out())
          .startsWith("{\"done\":\"reload\",\"said\":\"The settings were read anew")
          .endsWith("\"problems\":[]}\n");
      assertThat(applied.out()).contains("in force").contains("restart", "keep_free_mb");
      assertThat(greeting(port, "EHLO me\r\nQUIT\r\n")).contains("250-SIZE 2097152");
      assertThat(first.mails()).hasSize(1);
    }
  }

  @Test
  void allThatIsWrongIsToldAtOnceInTheOrderOfItsLines() throws Exception {
    Path settings =
        settings(
            25,
            "postern.relay.listen=0.0.0.0:" + SparePort.find(),
            "postern.queue.lifetime=soon",
            "postern.health.token=short",
            "postern.relay.listener.x.address=*",
            "postern.relay.listener.x.tls=implicit",
            "postern.relay.listener.x.certificate=absent.pem",
            "postern.truststore.file=nowhere.p12",
            "postern.alert.webhook=http://hooks.example.com/",
            "postern.helth.listen=none",
            "postern.pool.max_idle=");
    Path file = settings.resolve("is.properties");
    Files.writeString(file, Files.readString(file).replace("\n", "\r\n"));
    Shell.Run run = shell.run("run");
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err().lines().filter(line -> line.startsWith("  ")))
        .extracting(line -> line.strip().split(": ")[0])
        .containsExactly(
            "is.properties:6 postern.relay.listen",
            "is.properties:7 postern.queue.lifetime",
            "is.properties:8 postern.health.token",
            "is.properties:9 postern.relay.listener.x.address",
            "is.properties:11 postern.relay.listener.x.certificate",
            "is.properties:12 postern.truststore.file",
            "is.properties:13 postern.alert.webhook",
            "is.properties:14 postern.helth.listen",
            "is.properties:15 postern.pool.max_idle");
  }

  @Test
  void aReloadWithoutServerSaysSo() {
    settings(25);
    Shell.Run run = shell.run("reload");
    assertThat(run.code()).isEqualTo(4);
    assertThat(run.err()).contains("no server runs");
  }

  @Test
  void aSecondServerOnTheSameSpoolIsRefusedByNamingTheFirst() throws Exception {
    try (ServerProcess relay = ServerProcess.start(settings(25))) {
      Shell.Run second = shell.run("run");
      assertThat(second.code()).isEqualTo(3);
      assertThat(second.err()).contains("belongs to another server, process " + relay.pid());
    }
  }

  @Test
  void healthAndMetricsAreServedWithTheToken() throws Exception {
    String token = "0123456789abcdef";
    settings(25, "postern.health.token=" + token);
    try (ServerProcess relay = ServerProcess.start(conf)) {
      assertThat(relay.health("/livez", "")).startsWith("200 ");
      assertThat(relay.health("/readyz", "")).startsWith("401 ");
      assertThat(relay.health("/readyz", token)).startsWith("200 ready");
      assertThat(relay.health("/metrics", token + "0")).startsWith("401 ");
      assertThat(relay.health("/metrics", token))
          .startsWith("200 ")
          .contains("postern_ready 1.0", "postern_mails_accepted_total 0.0")
          .contains("postern_queue_recipients{state=\"waiting\"} 0.0");
      assertThat(relay.health("/other", token)).startsWith("404 ");
      assertThat(relay.log()).doesNotContain(token);
    }
  }

  @Test
  void aServerThatTakesNoMailIsNotReadyAndCountsWhomItPutOff() throws Exception {
    try (ServerProcess relay =
        ServerProcess.start(settings(25, "postern.spool.keep_free_mb=1000000"))) {
      assertThat(greeting(relay.port(), "EHLO me\r\nMAIL FROM:<a@example.com>\r\nQUIT\r\n"))
          .contains("\n452 4.3.1 ");
      assertThat(relay.health("/readyz", "")).startsWith("503 ").contains("keep_free_mb");
      assertThat(relay.health("/livez", "")).startsWith("200 ");
      assertThat(relay.health("/metrics", ""))
          .contains("postern_ready 0.0", "postern_smtp_deferred_total 1.0");
      assertThat(shell.run("status").unwrapped())
          .contains("0 mails or recipients refused, 1 told to come again");
    }
  }

  @Test
  void aServerIsReadyAgainByItselfWhenItsSpoolCanBeWritten() throws Exception {
    Path spool = settings(25, "postern.alert.look_every=1h").resolve("spool/spool.db");
    try (ServerProcess relay = ServerProcess.start(conf)) {
      assertThat(relay.health("/readyz", "")).startsWith("200 ");
      // the server, which looks for work once a second, may be the one who meets the strange file
      await().until(() -> refusedForAFileThatIsAway(relay, spool));
      // the words are those of whoever met the strange file last: a writer, or a look at the queue
      assertThat(relay.health("/readyz", "")).startsWith("503 ").contains("spool.db ");
      await().untilAsserted(() -> assertThat(relay.health("/readyz", "")).isEqualTo("200 ready\n"));
    }
  }

  private static boolean refusedForAFileThatIsAway(ServerProcess relay, Path file)
      throws IOException {
    Files.move(file, file.resolveSibling("aside"), StandardCopyOption.REPLACE_EXISTING);
    String said =
        greeting(
            relay.port(),
            "EHLO me\r\nMAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.org>\r\n"
                + "BDAT 15 LAST\r\nSubject: S\r\n\r\nT\r\nQUIT\r\n");
    assertThat(said).containsAnyOf("\n451 4.3.0 ", " queued");
    return said.contains("\n451 4.3.0 ");
  }

  @Test
  void healthBeyondThisHostWithoutATokenIsRefused() throws Exception {
    settings(25);
    Files.writeString(
        conf.resolve("is.properties"),
        Files.readString(conf.resolve("is.properties"))
            .replace("127.0.0.1:0\n#health", "0.0.0.0:0"));
    Shell.Run run = shell.run("run");
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains("postern.health.listen", "postern.health.token");
  }

  @Test
  void aMailOfSendmailHasTheFieldsOfAnAcceptedOneWhereTheLogIsJson() throws Exception {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start();
        ServerProcess relay = ServerProcess.start(settings(server.port()), "--json-log")) {
      String mail = "Message-ID: <7@example.com>\n\nText\n";
      assertThat(shell.input(mail).sendmail("b@example.org", "c@example.org").code()).isZero();
      relay.awaitLog(" delivered to b@example.org");

      assertThat(life(relay, "taken_up", "b@example.org, c@example.org"))
          .containsPattern(
              "\\{\"id\":\"[A-Z0-9]{13}\"}.*\\{\"from\":\"[^\"]+\"}.*\\{\"bytes\":\"\\d+\"}")
          .contains("{\"message_id\":\"<7@example.com>\"}", "{\"client\":\"sendmail ");
    }
  }

  @Test
  void theLogIsJsonOnRequestAndHasTheLifeOfAMailInFields() throws Exception {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start();
        ServerProcess relay = ServerProcess.start(settings(server.port()), "--json-log")) {
      server.at(SmtpStep.RCPT).once().reply("550 5.1.1 nobody here");
      submit(relay.port(), "c@example.org");
      relay.awaitLog("\"event\":\"bounced\"");
      submit(relay.port(), "b@example.org");
      relay.awaitLog(" delivered to b@example.org");

      assertThat(life(relay, "accepted", "b@example.org"))
          .contains("{\"from\":\"a@example.com\"}")
          .containsPattern("\\{\"id\":\"[A-Z0-9]{13}\"}.*\\{\"bytes\":\"\\d+\"}")
          .contains("{\"client\":\"smtp [127.0.0.1] me\"}");
      assertThat(life(relay, "delivered", "b@example.org"))
          .contains("{\"from\":\"a@example.com\"}")
          .contains("{\"code\":\"250\"}", "{\"reply\":\"250 ", "{\"action\":\"none\"}")
          .containsPattern("\\{\"delay\":\"\\d+\\.\\d+\"}")
          .contains("{\"client\":\"smtp [127.0.0.1] me\"}");
      assertThat(life(relay, "bounced", "c@example.org"))
          .contains("{\"code\":\"550\"}")
          .contains("{\"reply\":\"550 5.1.1 nobody here\"}", "{\"diagnosis\":\"");
      assertThat(life(relay, "notice", "a@example.com")).contains("{\"client\":\"bounce for ");
      relay.terminate();
      List<String> lines = relay.log().lines().toList();
      assertThat(lines).allMatch(line -> line.startsWith("{") && line.endsWith("}"));
      assertThat(relay.log())
          .contains("\"level\":\"INFO\"", "\"formattedMessage\":\"Ready: ")
          .contains("\"formattedMessage\":\"Stopped; ");
    }
  }

  /** Awaited: other threads than that of the line which a test waited for write such lines. */
  private static String life(ServerProcess relay, String event, String to) {
    return await()
        .until(
            () ->
                relay
                    .log()
                    .lines()
                    .filter(line -> line.contains("{\"event\":\"" + event + "\"}"))
                    .filter(line -> line.contains("{\"to\":\"" + to + "\"}"))
                    .filter(line -> line.endsWith("}"))
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  @Test
  void systemdIsToldWhenItIsReadyAndWhenItEnds() throws Exception {
    Path bin = Files.createDirectories(home.resolve("bin"));
    Path told = home.resolve("told");
    Path notify =
        Files.writeString(
            bin.resolve("systemd-notify"), "#!/bin/sh\necho \"$@\" >>'" + told + "'\n");
    Files.setPosixFilePermissions(notify, PosixFilePermissions.fromString("rwxr-xr-x"));
    ProcessBuilder line =
        ServerProcess.java(
            "org.postern.distribution.Postern", List.of("-c", settings(25).toString(), "run"));
    line.environment().put("PATH", bin + ":" + System.getenv("PATH"));
    line.environment().put("NOTIFY_SOCKET", home.resolve("socket").toString());
    try (ServerProcess relay = ServerProcess.begin(line, home.resolve("log")).awaitReady()) {
      await().until(() -> Files.exists(told) && Files.readString(told).contains("--ready"));
      relay.terminate();
    }
    assertThat(Files.readString(told))
        .contains("--status=Mail is taken at 127")
        .endsWith("STOPPING=1\n");
  }

  @Test
  @Tag("same-on-every-jdk")
  void theControlFileIsForItsOwnerAloneAndGoesWithTheServer() throws Exception {
    Path file = settings(25).resolve("spool/server.control");
    try (ServerProcess relay = ServerProcess.start(conf)) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      relay.terminate();
    }
    assertThat(file).doesNotExist();
  }

  /** Settings for a next hop at that port. */
  private Path settings(int port, String... more) {
    return Conf.files(
        conf,
        "mksis.logging.email.server.hostname=localhost\nmksis.logging.email.server.port="
            + port
            + "\npostern.mail.from=app@example.com\n"
            + (List.of(more).stream().anyMatch(line -> line.startsWith("postern.relay.listen="))
                ? ""
                : "postern.relay.listen=127.0.0.1:0\n")
            + "postern.health.listen=127.0.0.1:0\n#health\n"
            + String.join("\n", more)
            + "\n",
        "");
  }

  static void submit(int port, String recipient) throws IOException {
    String said =
        greeting(
            port,
            "EHLO me\r\nMAIL FROM:<a@example.com>\r\nRCPT TO:<"
                + recipient
                + ">\r\nBDAT 15 LAST\r\nSubject: S\r\n\r\nT\r\nQUIT\r\n");
    assertThat(said).contains("queued");
  }

  /** All that it answers to these lines, one reply awaited after each. */
  static String greeting(int port, String lines) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(30_000);
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      StringBuilder said = new StringBuilder(in.readLine());
      for (String line : lines.split("(?<=\r\n)(?=[A-Z]{4}[ \r])")) {
        socket.getOutputStream().write(line.getBytes(StandardCharsets.US_ASCII));
        String reply;
        do {
          reply = in.readLine();
          said.append('\n').append(reply);
        } while (reply != null && reply.length() > 3 && reply.charAt(3) == '-');
      }
      return said.toString();
    }
  }
}
