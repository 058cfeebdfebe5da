package org.postern.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestkitCommandTest {

  @TempDir Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final CountDownLatch stop = new CountDownLatch(1);

  private int run(String... arguments) {
    return new TestkitCommand(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            stop)
        .run(List.of(arguments));
  }

  private CompletableFuture<Integer> begin(String ready, String... arguments) {
    CompletableFuture<Integer> code = CompletableFuture.supplyAsync(() -> run(arguments));
    await().atMost(Duration.ofMinutes(1)).until(() -> out().contains(ready) || code.isDone());
    assertThat(code).as(err.toString(StandardCharsets.UTF_8)).isNotDone();
    return code;
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void servesTheProfileUntilItIsStoppedAndShowsWhatItSaw() throws Exception {
    Path ca = folder.resolve("ca.pem");
    CompletableFuture<Integer> code =
        begin("--upload-file", "serve", "--profile=m365", "--ca", ca.toString());

    assertThat(out())
        .contains("Answers as m365", "STARTTLS", "/oauth2/v2.0/token", "--cacert " + ca);
    assertThat(Files.readString(ca)).startsWith("-----BEGIN CERTIFICATE-----");
    try (RawSmtpClient client = new RawSmtpClient(port("localhost:(\\d+),"))) {
      assertThat(client.reply()).contains("Microsoft ESMTP MAIL Service");
      client.say("EHLO client.test");
    }
    await().atMost(Duration.ofMinutes(1)).until(() -> out().contains("smtp 1 C: EHLO client.test"));
    stop.countDown();
    assertThat(code.get(1, TimeUnit.MINUTES)).isZero();
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo("0 mails, 0 token requests, 0 breaches of the protocol\n");
  }

  @Test
  void obeysItsScriptAndWritesItsLogAsJsonToTheFile() throws Exception {
    Path script = Files.writeString(folder.resolve("s"), "at ehlo reply 421 4.3.2 closing\n");
    Path log = folder.resolve("seen.log");
    CompletableFuture<Integer> code =
        begin(
            "\"event\":\"ready\"",
            "serve",
            "--json",
            "--script",
            script.toString(),
            "--log",
            log.toString());

    try (RawSmtpClient client = new RawSmtpClient(port("\"smtpPort\":(\\d+)"))) {
      client.reply();
      assertThat(client.say("EHLO client.test")).isEqualTo("421 4.3.2 closing");
    }
    stop.countDown();
    assertThat(code.get(1, TimeUnit.MINUTES)).isZero();
    assertThat(Files.readAllLines(log))
        .anyMatch(
            line -> line.contains("\"event\":\"client\"") && line.contains("EHLO client.test"))
        .allMatch(line -> line.startsWith("{") && line.endsWith("}"));
    assertThat(out().lines()).hasSize(1);
  }

  @Test
  void writesTheKeyFileOfAServiceAccountThatTheEndpointKnows() throws Exception {
    Path key = folder.resolve("key.json");
    CompletableFuture<Integer> code =
        begin("\"event\":\"ready\"", "serve", "--json", "--service-account", key.toString());

    Map<String, Object> ready = JsonReader.object(out());
    assertThat(ready.get("authorizationUrl")).isEqualTo(ready.get("issuer") + "/authorize");
    assertThat(JsonReader.object(Files.readString(key)))
        .containsEntry("client_email", "postern-test@testkit.example.com")
        .containsEntry("token_uri", ready.get("tokenUrl"));
    stop.countDown();
    assertThat(code.get(1, TimeUnit.MINUTES)).isZero();
  }

  @Test
  void strictEndsWithOneWhereAClientBrokeTheRules() throws Exception {
    CompletableFuture<Integer> code = begin("--upload-file", "serve", "--strict");
    try (RawSmtpClient client = new RawSmtpClient(port("localhost:(\\d+),"))) {
      client.reply();
      client.say("MAIL FROM:<a@example.com>");
    }
    stop.countDown();
    assertThat(code.get(1, TimeUnit.MINUTES)).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("connection 1: MAIL before EHLO");
  }

  @ParameterizedTest
  @CsvSource({
    "serve --profile m356, 2, unknown profile m356; did you mean m365?",
    "serve --smtp-prot 1, 2, unknown option --smtp-prot; did you mean --smtp-port?",
    "serve --smtp-port 70000, 2, --smtp-port is 70000; use a number from 0",
    "serve --tls none, 2, --tls is none; use starttls or implicit",
    "serve --user, 2, --user needs a value after it",
    "serve --token-lifetime 5, 2, --token-lifetime is \"5\"; write a number and ms",
    "serve --user :pw, 2, --user has nothing before the colon; write ADDRESS:PASSWORD",
    "serve --script /, 3, / cannot be read; name a text file in UTF-8",
    "sevre, 2, unknown command sevre; the one command is serve",
    "serve --script /no/such/file, 3, /no/such/file does not exist; check the path",
    "serve --ca /no/such/ca.pem, 3, /no/such/ca.pem does not exist; check the path"
  })
  void misuseIsNamedWithItsRemedy(String line, int code, String message) {
    assertThat(run(line.split(" "))).isEqualTo(code);
    assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("postern-testkit: " + message);
    assertThat(out()).isEmpty();
  }

  @Test
  void portThatIsTakenAndABadScriptAreTold() throws Exception {
    try (FakeSmtpServer other = FakeSmtpServer.builder().start()) {
      assertThat(run("serve", "--smtp-port", Integer.toString(other.port()))).isEqualTo(3);
    }
    Path script = Files.writeString(folder.resolve("bad"), "at x close\ny\n");
    assertThat(run("serve", "--script", script.toString())).isEqualTo(3);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("cannot listen on [127.0.0.1] port", "bad:1: the step", "bad:2: the beginning");
  }

  @Test
  void helpFitsATerminalOf80Columns() {
    assertThat(run("serve", "--help")).isZero();
    assertThat(out().lines()).allMatch(line -> line.length() <= 80);
  }

  private int port(String pattern) {
    Matcher found = Pattern.compile(pattern).matcher(out());
    assertThat(found.find()).as(out()).isTrue();
    return Integer.parseInt(found.group(1));
  }
}
