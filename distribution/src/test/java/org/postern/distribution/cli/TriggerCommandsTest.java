package org.postern.distribution.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.testkit.FakeSmtpServer;

/** The trigger commands, as an administrator types them. */
class TriggerCommandsTest {

  @TempDir Path home;
  private Shell shell;
  private Path conf;
  private String fixture;

  @BeforeEach
  void prepare() throws IOException {
    shell = new Shell(home);
    conf = home.resolve("conf");
    fixture =
        Files.writeString(
                home.resolve("f.yaml"),
                "items: {1: {Type: A, State: Open}}\nchange: {item: 1, fields: {State: Closed}}\n")
            .toString();
  }

  private String script(String... lines) throws IOException {
    return Files.writeString(home.resolve("s.js"), String.join("\n", lines)).toString();
  }

  @Test
  void aDryRunShowsEachMailAsItWouldLeaveAndConnectsToNothing() throws IOException {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start()) {
      Conf.write(conf, server);
      String script =
          script(
              "// @param String Subject",
              "importPackage(Packages.org.apache.commons.mail);",
              "var e = new HtmlEmail(); e.setHostName('old.example.com');",
              "e.setFrom('a@example.com', 'System \u7cfb'); e.addTo('b@example.org');",
              "e.setSubject(bsf.lookupBean('parametersBean').getParameter('Subject'));",
              "e.setHtmlMsg('<p>Gr\u00fc\u00dfe</p>'); e.setTextMsg('Gr\u00fc\u00dfe'); e.send();");

      Shell.Run run =
          shell.run(
              "trigger",
              "run",
              script,
              "--fixture",
              fixture,
              "--param",
              "Subject=S=1",
              "--dry-run");

      assertThat(run.code()).as(run.all()).isZero();
      assertThat(run.out())
          .isEqualTo(
              """
              --- mail 1 (not sent) ---
              MAIL FROM: a@example.com
              RCPT TO: b@example.org
              From: "System 系" <a@example.com>
              To: b@example.org
              Subject: S=1

              [text]
              Grüße

              [HTML]
              <p>Grüße</p>
              The script ran to its end; 1 mail.
              """);
      assertThat(run.unwrapped()).contains("host old.example.com, port 25 of the script: not used");
      assertThat(server.sessions()).isEmpty();
    }
  }

  @Test
  void aRunSendsAndSaysWhatBecameOfIt() throws IOException {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start()) {
      Conf.write(conf, server);
      String script =
          script(
              "var eb = bsf.lookupBean('siEnvironmentBean');",
              "eb.sendmail('a@example.com', 'b@example.org', 's', 't');",
              "eb.print(eb.getServerConfigurationProperty('mksis.im.own'));",
              "eb.print(eb.getServerConfigurationProperty('mksis.db.password'));");
      Files.writeString(
          conf.resolve("is.properties"),
          Files.readString(conf.resolve("is.properties"))
              + "\nmksis.im.own=mine\nmksis.db.password=Geheim-4\n");

      Shell.Run run = shell.run("trigger", "run", script, "--fixture", fixture);

      assertThat(run.code()).as(run.all()).isZero();
      assertThat(run.out())
          .isEqualTo(
              "accepted for b@example.org (250 2.0.0 kept)\nThe script ran to its end; 1 mail.\n");
      assertThat(run.unwrapped()).contains("INFO mine", "INFO null", "secrets are withheld");
      assertThat(run.all()).doesNotContain("Geheim");
      assertThat(server.mails()).hasSize(1);

      Shell.Run json = shell.run("trigger", "run", script, "--fixture", fixture, "--json");
      assertThat(json.out())
          .startsWith("{\"ending\":\"completed\",\"message\":\"\",\"fault\":null,\"mails\":[{")
          .contains("\"subject\":\"s\"", "\"worst\":\"accepted\"");
    }
  }

  @Test
  void faultsVetoesAndRefusalsHaveExitCodesOfTheirOwn() throws IOException {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start()) {
      Conf.write(conf, server);
      Shell.Run failed =
          shell.run("trigger", "run", script("var a;", "a.b();"), "--fixture", fixture);
      assertThat(failed.code()).isEqualTo(8);
      assertThat(failed.err()).contains("postern: s.js:2: TypeError", "  > a.b();");

      Shell.Run vetoed =
          shell.run(
              "trigger",
              "run",
              script("bsf.lookupBean('siEnvironmentBean').abortScript('not yet', true);"),
              "--fixture=" + fixture,
              "--event=pre");
      assertThat(vetoed.code()).isEqualTo(9);
      assertThat(vetoed.err()).isEqualTo("The script refused the operation: not yet\n");
    }
    Shell.Run closed =
        shell.run(
            "trigger",
            "run",
            script(
                "bsf.lookupBean('siEnvironmentBean').sendmail('a@example.com','b@example.org','','');"),
            "--fixture=" + fixture);
    assertThat(closed.code()).isEqualTo(4);
  }

  @Test
  void aParameterGivenTwiceHasTwoValues() throws IOException {
    Conf.files(
        conf,
        "mksis.logging.email.server.hostname=localhost\nmksis.logging.email.server.port=1\n",
        "");
    String script =
        script(
            "// @param MultiString Receivers",
            "var all = bsf.lookupBean('parametersBean').getParameter('Receivers');",
            "print(all.size() + ': ' + all.get(0) + ' | ' + all.get(1));");
    Shell.Run run =
        shell.run(
            "trigger",
            "run",
            script,
            "--fixture=" + fixture,
            "--param=Receivers=Doe, Pat",
            "--param=Receivers=Kim");
    assertThat(run.all()).contains("2: Doe, Pat | Kim");
  }

  @Test
  void wrongUseIsSaidInPlainWords() throws IOException {
    Conf.files(
        conf,
        "mksis.logging.email.server.hostname=localhost\nmksis.logging.email.server.port=1\n",
        "");
    assertThat(shell.run("trigger").code()).isEqualTo(2);
    assertThat(shell.run("trigger", "run", "absent.js", "--fixture", fixture).err())
        .isEqualTo("postern: there is no script absent.js\n");
    assertThat(shell.run("trigger", "run", script(""), "--fixture", "absent.yaml").unwrapped())
        .contains("the fixture absent.yaml", "does not exist");
    assertThat(shell.run("trigger", "run", script(""), "--fixture", fixture, "--param", "x").err())
        .contains("write it as NAME=VALUE");
    assertThat(
            shell
                .run("trigger", "run", script(""), "--fixture", fixture, "--isolated", "--heap=big")
                .err())
        .contains("such as 128m");
    assertThat(shell.run("trigger", "check", "absent").err()).contains("there is no absent");
    assertThat(shell.run("trigger", "test", home.toString()).err()).contains("there is no case");
  }

  @Test
  void anIsolatedRunDoesTheSameInAJvmOfItsOwn() throws IOException {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start()) {
      Conf.write(conf, server);
      String script =
          script(
              "var eb = bsf.lookupBean('siEnvironmentBean');",
              "eb.sendmail('a@example.com', 'b@example.org', 's', 't');",
              "var grow = []; while (true) grow.push(new Array(10000).join('x'));");

      Shell.Run run =
          shell.run("trigger", "run", script, "--fixture=" + fixture, "--isolated", "--heap=48m");

      assertThat(run.code()).as(run.all()).isEqualTo(8);
      assertThat(run.out()).isEqualTo("accepted for b@example.org (250 2.0.0 kept)\n");
      assertThat(run.unwrapped()).contains("it used up the memory of the JVM", "4");
      assertThat(server.mails()).hasSize(1);
    }
  }

  @Test
  void aDryRunNeedsNoKeyRingAndARealRunDoes() throws IOException {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start()) {
      Conf.basic(conf, server);
      assertThat(shell.run("encrypt").code()).isZero();
      Files.delete(conf.resolve("postern.keys"));
      String script = script("print(bsf.lookupBean('siEnvironmentBean').getSMTPServer());");

      Shell.Run dry = shell.run("trigger", "run", script, "--fixture=" + fixture, "--dry-run");
      assertThat(dry.code()).as(dry.all()).isZero();
      assertThat(dry.err()).contains("INFO localhost");

      for (String how : List.of("--json", "--isolated")) {
        Shell.Run real = shell.run("trigger", "run", script, "--fixture=" + fixture, how);
        assertThat(real.code()).as(real.all()).isEqualTo(3);
        assertThat(real.unwrapped()).contains("emailfrom.password", "key ring");
      }
    }
  }

  @Test
  void classesOfTheSettingsCountInTestsToo() throws IOException {
    Path suite = Files.createDirectory(home.resolve("suite"));
    Files.writeString(
        suite.resolve("c.js"), "print(Packages.java.net.InetAddress.getLoopbackAddress());");
    Files.copy(Path.of(fixture), suite.resolve("c.yaml"));
    Files.writeString(suite.resolve("c.test.yaml"), "expect: {log: [127.0.0.1]}");
    assertThat(shell.run("trigger", "test", suite.toString()).code()).isEqualTo(1);

    Conf.files(conf, "postern.trigger.classes=java.net.InetAddress\n", "");
    Shell.Run run = shell.run("trigger", "test", suite.toString());
    assertThat(run.code()).as(run.all()).isZero();
  }

  @Test
  void howeverIsolationIsAskedForOneJvmIsStarted() throws IOException {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start()) {
      Conf.write(conf, server);
      Path arguments = Files.writeString(home.resolve("arguments"), "--isolated\n--heap=48m\n");
      for (String how : List.of("--isolated", "--isolated=true", "@" + arguments)) {
        Shell.Run run =
            shell.run(
                "trigger", "run", script("print(1);"), "--fixture=" + fixture, "--dry-run", how);
        assertThat(run.code()).as(how + ": " + run.all()).isZero();
        assertThat(run.out()).isEqualTo("The script ran to its end; 0 mails.\n");
      }
    }
  }

  @Test
  void checkExitsOneOnErrorsAndNeedsNoSettings() throws IOException {
    Shell.Run bad =
        shell.run(
            "trigger", "check", script("bsf.lookupBean('imServrBean');", "var passwd='Geheim-3';"));
    assertThat(bad.code()).isEqualTo(1);
    assertThat(bad.unwrapped())
        .contains("✗ line 1: there is no bean imServrBean; did you mean imServerBean?")
        .contains("! line 2: a password is written into passwd")
        .contains("1 script: 1 error, 1 warning, 0 notes.")
        .doesNotContain("Geheim");
    Shell.Run good = shell.run("trigger", "check", "--json", script("print(1);"));
    assertThat(good.code()).isZero();
    assertThat(good.out()).contains("\"failed\":false", "\"findings\":[]");
  }

  @Test
  void testRunsTheCasesOfTheSampleAndWritesJUnit() throws IOException {
    Path junit = home.resolve("junit.xml");
    Shell.Run run =
        shell.run("trigger", "test", "src/main/bundle/triggers", "--junit", junit.toString());
    assertThat(run.code()).as(run.all()).isZero();
    assertThat(run.out()).contains("✓ closed", "✓ scheduled", "3 cases, 0 failed.");
    assertThat(Files.readString(junit)).contains("tests=\"3\" failures=\"0\"");
    assertThat(shell.run("trigger", "check", "src/main/bundle/triggers").code()).isZero();
  }
}
