package org.postern.distribution.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.distribution.cli.Conf;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.Reaction;
import org.postern.testkit.SmtpStep;

/** Commands of the packed bundle that start processes, use the samples, or are interrupted. */
class CommandsBundleTest {

  private static Bundle bundle;
  @TempDir Path folder;

  @BeforeAll
  static void unpack(@TempDir Path shared) {
    bundle = Bundle.unpack(shared.resolve("with a blank"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "json"})
  void ctrlCInMidStepEndsTheDoctorWithWholeLinesAndItsCode(String form) throws Exception {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start()) {
      server.at(SmtpStep.BANNER).will(Reaction.hang());
      String conf = Conf.write(folder.resolve("conf"), server).toString();
      Path output = folder.resolve("output");
      String[] line =
          form.equals("json")
              ? new String[] {"-c", conf, "doctor", "--patience", "60", "--json"}
              : new String[] {"-c", conf, "doctor", "--patience", "60"};
      Process doctor = bundle.beginInto(output, line);
      await().atMost(Duration.ofSeconds(60)).until(() -> !server.sessions().isEmpty());

      new ProcessBuilder("kill", "-INT", String.valueOf(doctor.pid())).start().waitFor();

      assertThat(doctor.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(doctor.exitValue()).isEqualTo(130);
      assertThat(Files.readString(output))
          .endsWith("\n")
          .contains(
              form.equals("json")
                  ? "\"complete\":false,\"exit\":130"
                  : "Interrupted; the steps above are all that was seen.\n");
    }
  }

  @Test
  void theSampleTriggerIsSoundAndItsTestsPass() {
    String samples = bundle.launcher().getParent().resolveSibling("triggers").toString();

    Bundle.Run tested = bundle.postern("trigger", "test", samples);
    Bundle.Run checked = bundle.postern("trigger", "check", samples);

    assertThat(tested.err()).isEmpty();
    assertThat(tested.out()).contains("3 cases, 0 failed.");
    assertThat(tested.code()).isZero();
    assertThat(checked.code()).as(checked.out()).isZero();
  }

  @Test
  void theDemoRunsFromTheBundleWithoutAWarningOfTheJvm() {
    Bundle.Run told = bundle.postern("demo", "--dir", folder.resolve("demo").toString());

    assertThat(told.code()).as(told.err()).isZero();
    assertThat(told.out()).contains("All four mails arrived");
    assertThat(told.err()).doesNotContain("WARNING", "sun.misc.Unsafe");
  }

  @Test
  void anIsolatedRunEndsWithTheProcessThatStartedItEvenWhenThatIsKilled() throws Exception {
    Path script = Files.writeString(folder.resolve("endless.js"), "while (true) {}");
    Path conf = folder.resolve("conf");
    Conf.files(
        conf,
        "mksis.logging.email.server.hostname=localhost\npostern.trigger.time_limit=10m\n",
        "");
    String fixture = Files.writeString(folder.resolve("f.yaml"), "currentUser: pat\n").toString();
    Process starter =
        bundle.begin(
            "-c",
            conf.toString(),
            "trigger",
            "run",
            script.toString(),
            "--fixture=" + fixture,
            "--isolated");
    try {
      ProcessHandle isolated =
          await()
              .until(
                  () -> starter.descendants().filter(CommandsBundleTest::isolated).findFirst(),
                  Optional::isPresent)
              .orElseThrow();

      starter.destroyForcibly();

      await().until(() -> !isolated.isAlive());
    } finally {
      starter.descendants().forEach(ProcessHandle::destroyForcibly);
      starter.destroyForcibly();
    }
  }

  /** By /proc: the JDK shows no arguments of a line as long as this one. */
  private static boolean isolated(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"))
          .contains("--inside-isolated-run");
    } catch (IOException gone) {
      return false;
    }
  }
}
