package org.postern.distribution.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Debian package that scripts/deb makes of the packed bundle. */
@Tag("same-on-every-jdk")
class DebianPackageBundleTest {

  /** Of debian-life.sh, where this system lets nobody lay a file system over another. */
  private static final int NO_OVERLAY = 77;

  @TempDir Path folder;

  @BeforeEach
  void oneJdkIsEnough() {
    assumeTrue(Runtime.version().feature() < 25, "the package is the same on every JDK");
    needs(Files.isExecutable(Path.of("/usr/bin/dpkg-deb")), "this is no Debian system");
  }

  @Test
  void itLivesAndDiesWithoutTakingMailAlong() throws Exception {
    Path made = make();
    assertThat(said("dpkg-deb", "-f", made.toString(), "Depends", "Architecture"))
        .contains("Depends: default-jre-headless (>= 2:1.17) | java17-runtime-headless, adduser")
        .contains("Architecture: all");
    assertThat(said("dpkg-deb", "-c", made.toString()).lines())
        .anyMatch(line -> line.matches("-rw-r----- root/root .* ./etc/postern/is.properties"))
        .anyMatch(line -> line.matches("lrwxrwxrwx root/root .* ./usr/bin/postern -> .*"))
        .anyMatch(line -> line.endsWith("./usr/lib/systemd/system/postern.service"))
        .anyMatch(line -> line.endsWith("./usr/share/man/man1/postern.1.gz"))
        .anyMatch(line -> line.endsWith("./usr/share/man/man1/postern-sendmail.1.gz"))
        .anyMatch(line -> line.endsWith("./usr/share/bash-completion/completions/postern"))
        .noneMatch(line -> line.contains("/opt/") || line.endsWith(".cmd"));
    assertThat(said("dpkg-deb", "-I", made.toString(), "conffiles"))
        .isEqualTo("/etc/postern/is.properties\n/etc/postern/security.properties\n");
    assertThat(said("sh", "-c", "dpkg-deb --fsys-tarfile " + made + " | tar -xO " + unit()))
        .startsWith("[Unit]")
        .contains("ExecStart=/usr/bin/postern -c /etc/postern run")
        .doesNotContain("/opt/");
    needs("root".equals(System.getProperty("user.name")), "dpkg installs as root only");

    Path log = folder.resolve("life.log");
    int code =
        run(
            log,
            "unshare",
            "-m",
            "--propagation",
            "private",
            "sh",
            "src/test/resources/debian-life.sh",
            made.toString(),
            Files.createDirectory(folder.resolve("system")).toString(),
            System.getProperty("java.home"));

    assumeTrue(code != NO_OVERLAY, () -> skipped("no file system can be laid over another here"));
    assertThat(code).as(Files.readString(log)).isZero();
    assertThat(Files.readString(log).lines().filter(line -> line.startsWith("== ")))
        .contains(
            "== postern 750 /etc/postern",
            "== postern 640 /etc/postern/is.properties",
            "== postern 700 /var/lib/postern",
            "== after an upgrade: # mine",
            "== spool: postern 700",
            "== removed: 2",
            "== purge: postern: /var/lib/postern is kept, since there is or may be mail in it;",
            "== kept: spool",
            "== 1 recipients dropped.",
            "== left: 0",
            "== not known any more",
            "== service after an upgrade: active enabled",
            "== service after an upgrade that failed: active enabled",
            "== service after a removal that failed: active enabled",
            "== broken: the service ran before and does not start now: no mail is taken.",
            "== service that does not start: enabled",
            "== install ok installed",
            "== service after a removal:")
        .doesNotContain("== kept: /etc/postern");
  }

  private static String unit() {
    return "./usr/lib/systemd/system/postern.service";
  }

  private Path make() throws Exception {
    Path log = folder.resolve("deb.log");
    int code = run(log, "../scripts/deb", folder.toString());
    List<String> said = Files.readAllLines(log);
    assertThat(code).as(said.toString()).isZero();
    return Path.of(said.get(said.size() - 1));
  }

  private String said(String... line) throws Exception {
    Path log = folder.resolve("said.log");
    assertThat(run(log, line)).as(Files.readString(log)).isZero();
    return Files.readString(log, StandardCharsets.UTF_8);
  }

  private static int run(Path log, String... line) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(line)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .start();
    assertThat(process.waitFor(300, TimeUnit.SECONDS)).as("%s ends", List.of(line)).isTrue();
    return process.exitValue();
  }

  /** Where the end-to-end tests are required, a skip is an error. */
  private static void needs(boolean here, String missing) {
    if (!here && "required".equals(System.getProperty("postern.e2e"))) {
      throw new IllegalStateException("the end-to-end tests are required, but " + missing);
    }
    assumeTrue(here, () -> skipped(missing));
  }

  private static String skipped(String why) {
    System.out.println("SKIPPED the Debian package: " + why);
    return why;
  }
}
