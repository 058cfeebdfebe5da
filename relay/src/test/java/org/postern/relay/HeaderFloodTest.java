package org.postern.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.spool.Arrival;
import org.postern.spool.Intake;
import org.postern.spool.MailId;

/** Header sections of the largest size, many at once, for a server with a heap of 64 MB. */
class HeaderFloodTest {

  private static final int SESSIONS = 40;
  private static final int JUST_BELOW = 1024 * 1024 - 2048;

  @TempDir private Path folder;

  @Test
  void aThousandTinyFieldsAndManyMoreDoNotFillTheHeap() throws Exception {
    flood("a:\r\n", 552, reply -> reply.startsWith("552 5.3.4"));
  }

  @Test
  void sectionsOfAMegabyteAreTakenAsFarAsThereIsRoomAndOthersComeAgain() throws Exception {
    flood(
        "X: " + "y".repeat(900) + "\r\n",
        250,
        reply -> reply.startsWith("250") || reply.startsWith("452 4.3.1"));
  }

  private void flood(String field, int oneIs, Predicate<String> good) throws Exception {
    String header = field.repeat(JUST_BELOW / field.length());
    Process process = listener();
    List<RawClient> clients = new ArrayList<>();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      int port = Integer.parseInt(out.readLine());
      for (int i = 0; i < SESSIONS; i++) {
        RawClient client = ready(port).begun();
        client.send(header);
        clients.add(client);
      }
      try (RawClient usual = ready(port)) {
        assertThat(usual.mail("Subject: x\r\nX: " + "y".repeat(12_000) + "\r\n\r\nx"))
            .startsWith("250");
      }
      List<String> replies = new ArrayList<>();
      for (RawClient client : clients) {
        replies.add(client.say("\r\nx\r\n."));
      }
      assertThat(replies).allMatch(good).anyMatch(reply -> reply.startsWith(oneIs + " "));
      try (RawClient last = ready(port)) {
        assertThat(last.mail(header + "\r\nx")).startsWith(oneIs + " ");
      }
    } finally {
      for (RawClient client : clients) {
        client.close();
      }
      process.destroy();
      assertThat(process.waitFor(Patient.LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }
  }

  private static RawClient ready(int port) throws IOException {
    RawClient client = RawClient.to(port);
    client.reply();
    client.say("EHLO me");
    return client;
  }

  private Process listener() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-Xshare:auto",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            HeaderFloodTest.class.getName(),
            folder.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** Prints its port; listens until it is ended. */
  public static void main(String[] arguments) throws Exception {
    ListenerSettings settings =
        RunningListener.settings(Path.of(arguments[0]), "postern.relay.listen=127.0.0.1:0");
    SmtpListener listener = SmtpListener.start(settings, new Forgetful());
    System.out.println(listener.addresses().get(0).getPort());
    TimeUnit.MINUTES.sleep(10);
  }

  /** Takes all and keeps nothing. */
  private static final class Forgetful implements Inlet {

    @Override
    public void admit(long size) {}

    @Override
    public Intake receive() {
      return new ForgetfulIntake();
    }

    @Override
    public MailId commit(Intake intake, Arrival arrival) {
      return intake.commit(arrival);
    }
  }
}
