package org.postern.distribution.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.auth.open.OpenProvider;
import org.postern.core.AuthStrategies;
import org.postern.core.Mailer;
import org.postern.core.message.OutboundMessage;
import org.postern.core.settings.CoreKeys;
import org.postern.core.settings.MailSettings;
import org.postern.core.smtp.DeliveryResult;
import org.postern.distribution.cli.Conf;
import org.postern.distribution.cli.Shell;
import org.postern.distribution.watch.Condition;
import org.postern.distribution.watch.Warning;
import org.postern.testkit.ClosedPort;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.ServerIdentity;
import org.postern.testkit.SmtpStep;
import org.postern.testkit.TestCa;

/** A server that watches itself, and people who are told by a real webhook and a real program. */
class WatchedRunTest {

  private static final TestCa CA = TestCa.create();
  private static final String ENDING = "ending:listener's certificate relay.pem";

  @TempDir Path home;
  private final List<String> told = new CopyOnWriteArrayList<>();
  private HttpServer webhook;
  private FakeSmtpServer mail;
  private Shell shell;
  private Path conf;

  @BeforeEach
  void start() throws IOException {
    webhook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    webhook.createContext(
        "/",
        exchange -> {
          told.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    webhook.start();
    mail = FakeSmtpServer.builder().startTls(CA.localhost()).user(Conf.USER, Conf.PASSWORD).start();
    conf = home.resolve("conf");
    shell = new Shell(home);
    Conf.write(
        conf,
        mail,
        "mksis.smtp.ssl.enabled=true",
        "mksis.smtp.authentication=true",
        "mksis.logging.emailfrom.password=" + Conf.PASSWORD,
        "postern.relay.listen=127.0.0.1:0",
        "postern.health.listen=127.0.0.1:0",
        "postern.relay.certificate=relay.pem",
        "postern.relay.key=relay.key",
        "postern.relay.listener.tls.port=0",
        "postern.relay.listener.tls.tls=starttls",
        "postern.alert.webhook=http://127.0.0.1:" + webhook.getAddress().getPort() + "/t-4711",
        "postern.alert.command=" + program(),
        "postern.alert.look_every=100ms",
        "postern.alert.calm=0s",
        "postern.alert.disk_free_mb=0",
        "postern.probe.every=300ms");
    Instant end = Instant.now().plus(Duration.ofDays(5).plusHours(1));
    ServerIdentity own = CA.issue("localhost").valid(Instant.now().minusSeconds(60), end).build();
    own.writeChainPem(conf.resolve("relay.pem"));
    own.writeKeyPem(conf.resolve("relay.key"));
    assertThat(shell.run("truststore", "import", Conf.pem(CA, home)).code()).isZero();
  }

  @AfterEach
  void stop() {
    webhook.stop(0);
    mail.close();
  }

  @Test
  void whatEndsAndALoginThatFailsAreToldOnceAndSoIsTheEndOfIt() throws Exception {
    try (ServerProcess relay = ServerProcess.start(conf, "--json-log")) {
      awaitTold("begin", ENDING);
      assertThat(told).singleElement().asString().contains("ends in 5d", "\"warning\"");
      Shell.Run warned = shell.run("status");
      assertThat(warned.code()).as(warned.all()).isEqualTo(15);
      assertThat(warned.unwrapped())
          .contains("✓ Mail flows.", "! The server warns: The listener's certificate relay.pem")
          .contains("Ends listener's certificate relay.pem in 5d");
      assertThat(warned.out().lines()).allMatch(line -> line.length() <= 80);
      await().until(() -> shell.run("status").out().contains("Login probe worked"));

      mail.at(SmtpStep.AUTH).reply("535 5.7.8 revoked");
      awaitTold("begin", "login-probe");
      Shell.Run stuck = shell.run("status");
      assertThat(stuck.code()).isEqualTo(5);
      assertThat(stuck.unwrapped()).contains("A login without mail failed", "5.7.8 revoked");
      assertThat(shell.run("status", "--json").out())
          .contains(
              "\"id\":\"login-probe\"", "\"what\":\"CA ", "\"what\":\"certificate of localhost\"")
          .doesNotContain("ending.0");
      mail.recover();
      awaitTold("end", "login-probe");

      assertThat(told).hasSize(3);
      assertThat(Files.readString(home.resolve("paged")))
          .isEqualTo("begin " + ENDING + "\nbegin login-probe\nend login-probe\n");
      assertThat(relay.log())
          .contains("\"markers\": [\"POSTERN_ALERT\"]")
          .doesNotContain("t-4711", Conf.PASSWORD);
    }
  }

  @Test
  void everyMetricIsServedAndCountersGoOnOverAReloadAndARestartRepeatsNoWarning() throws Exception {
    Instant before = Instant.parse("2026-11-01T00:00:00Z");
    Condition known = Condition.warning(ENDING, "it ends", "renew it").grade(3);
    Files.createDirectories(conf.resolve("spool"));
    WatchFile.in(conf.resolve("spool"))
        .write(
            new WatchFile.State(
                List.of(new Warning(known, before, Instant.now())), Optional.of(before)));
    try (ServerProcess relay = ServerProcess.start(conf)) {
      assertThat(page(relay).value("postern_last_success_seconds"))
          .hasValue((double) before.getEpochSecond());
      await().until(() -> page(relay).value("postern_probes_total{outcome=\"ok\"}").get() > 0);
      send(relay.port());
      await().until(() -> mail.mails().size() == 1);
      relay.awaitLog(" delivered to ");
      assertSent(page(relay), 1);
      assertThat(shell.run("reload").code()).isZero();
      assertSent(page(relay), 1);
      send(relay.port());
      await().until(() -> mail.mails().size() == 2);
      await().untilAsserted(() -> assertSent(page(relay), 2));
      assertThat(shell.run("reload").code()).isZero();
      await().untilAsserted(() -> assertThat(page(relay).value(warning(ENDING))).hasValue(1.0));
      await()
          .untilAsserted(
              () -> assertThat(page(relay).value("postern_delivery_active")).hasValue(0.0));
      MetricsPage page = page(relay);
      assertSent(page, 2);
      for (String line : Files.readAllLines(Path.of("../docs/monitoring.md"))) {
        if (line.startsWith("| `postern_")) {
          documented(page, line);
        }
      }
      await()
          .untilAsserted(
              () ->
                  assertThat(
                          page(relay)
                              .value("postern_ending_seconds{what=\"certificate of localhost\"}"))
                      .hasValueSatisfying(left -> assertThat(left).isPositive()));
      Files.writeString(
          conf.resolve("is.properties"),
          Files.readString(conf.resolve("is.properties")) + "# changed\n");
      await()
          .untilAsserted(
              () -> assertThat(page(relay).value("postern_settings_changed")).hasValue(1.0));
      assertThat(told).isEmpty();
    }
  }

  @Test
  void everyRoadCanBeTriedByACommand() throws Exception {
    Shell.Run good = shell.run("alert", "test");
    assertThat(good.code()).as(good.all()).isZero();
    assertThat(good.out()).contains("✓ log: ", "✓ webhook: 127.0.0.1 answered 204", "✓ command: ");
    assertThat(told).singleElement().asString().contains("\"event\":\"test\"");
    assertThat(Files.readString(home.resolve("paged"))).isEqualTo("test test\n");

    try (ClosedPort nobody = new ClosedPort()) {
      Path is = conf.resolve("is.properties");
      String answers = ":" + webhook.getAddress().getPort() + "/t-4711";
      Files.writeString(is, Files.readString(is).replace(answers, ":" + nobody.port() + "/t-4711"));
      Shell.Run bad = shell.run("alert", "test");
      assertThat(bad.code()).isEqualTo(4);
      assertThat(bad.out()).contains("✗ webhook: 127.0.0.1 cannot be reached", "✓ command: ");
      assertThat(bad.all()).doesNotContain("t-4711");
      assertThat(bad.out().lines()).allMatch(line -> line.length() <= 80);
    }
  }

  /** Each name of the row, with the type that it says; what this server cannot have is absent. */
  private static void documented(MetricsPage page, String row) {
    String[] cells = row.split("\\|");
    for (String cell : cells[1].split(",(?=\\s*`postern_)")) {
      String name = cell.replaceAll("[`\\s]|\\{.*", "");
      boolean rare = name.matches("postern_(token_.*|day_(full|renews)_at_seconds|probe_.*)");
      if (!rare || page.types().containsKey(name)) {
        assertThat(page.types()).as(row).containsEntry(name, cells[2].strip());
      }
    }
  }

  private static void assertSent(MetricsPage page, double mails) {
    assertThat(page.value("postern_recipients_total{outcome=\"delivered\"}")).hasValue(mails);
    assertThat(page.value("postern_mails_accepted_total")).hasValue(mails);
    assertThat(page.value("postern_stage_seconds_count{stage=\"send\"}")).hasValue(mails);
    assertThat(page.value("postern_stage_seconds_count{stage=\"transaction\"}")).hasValue(mails);
    assertThat(page.value("postern_pool_connections_opened_total")).hasValue(mails);
  }

  private static String warning(String id) {
    return "postern_warning{id=\"" + id + "\",severity=\"warning\"}";
  }

  private static MetricsPage page(ServerProcess relay) throws IOException {
    String answer = relay.health("/metrics", "");
    assertThat(answer).startsWith("200 ");
    return MetricsPage.read(answer.substring(4));
  }

  private void awaitTold(String event, String id) {
    await()
        .pollInterval(Duration.ofMillis(50))
        .until(
            () ->
                told.stream()
                    .anyMatch(
                        body ->
                            body.contains("\"event\":\"" + event + "\"")
                                && body.contains("\"id\":\"" + id + "\"")));
    // each road goes at its own pace: the program may not even have been started
    await()
        .ignoreExceptionsInstanceOf(NoSuchFileException.class)
        .untilAsserted(
            () -> assertThat(Files.readString(home.resolve("paged"))).contains(event + " " + id));
  }

  private void send(int port) {
    MailSettings settings =
        MailSettings.builder(List.of(new OpenProvider()))
            .set(CoreKeys.HOST, "127.0.0.1")
            .set(CoreKeys.PORT, port)
            .build();
    try (Mailer client = Mailer.open(settings, AuthStrategies.of(new OpenProvider()))) {
      DeliveryResult result =
          client.send(
              OutboundMessage.builder()
                  .from("a@example.com")
                  .to("b@example.org")
                  .subject("S")
                  .text("T")
                  .build());
      assertThat(result.recipients().toString()).contains("ACCEPTED");
    }
  }

  private Path program() throws IOException {
    Path script =
        Files.writeString(
            home.resolve("page.sh"),
            "#!/bin/sh\necho \"$POSTERN_ALERT_EVENT $POSTERN_ALERT_ID\" >>'"
                + home.resolve("paged")
                + "'\n");
    return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
  }
}
