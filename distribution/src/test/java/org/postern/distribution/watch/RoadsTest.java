package org.postern.distribution.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.auth.open.OpenProvider;
import org.postern.core.settings.CoreKeys;
import org.postern.core.settings.MailSettings;
import org.postern.core.settings.Secret;
import org.postern.core.settings.SettingKey;
import org.postern.core.settings.SettingsException;
import org.postern.distribution.wiring.AlertKeys;
import org.postern.distribution.wiring.BundleKeys;
import org.postern.testkit.TestCa;

/** Webhooks and commands that are real. */
class RoadsTest {

  private static final TestCa CA = TestCa.create();
  private static final String SECRET_PATH = "/services/T000/B000/secret-4711";
  private static final Notice NOTICE =
      new Notice(
          Notice.Event.BEGIN,
          Condition.error("route-held", "all mail waits: \"535\" $(x)\nforged", "mend it"),
          Instant.parse("2026-11-24T03:00:00.999999999Z"),
          Instant.parse("2026-11-24T03:05:00.380661693Z"));

  @TempDir Path folder;
  private final BlockingQueue<String> bodies = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> tokens = new LinkedBlockingQueue<>();
  private final ConcurrentLinkedQueue<Integer> answers = new ConcurrentLinkedQueue<>();
  private final CountDownLatch end = new CountDownLatch(1);
  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final Map<SettingKey<?>, Object> given = new HashMap<>();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    ((HttpsServer) server)
        .setHttpsConfigurator(new HttpsConfigurator(CA.localhost().serverContext()));
    server.setExecutor(workers);
    server.createContext(SECRET_PATH, this::answer);
    server.createContext("/drips", this::drip);
    server.start();
    webhook(SECRET_PATH);
  }

  @AfterEach
  void stop() {
    end.countDown();
    server.stop(0);
    workers.shutdownNow();
  }

  @Test
  void theWebhookGetsWordsForChatsAndFieldsForPrograms() throws Exception {
    given.put(AlertKeys.WEBHOOK_TOKEN, Secret.of("bearer-4711"));
    assertThat(road("webhook").carry(NOTICE)).isEqualTo("localhost answered 200");
    assertThat(bodies.take())
        .isEqualTo(
            "{\"text\":\"Postern on relay.example.com: All mail waits: \\\"535\\\" $(x)\\nforged."
                + " Mend it.\",\"source\":\"postern\",\"host\":\"relay.example.com\","
                + "\"event\":\"begin\",\"id\":\"route-held\",\"severity\":\"error\","
                + "\"what\":\"all mail waits: \\\"535\\\" $(x)\\nforged\",\"remedy\":\"mend it\","
                + "\"since\":\"2026-11-24T03:00:00Z\",\"at\":\"2026-11-24T03:05:00Z\"}");
    assertThat(tokens.take()).isEqualTo("Bearer bearer-4711");
  }

  @Test
  void aWebhookThatTheTrustStoreDoesNotKnowGetsNothing() {
    Road stranger = Roads.of(settings(), TestCa.create("Other").trustingContext()).get(1);
    assertThatThrownBy(() -> stranger.carry(NOTICE))
        .isInstanceOf(RoadException.class)
        .hasMessageContaining("localhost cannot be reached")
        .hasMessageNotContaining("-4711");
    assertThat(bodies).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "500, true, answered 500",
    "429, true, answered 429",
    "404, false, check the URL of postern.alert.webhook",
    "403, false, check postern.alert.webhook.token",
    "302, false, not followed",
  })
  void anAnswerSaysWhetherToTryAgainAndNeverShowsTheUrl(int status, boolean again, String says) {
    answers.add(status);
    assertThatThrownBy(() -> road("webhook").carry(NOTICE))
        .isInstanceOfSatisfying(
            RoadException.class, refused -> assertThat(refused.again()).isEqualTo(again))
        .hasMessageContaining(says)
        .hasMessageNotContaining("-4711");
  }

  @Test
  void anAnswerThatDripsEndsAtTheTimeLimit() {
    webhook("/drips");
    given.put(AlertKeys.WEBHOOK_TIMEOUT, Duration.ofMillis(300));
    assertThatThrownBy(() -> road("webhook").carry(NOTICE))
        .isInstanceOfSatisfying(
            RoadException.class, refused -> assertThat(refused.again()).isTrue())
        .hasMessageContaining("postern.alert.webhook.timeout");
  }

  @Test
  void whatDoesNotGetThroughIsTriedAgainInItsOrder() throws Exception {
    answers.addAll(List.of(500, 503));
    given.put(AlertKeys.RETRY, List.of(Duration.ofMillis(10), Duration.ofMillis(20)));
    try (Roads roads = new Roads()) {
      MailSettings settings = settings();
      roads.use(Roads.of(settings, CA.trustingContext()), settings.values());
      roads.send(NOTICE);
      roads.send(Notice.test(Instant.now()));
      assertThat(List.of(bodies.take(), bodies.take(), bodies.take()))
          .allMatch(body -> body.contains("route-held"));
      assertThat(bodies.take()).contains("\"event\":\"test\"");
      await().until(() -> roads.counts().get("webhook").equals(new Roads.Count(2, 0)));
      await().until(() -> roads.counts().get("log").equals(new Roads.Count(2, 0)));
    }
  }

  @Test
  void whatWaitsAtTheEndGetsThroughFirst() {
    answers.add(500);
    given.put(AlertKeys.RETRY, List.of(Duration.ofMillis(10)));
    MailSettings settings = settings();
    try (Roads roads = new Roads(Duration.ofMinutes(1))) {
      roads.use(Roads.of(settings, CA.trustingContext()), settings.values());
      roads.send(NOTICE);
      roads.send(Notice.test(Instant.now()));
    }
    assertThat(bodies).hasSize(3).last().asString().contains("\"event\":\"test\"");
  }

  @Test
  void whatIsRefusedForGoodIsGivenUpAndTheNextOneGoes() throws Exception {
    answers.add(404);
    try (Roads roads = new Roads()) {
      MailSettings settings = settings();
      roads.use(Roads.of(settings, CA.trustingContext()), settings.values());
      roads.send(NOTICE);
      roads.send(Notice.test(Instant.now()));
      assertThat(bodies.take()).contains("route-held");
      assertThat(bodies.take()).contains("\"event\":\"test\"");
      await().until(() -> roads.counts().get("webhook").equals(new Roads.Count(1, 1)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://hooks.example.com/secret-4711",
        "hooks.example.com/secret-4711",
        "https://user:secret-4711@hooks.example.com/",
        "http://127.example.com/secret-4711",
      })
  void aUrlThatCannotBeUsedIsRefusedWithoutShowingIt(String url) {
    given.put(AlertKeys.WEBHOOK, Secret.of(url));
    MailSettings settings = settings();
    assertThatThrownBy(() -> Roads.check(settings))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("postern.alert.webhook")
        .hasMessageNotContaining("-4711");
  }

  @Test
  void theCommandGetsTheWarningInItsEnvironmentAndInputAndNothingOfOurs() throws Exception {
    Path out = folder.resolve("out put");
    Path script =
        script("env >'" + out + "'; printf '%s\\n' \"$@\" >>'" + out + "'; cat >>'" + out + "'");
    given.put(AlertKeys.COMMAND, List.of(script.toString(), "two words", "$(touch x)", "*"));
    assertThat(road("command").carry(NOTICE)).endsWith("ended with exit code 0");
    String seen = Files.readString(out);
    assertThat(seen)
        .contains("POSTERN_ALERT_EVENT=begin\n", "POSTERN_ALERT_ID=route-held\n")
        .contains("POSTERN_ALERT_SEVERITY=error\n", "POSTERN_ALERT_REMEDY=mend it\n")
        .contains("\ntwo words\n$(touch x)\n*\n")
        .endsWith("\"at\":\"2026-11-24T03:05:00Z\"}");
    assertThat(seen.lines().filter(line -> line.matches("[A-Z_]+=.*")))
        .allMatch(
            line ->
                line.matches(
                    "(POSTERN_ALERT_\\w+|PATH|HOME|USER|LOGNAME|LANG|TZ|TMPDIR|PWD|_|SHLVL|OLDPWD)"
                        + "=.*"));
  }

  @Test
  void aCommandThatHangsIsKilledWithItsChildren() throws Exception {
    Path pid = folder.resolve("pid");
    Path script = script("sleep 300 & echo $! >'" + pid + "'; wait");
    given.put(AlertKeys.COMMAND, List.of(script.toString()));
    given.put(AlertKeys.COMMAND_TIMEOUT, Duration.ofSeconds(1));
    assertThatThrownBy(() -> road("command").carry(NOTICE))
        .isInstanceOf(RoadException.class)
        .hasMessageContaining("postern.alert.command.timeout", "was killed");
    await().until(() -> child(pid).filter(ProcessHandle::isAlive).isEmpty());
  }

  /** Empty where the script did not get that far. */
  private static Optional<ProcessHandle> child(Path pid) throws IOException {
    String number = Files.exists(pid) ? Files.readString(pid).strip() : "";
    return number.isEmpty() ? Optional.empty() : ProcessHandle.of(Long.parseLong(number));
  }

  @Test
  void aCommandThatFailsIsQuotedAndOneThatIsAbsentIsNamed() throws Exception {
    given.put(AlertKeys.COMMAND, List.of(script("echo 'no modem' >&2; exit 3").toString()));
    assertThatThrownBy(() -> road("command").carry(NOTICE))
        .hasMessageEndingWith("ended with exit code 3: no modem");
    given.put(AlertKeys.COMMAND, List.of(folder.resolve("absent").toString()));
    assertThatThrownBy(() -> road("command").carry(NOTICE))
        .hasMessageContaining("postern.alert.command cannot be started");
  }

  @Test
  void ofACommandThatSaysMuchTheLastLinesAreQuoted() throws Exception {
    String script =
        "yes begun | head -c 300000; echo; echo 'no modem'; echo ' at line 7' >&2; exit 3";
    given.put(AlertKeys.COMMAND, List.of(script(script).toString()));
    assertThatThrownBy(() -> road("command").carry(NOTICE))
        .hasMessageMatching(".*exit code 3: \u2026.{1,180} / no modem / at line 7")
        .hasMessageNotContaining("\\x");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "/bin/page -x | /bin/page,-x",
        "\"/opt/my tools/page\" \"\" a | /opt/my tools/page,,a",
      })
  void aCommandIsSplitAtBlanksOutsideOfQuotes(String text, String words) {
    assertThat(AlertKeys.COMMAND.parse(text)).containsExactly(words.split(","));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"/bin/page", "/bin/page a\"b\"", "\"\" a"})
  void aCommandThatCannotBeSplitIsRefused(String text) {
    assertThatThrownBy(() -> AlertKeys.COMMAND.parse(text))
        .hasMessageContaining("no program with arguments");
  }

  private Road road(String name) {
    return Roads.of(settings(), CA.trustingContext()).stream()
        .filter(road -> road.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private void webhook(String path) {
    String url = "https://localhost:" + server.getAddress().getPort() + path;
    given.put(AlertKeys.WEBHOOK, Secret.of(url));
  }

  @SuppressWarnings("unchecked")
  private MailSettings settings() {
    MailSettings.Builder settings =
        MailSettings.builder(List.of(new OpenProvider()), BundleKeys.all())
            .set(CoreKeys.HOST, "localhost")
            .set(CoreKeys.EHLO_NAME, "relay.example.com");
    given.forEach((key, value) -> settings.set((SettingKey<Object>) key, value));
    return settings.build();
  }

  private Path script(String lines) throws IOException {
    Path script = Files.writeString(folder.resolve("page.sh"), "#!/bin/sh\n" + lines + "\n");
    return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
          .ifPresent(tokens::add);
      bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      int status = Optional.ofNullable(answers.poll()).orElse(200);
      exchange.getResponseHeaders().set("Location", "/services/elsewhere");
      exchange.sendResponseHeaders(status, -1);
    }
  }

  /** Headers at once, and a body that never ends. */
  private void drip(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(200, 0);
      exchange.getResponseBody().write('x');
      exchange.getResponseBody().flush();
      end.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
