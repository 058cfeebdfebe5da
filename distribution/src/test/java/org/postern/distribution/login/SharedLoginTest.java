package org.postern.distribution.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postern.crypto.KeyRing;
import org.postern.distribution.cli.Conf;
import org.postern.testkit.FakeTokenEndpoint;
import org.postern.testkit.RefreshTokens.Rotation;
import org.postern.testkit.TestCa;
import org.postern.truststore.ImportOptions;
import org.postern.truststore.TrustStoreFile;

/**
 * Two real processes that share one refresh token, which the provider replaces each time; how often
 * by {@code postern.login.rotations}.
 */
@Tag("same-on-every-jdk")
@Timeout(600)
class SharedLoginTest {

  private static final TestCa CA = TestCa.create();
  private static final int ROTATIONS = Integer.getInteger("postern.login.rotations", 150);
  private static final int KILLS = 5;

  @TempDir Path conf;
  private final List<Process> processes = new ArrayList<>();
  private final List<String> said = new CopyOnWriteArrayList<>();
  private final List<Process> heard = new CopyOnWriteArrayList<>();

  /** They write no file from then on, and ask nobody: not whoever has the endpoint's port next. */
  @AfterEach
  void stop() {
    processes.forEach(Process::destroyForcibly);
    processes.forEach(process -> process.onExit().join());
  }

  @Test
  void underStrictRotationTwoProcessesNeverUseATokenTwice() throws Exception {
    try (FakeTokenEndpoint endpoint = endpoint(Rotation.STRICT)) {
      settings(endpoint);
      begin();
      begin();
      awaitRotations(endpoint, () -> true);
      stop();
      assertThat(lost()).as("a login was lost").isFalse();
    }
  }

  /** As Microsoft does it, an old token stays good for a while: see docs/oauth.md. */
  @Test
  void killedAtRandomMomentsNeitherProcessLosesTheLogin() throws Exception {
    Random random = new Random();
    int[] kills = {0};
    try (FakeTokenEndpoint endpoint = endpoint(Rotation.OLD_STAYS_GOOD)) {
      settings(endpoint);
      begin();
      Process[] victim = {begin()};
      awaitRotations(
          endpoint,
          () -> {
            if (saidBy(victim[0]) && random.nextInt(4) == 0) {
              victim[0].destroyForcibly().waitFor();
              kills[0]++;
              victim[0] = begin();
            }
            return kills[0] >= KILLS;
          });
      int before = endpoint.requests().size();
      awaitMore(endpoint, before + 4); // whoever is left goes on
      stop();
    }
    System.out.println(ROTATIONS + " rotations by two processes, " + kills[0] + " kills");
    assertThat(lost()).as("a login was lost").isFalse();
  }

  private boolean saidBy(Process process) {
    return heard.contains(process);
  }

  private void awaitRotations(FakeTokenEndpoint endpoint, Step between) {
    awaiting()
        .until(
            () -> {
              boolean enough = between.run();
              return enough && endpoint.refreshTokens().issued().size() > ROTATIONS;
            });
  }

  private void awaitMore(FakeTokenEndpoint endpoint, int requests) {
    awaiting().until(() -> endpoint.requests().size() >= requests);
  }

  private ConditionFactory awaiting() {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(270))
        .pollInterval(Duration.ofMillis(20))
        .failFast("a login was lost", this::lost);
  }

  private boolean lost() {
    return said.stream().anyMatch(line -> line.startsWith("lost"));
  }

  /** What happens between two looks; true where enough has. */
  private interface Step {
    boolean run() throws Exception;
  }

  private static FakeTokenEndpoint endpoint(Rotation rotation) {
    return FakeTokenEndpoint.builder()
        .tls(CA.localhost())
        .publicClient("app")
        .refreshToken("first-of-all")
        .rotation(rotation)
        .start();
  }

  private void settings(FakeTokenEndpoint endpoint) throws Exception {
    KeyRing.create(conf.resolve("postern.keys"));
    Path kept = Files.writeString(conf.resolve("refresh-token"), "first-of-all\n");
    Files.setPosixFilePermissions(kept, PosixFilePermissions.fromString("rw-------"));
    Conf.files(
        conf,
        "mksis.logging.email.server.hostname=localhost\nmksis.smtp.ssl.enabled=true\n"
            + "mksis.smtp.oauth.authentication=true\nmksis.logging.email.from=a@example.com\n"
            + "postern.truststore.file=ca.p12\n",
        "mksis.security.smtp.oauth.clientID=app\nmksis.security.smtp.oauth.scope=mail\n"
            + "mksis.security.smtp.oauth.tokenEndpointURL="
            + endpoint.uri()
            + "\npostern.oauth.grant=refresh_token\npostern.oauth.client_auth=none\n");
    TrustStoreFile.at(conf.resolve("ca.p12"))
        .importFiles(List.of(Path.of(Conf.pem(CA, conf))), ImportOptions.strict());
  }

  private Process begin() throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                RotationWorker.class.getName(),
                conf.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    processes.add(process);
    Thread reader = new Thread(() -> listen(process), "worker");
    reader.setDaemon(true);
    reader.start();
    return process;
  }

  private void listen(Process process) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        said.add(line);
        heard.add(process);
      }
    } catch (IOException killed) {
      // as meant
    }
  }
}
