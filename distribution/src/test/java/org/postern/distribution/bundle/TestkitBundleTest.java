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
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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

  /** They would be missing beside it in a repository, which javac warns of. */
  @Test
  void theJarPutsNoOthersOnTheClassPathOfATest() throws Exception {
    Bundle.unpack(folder.resolve("bundle"));
    try (Stream<Path> jars = Files.walk(folder.resolve("bundle"))) {
      Path jar =
          jars.filter(one -> one.getFileName().toString().startsWith("postern-testkit-"))
              .findAny()
              .orElseThrow();
      try (JarFile testkit = new JarFile(jar.toFile())) {
        Attributes manifest = testkit.getManifest().getMainAttributes();
        assertThat(manifest.getValue(Attributes.Name.CLASS_PATH)).isNull();
        assertThat(manifest.getValue(Attributes.Name.MAIN_CLASS)).isNotNull();
      }
    }
  }

  private static int smtpPort(Path output) throws IOException {
    Matcher found = Pattern.compile("localhost:(\\d+),").matcher(Files.readString(output));
    assertThat(found.find()).isTrue();
    return Integer.parseInt(found.group(1));
  }
}
