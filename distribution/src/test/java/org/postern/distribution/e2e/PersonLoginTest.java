package org.postern.distribution.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postern.distribution.cli.CommandLines;
import org.postern.distribution.cli.Terminal;
import org.postern.distribution.e2e.Lab.Port;
import org.postern.distribution.wiring.BundleFolders;

/**
 * A person logs in by a real browser on the pages of a real authorization server, once; mail leaves
 * by the refresh token from then on. The realm rotates strictly: a refresh token is good once.
 */
@NeedsLab
@Timeout(600)
class PersonLoginTest {

  private static final Pattern PAGE = Pattern.compile("(?m)^ {2}(https?://\\S+)\\R");
  private static final Pattern CODE = Pattern.compile("(?m)^ {2}([A-Z]{4}-[A-Z]{4})\\R");

  @BeforeAll
  static void demandABrowser() {
    Browser.demand();
  }

  @Test
  void byTheBrowserWithPkceOnTheLoginPage() throws Exception {
    ConfDir conf = ConfDir.oauthByPerson(Port.SUBMISSION).starttls().encrypted();
    trusted(conf);
    Cli.on(conf, "check").exits(5).says("run `postern login`");
    Running login = Running.of(conf, "login", "--browser");
    try (Browser browser = Browser.open()) {
      browser.visit(login.find(PAGE), "", "You are logged in");
      browser.photograph(Path.of("target/e2e/logged-in.png"));
    }
    login.ends("Logged in as " + Lab.USER);
    mailLeaves(conf);
    mailLeaves(conf); // by the token that the first one brought
  }

  @Test
  void byACodeOnTheDevicePage() throws Exception {
    ConfDir conf = ConfDir.oauthByPerson(Port.SUBMISSION).starttls().encrypted();
    trusted(conf);
    conf.security("clientID", "postern-device").write();
    Running login = Running.of(conf, "login", "--device");
    try (Browser browser = Browser.open()) {
      browser.visit(login.find(PAGE), login.find(CODE), "Device Login Successful");
    }
    login.ends("Logged in as " + Lab.USER);
    mailLeaves(conf);
    Cli.on(conf, "doctor").exits(0);
  }

  private static void trusted(ConfDir conf) {
    Cli.on(conf, "truststore", "import", Lab.shared().certificates().rootFile().toString())
        .exits(0);
    if (!Files.exists(conf.dir().resolve("postern.keys"))) {
      Cli.on(conf, "keys", "init").exits(0);
    }
  }

  private static void mailLeaves(ConfDir conf) {
    String marker = UUID.randomUUID().toString();
    Cli.on(conf, "send", "--to", "inbox@lab.test", "--subject", marker, "--text", "T").exits(0);
    assertThat(Inbox.text(Lab.shared().inbox().await(marker)))
        .contains("Authenticated sender: " + Lab.USER);
    assertThat(conf.file("refresh-token")).startsWith("ENC[");
  }

  /** A command that waits for a person, and what it has said so far. */
  private record Running(ByteArrayOutputStream out, CompletableFuture<Integer> code) {

    static Running of(ConfDir conf, String... arguments) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      Terminal terminal =
          Terminal.of(new ByteArrayInputStream(new byte[0]), out, out, Optional.empty(), Map.of());
      String[] line = new String[arguments.length + 2];
      line[0] = "-c";
      line[1] = conf.dir().toString();
      System.arraycopy(arguments, 0, line, 2, arguments.length);
      return new Running(
          out,
          CompletableFuture.supplyAsync(
              () -> CommandLines.run(terminal, new BundleFolders(Optional.empty()), line)));
    }

    String find(Pattern wanted) {
      Matcher[] found = new Matcher[1];
      Awaitility.await()
          .until(
              () -> {
                found[0] = wanted.matcher(out.toString(UTF_8));
                return found[0].find() || code.isDone();
              });
      assertThat(code.isDone()).as(out.toString(UTF_8)).isFalse();
      return found[0].group(1);
    }

    void ends(String words) throws Exception {
      assertThat(code.get()).as(out.toString(UTF_8)).isZero();
      assertThat(out.toString(UTF_8).replaceAll("\\s+", " ")).contains(words);
    }
  }
}
