package org.postern.distribution.triggers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.distribution.cli.Conf;
import org.postern.testkit.FakeSmtpServer;

/** The guide's program that embeds the runner, compiled and run apart from this build. */
class EmbeddingTest {

  private static final Path SOURCE =
      Path.of("src/examples/embedding/org/example/RunTrigger.java").toAbsolutePath();

  private static final List<String> JARS =
      List.of(
          "core/target/classes",
          "auth-open/target/classes",
          "triggers/target/classes",
          "postern-core",
          "postern-auth-open",
          "postern-triggers",
          "angus-mail",
          "angus-activation",
          "jakarta.mail-api",
          "jakarta.activation-api",
          "commons-email2",
          "rhino-",
          "snakeyaml-engine",
          "slf4j-api");

  @TempDir Path dir;

  @BeforeEach
  void aScriptThatUsesWhatItCan() throws Exception {
    Files.writeString(
        dir.resolve("s.js"),
        "importPackage(Packages.org.apache.commons.mail); importPackage(Packages.javax.mail);\n"
            + "importPackage(Packages.javax.mail.internet);\n"
            + "var d = bsf.lookupBean('imIssueDeltaBean');\n"
            + "if (d.getType().getClass().getName() != 'java.lang.String') throw 'class';\n"
            + "var auth = new JavaAdapter(Authenticator, {});\n"
            + "var s = Session.getInstance(new java.util.Properties(), auth);\n"
            + "var m = new MimeMessage(s); m.setFrom(new InternetAddress('a@example.com'));\n"
            + "m.setRecipients(Message.RecipientType.TO, 'b@example.org'); m.setText('\u4e16');\n"
            + "var t = s.getTransport('smtp'); t.connect('192.0.2.1', 'u', 'p');\n"
            + "t.sendMessage(m, m.getAllRecipients());\n"
            + "var e = new HtmlEmail(); e.setFrom('a@example.com'); e.addTo('b@example.org');\n"
            + "e.setSubject('x'); e.setHtmlMsg('<p>x</p>'); e.send();\n"
            + "Packages.mks.util.Logger.message('done');\n"
            + "new Packages.com.mks.api.Command('im', 'issues');\n");
    Files.writeString(
        dir.resolve("f.yaml"), "items: {1: {Type: A}}\nchange: {item: 1, fields: {State: B}}\n");
  }

  @Test
  void runsFromTheClassPath() throws Exception {
    compile("-cp", path());

    assertThat(run("-cp", path() + File.pathSeparator + dir, "org.example.RunTrigger"))
        .isEqualTo("ACCEPTED\nACCEPTED");
  }

  @Test
  void runsFromTheModulePath() throws Exception {
    Files.writeString(
        dir.resolve("module-info.java"),
        "module org.example { requires org.postern.triggers; requires org.postern.auth.open; }");
    compile("-p", path(), dir.resolve("module-info.java").toString());

    assertThat(
            run(
                "-p",
                path() + File.pathSeparator + dir,
                "-m",
                "org.example/org.example.RunTrigger"))
        .isEqualTo("ACCEPTED\nACCEPTED");
  }

  @Test
  void theGuideShowsThisProgram() throws Exception {
    assertThat(Files.readString(Path.of("../docs/triggers.md"))).contains(Files.readString(SOURCE));
  }

  private void compile(String... options) {
    List<String> arguments = new ArrayList<>(List.of("--release", "17", "-d", dir.toString()));
    arguments.addAll(List.of(options));
    arguments.add(SOURCE.toString());
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, arguments.toArray(String[]::new)))
        .isZero();
  }

  private String run(String... how) throws Exception {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start()) {
      Path conf = Conf.write(dir.resolve("conf"), server);
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(List.of(how));
      command.add(conf.toString());
      command.add(dir.resolve("s.js").toString());
      command.add(dir.resolve("f.yaml").toString());
      Process process =
          new ProcessBuilder(command).redirectError(dir.resolve("errors").toFile()).start();
      String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
      assertThat(process.waitFor())
          .as("%s %s", said, Files.readString(dir.resolve("errors")))
          .isZero();
      return said;
    }
  }

  private static String path() {
    return String.join(
        File.pathSeparator,
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> JARS.stream().anyMatch(entry::contains))
            .toList());
  }
}
