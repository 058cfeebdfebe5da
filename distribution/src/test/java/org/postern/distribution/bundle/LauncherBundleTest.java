package org.postern.distribution.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.distribution.cli.Conf;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.Reaction;
import org.postern.testkit.SmtpStep;
import org.postern.testkit.TestCa;

/** The real bin/postern of the packed bundle, as a process. */
class LauncherBundleTest {

  private static final TestCa CA = TestCa.create();

  @TempDir Path folder;
  private Bundle bundle;

  @BeforeEach
  void unpack() {
    bundle = Bundle.unpack(folder.resolve("with a blank"));
  }

  @Test
  void aMailLeavesFromAFolderWithABlankWithNothingButItsResultPrinted() {
    try (FakeSmtpServer server =
        FakeSmtpServer.builder().startTls(CA.localhost()).user(Conf.USER, Conf.PASSWORD).start()) {
      String conf = Conf.basic(folder.resolve("my conf"), server).toString();
      bundle.postern("-c", conf, "truststore", "import", Conf.pem(CA, folder));
      Bundle.Run encrypted = bundle.postern("-c", conf, "encrypt");

      for (int time = 1; time <= 2; time++) { // with the class archive and without
        Bundle.Run sent =
            bundle.postern("-c", conf, "send", "--to", "a@example.org", "--text", "T");

        assertThat(sent.err()).isEmpty();
        assertThat(sent.out()).isEqualTo("accepted for a@example.org (250 2.0.0 kept)\n");
        assertThat(sent.code()).isZero();
      }
      assertThat(encrypted.code()).as(encrypted.err()).isZero();
      assertThat(server.mails()).hasSize(2);
    }
  }

  @Test
  void theFirstMailLeavesAClassArchiveForTheNext() throws IOException {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start()) {
      String conf = Conf.write(folder.resolve("conf"), server).toString();

      bundle.postern("-c", conf, "send", "--to", "a@example.org", "--text", "T");

      try (Stream<Path> cached = Files.list(folder.resolve("with a blank/cache"))) {
        assertThat(cached.map(Path::toString).filter(name -> name.endsWith(".jsa"))).hasSize(1);
      }
    }
  }

  @Test
  void aCacheThatCannotBeWrittenDoesNoHarm() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "no folder");
    try (FakeSmtpServer server = FakeSmtpServer.builder().start()) {
      String conf = Conf.write(folder.resolve("conf"), server).toString();

      Bundle.Run sent =
          bundle
              .with("POSTERN_CACHE", file.resolve("cache").toString())
              .postern("-c", conf, "send", "--to", "a@example.org", "--text", "T");

      assertThat(sent.err()).isEmpty();
      assertThat(sent.code()).isZero();
    }
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
  void aLinkToTheLauncherFindsTheBundle() throws IOException {
    Path first = Files.createSymbolicLink(folder.resolve("first"), bundle.launcher());
    Path second = Files.createSymbolicLink(folder.resolve("second"), Path.of("first"));

    assertThat(first).isSymbolicLink();
    assertThat(bundle.start(second, "--version").out()).startsWith("postern 0");
  }

  @Test
  void javaOnThePathIsEnough() throws IOException {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Files.createSymbolicLink(
        bin.resolve("java"), Path.of(System.getProperty("java.home"), "bin/java"));

    Bundle.Run run =
        bundle.with("JAVA_HOME", "").with("PATH", bin + ":/usr/bin:/bin").postern("--version");

    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
  }

  @Test
  void anOldJavaIsRefusedInPlainWords() throws IOException {
    Path bin = Files.createDirectories(folder.resolve("old/bin"));
    Path java =
        Files.writeString(
            bin.resolve("java"),
            "#!/bin/sh\necho '    java.specification.version = 11' >&2\n"
                + "echo 'openjdk version \"11.0.1\"' >&2\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));

    Bundle.Run refused = bundle.with("JAVA_HOME", bin.getParent().toString()).postern("--version");

    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains("Java 11", "17 or newer").hasLineCount(1);
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
      for (int time = 1; time <= 2; time++) { // with the class archive and without
        Bundle.Run run = bundle.fed(mail).start(sendmail, "-C", conf.toString(), "-t", "-i");
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

  @Test
  void theGarbageCollectorOfTheOptionsTakesThePlaceOfOurs() {
    Bundle chosen = bundle.with("POSTERN_JAVA_OPTS", "-XX:+PrintFlagsFinal -XX:+UseG1GC");
    String nowhere = folder.resolve("nowhere").toString();

    assertThat(chosen.postern("-c", nowhere, "run").out()).containsPattern("UseG1GC +(:)?= true");
    assertThat(chosen.postern("--version").out()).containsPattern("UseG1GC +(:)?= true");
  }

  @Test
  void everythingThatTheDocumentsNameIsInTheBundle() {
    for (String name :
        new String[] {
          "bin/postern",
          "bin/postern.cmd",
          "bin/postern-sendmail",
          "systemd/postern.service",
          "conf/is.properties",
          "conf/security.properties",
          "lib",
          "lib/demo",
          "plugins",
          "docs/administrator.md",
          "docs/settings.md",
          "docs/plugins.md",
          "man/man1/postern.1",
          "man/man1/postern-sendmail.1",
          "completion/postern",
          "LICENSE",
          "NOTICE",
          "README.md"
        }) {
      assertThat(bundle.home().resolve(name)).exists();
    }
    assertThat(bundle.launcher()).isExecutable();
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
                  () -> starter.descendants().filter(LauncherBundleTest::isolated).findFirst(),
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
