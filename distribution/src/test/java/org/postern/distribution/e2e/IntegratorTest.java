package org.postern.distribution.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.distribution.e2e.Lab.Port;

/**
 * The integrator's example as a program of its own, with core and one auth module only: compiled
 * and run apart from this build, on the class path, on the module path, and beside an old JavaMail.
 */
@NeedsLab
class IntegratorTest {

  private static final Path SOURCE =
      Path.of("src/examples/integrator/org/example/SendOne.java").toAbsolutePath();

  /** What core and auth-oauth bring along at run time. */
  private static final List<String> JARS =
      List.of(
          "core/target/classes",
          "auth-oauth/target/classes",
          "postern-core",
          "postern-auth-oauth",
          "angus-mail",
          "angus-activation",
          "jakarta.mail-api",
          "jakarta.activation-api",
          "oauth2-oidc-sdk",
          "nimbus-jose-jwt",
          "json-smart",
          "accessors-smart",
          "content-type",
          "lang-tag",
          "jcip-annotations",
          "asm-",
          "slf4j-api");

  @TempDir Path dir;

  @Test
  void sendsFromTheClassPath() throws Exception {
    compile("-cp", join(path()));

    assertThat(run("-cp", join(path()) + File.pathSeparator + dir, "org.example.SendOne"))
        .isEqualTo("ACCEPTED");
  }

  @Test
  void sendsFromTheModulePath() throws Exception {
    Files.writeString(
        dir.resolve("module-info.java"),
        "module org.example { requires org.postern.core; requires org.postern.auth.oauth; }");
    compile("-p", join(path()), dir.resolve("module-info.java").toString());

    assertThat(
            run(
                "-p",
                join(path()) + File.pathSeparator + dir,
                "-m",
                "org.example/org.example.SendOne"))
        .isEqualTo("ACCEPTED");
  }

  @Test
  void anOldJavaMailOnTheSameClassPathDoesNoHarm() throws Exception {
    compile("-cp", join(path()));
    String old = Path.of("target/old-javamail/javax.mail-1.6.2.jar").toAbsolutePath().toString();
    String activation =
        Path.of("target/old-javamail/activation-1.1.1.jar").toAbsolutePath().toString();
    assertThat(Path.of(old)).exists();

    for (String classPath :
        List.of(
            String.join(File.pathSeparator, old, activation, join(path()), dir.toString()),
            String.join(File.pathSeparator, join(path()), dir.toString(), old, activation))) {
      assertThat(run("-cp", classPath, "org.example.SendOne")).isEqualTo("ACCEPTED");
    }
  }

  @Test
  void theGuideShowsThisProgram() throws Exception {
    assertThat(Files.readString(Path.of("../docs/integrator.md")))
        .contains(Files.readString(SOURCE));
  }

  private void compile(String... options) {
    List<String> arguments = new ArrayList<>(List.of("--release", "17", "-d", dir.toString()));
    arguments.addAll(Arrays.asList(options));
    arguments.add(SOURCE.toString());
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    assertThat(result).isZero();
  }

  private String run(String... how) throws IOException, InterruptedException {
    ConfDir conf = ConfDir.oauth(Port.SUBMISSION).starttls().write();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Djavax.net.ssl.trustStore=" + trustStore());
    command.add("-Djavax.net.ssl.trustStorePassword=changeit");
    command.addAll(Arrays.asList(how));
    command.addAll(List.of(conf.dir().toString(), Lab.USER, "inbox@lab.test"));
    Process process =
        new ProcessBuilder(command).redirectError(dir.resolve("errors").toFile()).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    conf.remove();
    assertThat(process.waitFor()).as(Files.readString(dir.resolve("errors"))).isZero();
    return said;
  }

  private Path trustStore() throws IOException {
    Path file = dir.resolve("trust.p12");
    try (var out = Files.newOutputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      try (var pem = Files.newInputStream(Lab.shared().certificates().rootFile())) {
        store.setCertificateEntry(
            "lab",
            java.security.cert.CertificateFactory.getInstance("X.509").generateCertificate(pem));
      }
      store.store(out, "changeit".toCharArray());
    } catch (java.security.GeneralSecurityException e) {
      throw new IOException(e);
    }
    return file;
  }

  private static List<String> path() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> JARS.stream().anyMatch(entry::contains))
        .toList();
  }

  private static String join(List<String> entries) {
    return String.join(File.pathSeparator, entries);
  }
}
