package org.postern.distribution.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.distribution.cli.Conf;
import org.postern.distribution.cli.Shell;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.TestCa;

/** The real bin/postern of the packed bundle, as a process. */
class LauncherBundleTest {

  private static final TestCa CA = TestCa.create();

  private static Bundle bundle;
  @TempDir Path folder;

  @BeforeAll
  static void unpack(@TempDir Path shared) {
    bundle = Bundle.unpack(shared.resolve("with a blank"));
  }

  @Test
  void aMailLeavesFromAFolderWithABlankWithNothingButItsResultPrinted() throws IOException {
    Bundle fresh = bundle.withCache(folder.resolve("a cache"));
    try (FakeSmtpServer server =
        FakeSmtpServer.builder().startTls(CA.localhost()).user(Conf.USER, Conf.PASSWORD).start()) {
      String conf = Conf.basic(folder.resolve("my conf"), server).toString();
      Shell shell = new Shell(folder);
      assertThat(shell.run("-c", conf, "truststore", "import", Conf.pem(CA, folder)).code())
          .isZero();
      Bundle.Run encrypted = fresh.postern("-c", conf, "encrypt");
      assertThat(encrypted.code()).as(encrypted.err()).isZero();
      assertThat(archives(fresh)).isEmpty();

      for (int time = 1; time <= 2; time++) { // the first mail leaves a class archive for the next
        Bundle.Run sent = fresh.postern("-c", conf, "send", "--to", "a@example.org", "--text", "T");

        assertThat(sent.err()).isEmpty();
        assertThat(sent.out()).isEqualTo("accepted for a@example.org (250 2.0.0 kept)\n");
        assertThat(sent.code()).isZero();
        assertThat(archives(fresh)).hasSize(1);
      }
      assertThat(server.mails()).hasSize(2);
    }
  }

  private static List<Path> archives(Bundle bundle) throws IOException {
    try (Stream<Path> cached = Files.list(bundle.cache())) {
      return cached.filter(file -> file.toString().endsWith(".jsa")).toList();
    }
  }

  @Test
  void aCacheThatCannotBeWrittenDoesNoHarm() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "no folder");
    try (FakeSmtpServer server = FakeSmtpServer.builder().start()) {
      String conf = Conf.write(folder.resolve("conf"), server).toString();

      Bundle.Run sent =
          bundle
              .withCache(file.resolve("cache"))
              .postern("-c", conf, "send", "--to", "a@example.org", "--text", "T");

      assertThat(sent.err()).isEmpty();
      assertThat(sent.code()).isZero();
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
        bundle
            .withCache(folder.resolve("cache"))
            .with("JAVA_HOME", "")
            .with("PATH", bin + ":/usr/bin:/bin")
            .postern("--version");

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
}
