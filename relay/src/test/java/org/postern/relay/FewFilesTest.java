package org.postern.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.relay.Patient.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.testkit.LogLines;

/** A listener whose process may have few files open at once. */
class FewFilesTest {

  private static final int LIMIT = 100;

  @TempDir private Path folder;

  @Test
  void afterTheLastDescriptorIsGoneItGoesOnWhenSomeAreFree() throws Exception {
    Process process = listener();
    List<Socket> hoard = new ArrayList<>();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      int port = Integer.parseInt(out.readLine());
      for (int i = 0; i < LIMIT; i++) {
        hoard.add(new Socket("127.0.0.1", port));
      }
      String told = out.readLine();
      assertThat(told).contains("Cannot take a connection", "open files");
      // a file that the JVM itself closes lets one more in, after which it is told again
      await().during(Duration.ofMillis(600)).alias("not told each time").until(() -> isQuiet(out));
      for (Socket socket : hoard) {
        socket.close();
      }
      try (RawClient client = RawClient.to(port)) {
        assertThat(client.reply()).startsWith("220");
        client.say("EHLO me");
        assertThat(client.mail("Subject: x\r\n\r\nx")).startsWith("250");
      }
    } finally {
      process.destroy();
      assertThat(process.waitFor(Patient.LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }
  }

  private static boolean isQuiet(BufferedReader out) throws IOException {
    boolean quiet = !out.ready();
    if (!quiet) {
      assertThat(out.readLine()).contains("Cannot take a connection");
    }
    return quiet;
  }

  private Process listener() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProcessBuilder(
            "sh",
            "-c",
            "ulimit -n " + LIMIT + "; exec \"$@\"",
            "sh",
            java,
            "-Xshare:auto",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            FewFilesTest.class.getName(),
            folder.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** Prints its port, and what it logs; listens until it is ended. */
  public static void main(String[] arguments) throws Exception {
    RunningListener relay = RunningListener.with(Path.of(arguments[0]));
    warmUp(relay);
    try (relay;
        LogLines log = LogLines.of("org.postern.relay")) {
      System.out.println(relay.port());
      int printed = 0;
      while (true) {
        List<String> lines = log.all();
        for (; printed < lines.size(); printed++) {
          System.out.println(lines.get(printed));
        }
        TimeUnit.MILLISECONDS.sleep(20);
      }
    }
  }

  /** Whatever is loaded when the first client comes must not need a file when the last came. */
  private static void warmUp(RunningListener relay) throws Exception {
    try (RawClient client = RawClient.ready(relay)) {
      client.mail("Subject: x\r\n\r\nx");
    }
  }
}
