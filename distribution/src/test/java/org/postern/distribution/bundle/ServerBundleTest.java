package org.postern.distribution.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.distribution.cli.Conf;
import org.postern.testkit.FakeSmtpServer;

/** The relay of the packed bundle, by its launchers, as a process. */
class ServerBundleTest {

  private static Bundle bundle;
  @TempDir Path folder;

  @BeforeAll
  static void unpack(@TempDir Path shared) {
    bundle = Bundle.unpack(shared.resolve("with a blank"));
  }

  @Test
  void theRelayRunsFromTheBundleAndItsSendmailNeedsNoServer() throws Exception {
    try (FakeSmtpServer next = FakeSmtpServer.builder().start()) {
      Path conf =
          Conf.write(
              folder.resolve("my conf"),
              next,
              "postern.relay.listen=127.0.0.1:0",
              "postern.health.listen=none");
      Path mail = Files.writeString(folder.resolve("mail"), "To: a@example.org\n\nText\n");
      Path sendmail =
          Files.createSymbolicLink(
              folder.resolve("sendmail"), bundle.home().resolve("bin/postern-sendmail"));
      Bundle fed = bundle.fed(mail);
      for (int time = 1; time <= 2; time++) { // with the class archive and without
        Bundle.Run run = fed.start(sendmail, "-C", conf.toString(), "-t", "-i");
        assertThat(run.out() + run.err()).isEmpty();
        assertThat(run.code()).isZero();
      }
      Process relay = bundle.begin("-c", conf.toString(), "run");
      try {
        await().atMost(Duration.ofSeconds(60)).until(() -> next.mails().size() == 2);
        // what waits in the spool leaves before the server takes commands
        await().until(() -> Files.exists(conf.resolve("spool/server.control")));
        assertThat(bundle.postern("-c", conf.toString(), "status").code()).isZero();
        assertThat(bundle.postern("-c", conf.toString(), "reload").code()).isZero();
      } finally {
        relay.destroy();
      }
      assertThat(relay.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(relay.exitValue()).isEqualTo(128 + 15);
      assertThat(next.mails()).hasSize(2);
    }
  }

  @Test
  void aServerWithoutMemoryEndsAtOnceUnlessTheOptionsSayOtherwise() {
    String nowhere = folder.resolve("nowhere").toString();
    String shown = "-XX:+PrintFlagsFinal";
    Bundle.Run usual = bundle.with("POSTERN_JAVA_OPTS", shown).postern("-c", nowhere, "run");
    Bundle.Run other =
        bundle
            .with("POSTERN_JAVA_OPTS", shown + " -XX:-CrashOnOutOfMemoryError")
            .postern("-c", nowhere, "run");

    assertThat(usual.out())
        .containsPattern("CrashOnOutOfMemoryError +(:)?= true")
        .containsPattern("CreateCoredumpOnCrash +(:)?= false");
    assertThat(other.out()).containsPattern("CrashOnOutOfMemoryError +(:)?= false");
  }
}
