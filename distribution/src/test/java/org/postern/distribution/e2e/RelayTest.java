package org.postern.distribution.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.distribution.e2e.Lab.Port;
import org.postern.distribution.server.ServerProcess;

/** Clients that are not ours, the relay as a process, and the real stack by OAuth behind it. */
@NeedsLab
class RelayTest {

  private static final int ROUNDS = 3;
  private static final int UNDER_WAY = 12;

  @TempDir Path folder;

  @Test
  void mailOfSmtplibAndCurlAndSendmailArrivesByOAuth() throws Exception {
    ConfDir conf = relay();
    String marker = UUID.randomUUID().toString();
    try (ServerProcess relay = ServerProcess.start(conf.dir())) {
      String port = Integer.toString(relay.port());
      Path mail = Files.writeString(folder.resolve("mail"), text("curl " + marker));
      run(
          new ProcessBuilder(
              "python3",
              "-c",
              """
              import smtplib, sys
              smtp = smtplib.SMTP('127.0.0.1', int(sys.argv[1]))
              smtp.sendmail('postern@lab.test', ['inbox@lab.test'], sys.argv[2].encode())
              smtp.quit()
              """,
              port,
              text("smtplib " + marker)));
      run(
          new ProcessBuilder(
              "curl",
              "-sS",
              "--url",
              "smtp://127.0.0.1:" + port,
              "--mail-from",
              Lab.USER,
              "--mail-rcpt",
              "inbox@lab.test",
              "--upload-file",
              mail.toString()));
      run(sendmail(conf, "-t", "-i").redirectInput(mailTo("sendmail " + marker)));

      for (byte[] arrived : Lab.shared().inbox().awaitAll(marker, 3)) {
        assertThat(Inbox.text(arrived))
            .contains("(Postern)", "with ESMTPSA id", "Authenticated sender: " + Lab.USER);
      }
      assertThat(relay.terminate()).isEqualTo(128 + 15);
      assertThat(relay.log()).doesNotContainPattern("eyJ[A-Za-z0-9_-]{20}");
    }
  }

  @Test
  void everyMailThatGot250ArrivesThoughTheServerIsKilledUnderLoad() throws Exception {
    ConfDir conf =
        relay()
            .is("postern.queue.retry", "1s")
            .is("postern.queue.hold", "1s")
            .is("postern.queue.hold_network", "1s")
            .ready();
    String marker = "kill-" + UUID.randomUUID();
    Load load = new Load(marker);
    for (int round = 1; round <= ROUNDS; round++) {
      try (ServerProcess relay = ServerProcess.start(conf.dir())) {
        load.begin(relay.port(), 8);
        load.awaitAcknowledged(round * 40);
        relay.kill();
        load.end();
      }
    }
    Set<String> acknowledged = load.acknowledged();
    try (ServerProcess relay = ServerProcess.start(conf.dir())) {
      Map<String, Integer> arrived = new TreeMap<>();
      Lab.shared()
          .inbox()
          .await(
              marker,
              acknowledged.size(),
              mail -> {
                Matcher id = Pattern.compile(marker + "-\\d+").matcher(Inbox.text(mail));
                return id.find()
                    && arrived.merge(id.group(), 1, Integer::sum) == 1
                    && acknowledged.contains(id.group());
              });
      assertThat(arrived.keySet()).containsAll(acknowledged);
      int twice = arrived.values().stream().mapToInt(count -> count - 1).sum();
      // those that were between the last dot and its reply when the process was killed
      assertThat(twice).isLessThanOrEqualTo(ROUNDS * UNDER_WAY);
      assertThat(relay.log()).doesNotContain(" ERROR ");
    }
  }

  private static ConfDir relay() {
    return ConfDir.oauth(Port.SUBMISSION)
        .starttls()
        .is("postern.relay.listen", "127.0.0.1:0")
        .is("postern.health.listen", "none")
        .ready();
  }

  private static String text(String subject) {
    return "From: postern@lab.test\r\nSubject: " + subject + "\r\n\r\nText\r\n";
  }

  private File mailTo(String subject) throws IOException {
    String mail = "To: inbox@lab.test\nFrom: postern@lab.test\nSubject: " + subject + "\n\nText\n";
    return Files.writeString(folder.resolve("to"), mail).toFile();
  }

  private static ProcessBuilder sendmail(ConfDir conf, String... arguments) {
    List<String> line = new ArrayList<>(List.of("-C", conf.dir().toString()));
    line.addAll(List.of(arguments));
    return ServerProcess.java("org.postern.distribution.SendmailProcess", line);
  }

  private static void run(ProcessBuilder program) throws IOException, InterruptedException {
    Process process;
    try {
      process = program.redirectErrorStream(true).start();
    } catch (IOException absent) {
      assertThat(System.getProperty("postern.e2e", "")).as("%s", absent).isNotEqualTo("required");
      Assumptions.abort(program.command().get(0) + " is not installed");
      return;
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
  }
}
