package org.postern.distribution.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.distribution.cli.Conf;
import org.postern.distribution.cli.Shell;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.TestCa;

/** A plug-in as an administrator meets it. */
class PluginCommandTest {

  private static final String KNOCK =
      """
      package theirs;
      import java.nio.charset.StandardCharsets;
      import java.util.*;
      import javax.security.sasl.SaslClient;
      import org.postern.core.settings.*;
      import org.postern.core.spi.*;
      public final class Knock implements AuthStrategyProvider {
        static final SettingKey<Secret> WORD = SettingKey.secret("postern.knock.word").asRequired();
        public String scheme() { return "knock"; }
        public Set<SettingKey<?>> keys() { return Set.of(WORD); }
        public AuthStrategy create(AuthContext context) {
          Secret word = context.settings().values().get(WORD);
          return () -> new Credentials.Sasl("X-KNOCK", host -> new Client(word), Optional.empty());
        }
        record Client(Secret word) implements SaslClient {
          public String getMechanismName() { return "X-KNOCK"; }
          public boolean hasInitialResponse() { return true; }
          public byte[] evaluateChallenge(byte[] c) {
            return word.reveal().getBytes(StandardCharsets.UTF_8);
          }
          public boolean isComplete() { return true; }
          public byte[] unwrap(byte[] b, int o, int l) { throw new IllegalStateException(); }
          public byte[] wrap(byte[] b, int o, int l) { throw new IllegalStateException(); }
          public Object getNegotiatedProperty(String name) { return null; }
          public void dispose() {}
        }
      }
      """;

  private static final TestCa CA = TestCa.create();

  @TempDir Path home;
  private Shell shell;
  private Path conf;

  @BeforeEach
  void prepare() {
    shell = new Shell(home);
    conf = home.resolve("conf");
  }

  @Test
  void aMechanismOfAPluginLogsInByTheCommandLine() {
    PluginJars.compile(home.resolve("plugins/knock/knock.jar"), "Knock", KNOCK);
    try (FakeSmtpServer server = door()) {
      knock(server);
      shell.run("truststore", "import", Conf.pem(CA, home));
      Shell.Run encrypted = shell.run("encrypt");

      Shell.Run sent = shell.run("send", "--to", "a@example.org", "--text", "T");

      assertThat(encrypted.out()).contains("postern.knock.word: encrypted");
      assertThat(sent.code()).as(sent.all()).isZero();
      assertThat(server.onlyMail().user()).contains("visitor");
      assertThat(shell.run("plugins").unwrapped()).contains("knock", "knock.jar", "built in");
      assertThat(shell.run("plugins", "--json").out()).contains("\"ok\":true");
    }
  }

  @Test
  void nothingStartsWhereTheChosenPluginIsBroken() throws IOException {
    Files.createDirectories(home.resolve("plugins/knock"));
    Files.writeString(home.resolve("plugins/knock/knock.jar"), "damaged");
    try (FakeSmtpServer server = door()) {
      knock(server);

      Shell.Run refused = shell.run("send", "--to", "a@example.org", "--text", "T");

      assertThat(refused.code()).isEqualTo(3);
      assertThat(refused.err()).contains("knock.jar", "is no jar that can be read");
      assertThat(server.sessions()).isEmpty();
    }
  }

  @Test
  void aBrokenPluginThatNobodyChoseIsReportedAndMailFlows() throws IOException {
    Files.createDirectories(home.resolve("plugins/other"));
    Files.writeString(home.resolve("plugins/other/other.jar"), "damaged");
    try (FakeSmtpServer server = FakeSmtpServer.builder().start()) {
      Conf.write(conf, server);

      assertThat(shell.run("send", "--to", "a@example.org", "--text", "T").code()).isZero();
      assertThat(shell.run("plugins").unwrapped()).contains("✗ plug-in other", "other.jar");
    }
  }

  @Test
  void thePluginOfTheDocumentIsTheOneThatTheDemoRuns() throws IOException {
    String source =
        Files.readString(Path.of("src/main/java/org/example/secretfile/SecretFileProvider.java"));

    assertThat(Files.readString(Path.of("../docs/plugins.md"))).contains(source);
  }

  @Test
  void thePluginOfTheDocumentCompilesAgainstCoreAlone() throws IOException {
    String source =
        Files.readString(Path.of("src/main/java/org/example/secretfile/SecretFileProvider.java"))
            .replace("package org.example.secretfile;", "package theirs;");
    PluginJars.compile(home.resolve("plugins/secret/s.jar"), "SecretFileProvider", source);
    try (FakeSmtpServer server =
        FakeSmtpServer.builder().startTls(CA.localhost()).user(Conf.USER, Conf.PASSWORD).start()) {
      Conf.write(
          conf,
          server,
          "mksis.smtp.ssl.enabled=true",
          "postern.auth.scheme=secret-file",
          "postern.secret_file.path=word.txt");
      Files.writeString(conf.resolve("word.txt"), Conf.PASSWORD);
      shell.run("truststore", "import", Conf.pem(CA, home));

      Shell.Run sent = shell.run("send", "--to", "a@example.org", "--text", "T");

      assertThat(sent.code()).as(sent.all()).isZero();
      assertThat(sent.all()).doesNotContain(Conf.PASSWORD);
    }
  }

  private void knock(FakeSmtpServer server) {
    Conf.write(
        conf,
        server,
        "mksis.smtp.ssl.enabled=true",
        "postern.auth.scheme=knock",
        "postern.knock.word=sesame-4711");
  }

  private static FakeSmtpServer door() {
    return FakeSmtpServer.builder()
        .startTls(CA.localhost())
        .mechanism(
            "X-KNOCK",
            dialogue ->
                new String(dialogue.firstResponse(), StandardCharsets.UTF_8).equals("sesame-4711")
                    ? Optional.of("visitor")
                    : Optional.empty())
        .start();
  }
}
