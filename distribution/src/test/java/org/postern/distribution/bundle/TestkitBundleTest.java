package org.postern.distribution.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real bin/postern-testkit of the packed bundle, as a process. */
class TestkitBundleTest {

  @TempDir Path folder;

  @Test
  void servesAProviderUntilItIsStopped() throws Exception {
    Bundle bundle = Bundle.unpack(folder.resolve("with a blank"));
    Path output = folder.resolve("output");
    Process testkit =
        bundle.beginTestkit(output, "serve", "--profile", "google", "--ca", folder + "/ca.pem");
    try {
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> Files.readString(output).contains("--upload-file") || !testkit.isAlive());
      assertThat(Files.readString(output)).startsWith("Answers as google");
      try (Socket socket = new Socket("127.0.0.1", smtpPort(output))) {
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        assertThat(in.readLine()).isEqualTo("220 smtp.gmail.test ESMTP postern - gsmtp");
        socket.getOutputStream().write("QUIT\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(in.readLine()).startsWith("221 ");
      }
      assertThat(folder.resolve("ca.pem")).exists();
    } finally {
      testkit.destroy();
    }
    assertThat(testkit.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readString(output))
        .contains("smtp 1 C: QUIT", "0 mails, 0 token requests, 0 breaches")
        .doesNotContain("SLF4J", "WARNING");
  }

  private static int smtpPort(Path output) throws IOException {
    Matcher found = Pattern.compile("localhost:(\\d+),").matcher(Files.readString(output));
    assertThat(found.find()).isTrue();
    return Integer.parseInt(found.group(1));
  }
}
