package org.postern.distribution.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.core.settings.SettingKey;
import org.postern.core.settings.SettingsException;
import org.postern.core.settings.SettingsProblem;
import org.postern.distribution.plugins.Plugins;
import org.postern.distribution.server.ServerParts;
import org.postern.distribution.wiring.BundleFolders;
import org.postern.distribution.wiring.Configuration;
import org.postern.distribution.wiring.Secrets;
import org.postern.testkit.ServerIdentity;
import org.postern.testkit.TestCa;

/** Whatever single value is wrong, `postern run` tells that one, and nothing beside it. */
@Tag("same-on-every-jdk")
class OneFaultTest {

  /** A server with nearly all that its parts look at; secrets of security.properties. */
  private static final List<String> IS =
      List.of(
          "postern.provider=microsoft365",
          "postern.oauth.tenant=example.com",
          "mksis.smtp.oauth.authentication=true",
          "mksis.smtp.authentication=false",
          "mksis.logging.email.from=app@example.com",
          "postern.mode=redirect",
          "postern.mode.redirect_to=test@example.com",
          "postern.relay.rewrite_sender=envelope",
          "postern.relay.certificate=chain.pem",
          "postern.relay.key=key.pem",
          "postern.relay.sender.job=job@example.com",
          "postern.relay.listener.a.address=*",
          "postern.relay.listener.a.port=2587",
          "postern.relay.listener.a.tls=starttls",
          "postern.relay.listener.a.auth=required",
          "postern.relay.listener.b.address=192.0.2.1",
          "postern.relay.listener.b.tls=implicit",
          "postern.relay.listener.b.allow=192.0.2.0/24",
          "postern.relay.listener.b.certificate=chain.pem",
          "postern.relay.listener.b.key=key.pem",
          "postern.relay.listener.b.rewrite_sender=account",
          "postern.relay.listener.b.sender=b@example.com",
          "postern.health.listen=0.0.0.0:2580",
          "postern.health.token=0123456789abcdef",
          "postern.alert.webhook=https://hooks.example.com/x");

  private static final List<String> SECURITY =
      List.of(
          "mksis.security.smtp.oauth.clientID=id", "mksis.security.smtp.oauth.clientSecret=secret");

  @TempDir private Path home;
  private Configuration configuration;

  @BeforeEach
  void certificate() throws Exception {
    Logging.level(0);
    configuration = Configuration.of(home.resolve("conf"), new BundleFolders(Optional.of(home)));
    Conf.files(configuration.folder(), "", "");
    ServerIdentity localhost = TestCa.create().localhost();
    localhost.writeChainPem(configuration.folder().resolve("chain.pem"));
    localhost.writeKeyPem(configuration.folder().resolve("key.pem"));
  }

  @Test
  void nothingIsWrongToBeginWith() {
    assertThat(problems("postern.status.stuck_after", "1h")).isEmpty();
  }

  @Test
  void aBlankValueIsToldAlone() {
    for (String key : keys()) {
      assertThat(problems(key, "")).as(key).extracting(SettingsProblem::key).isSubsetOf(key);
    }
  }

  @Test
  void aValueThatCannotBeReadIsToldAlone() {
    for (SettingKey<?> key : configuration.keys(Plugins.none())) {
      if (refuses(key, "?!")) {
        assertThat(problems(key.name(), "?!"))
            .as(key.name())
            .singleElement()
            .satisfies(problem -> assertThat(problem.key()).isEqualTo(key.name()));
      }
    }
  }

  private static boolean refuses(SettingKey<?> key, String value) {
    try {
      key.parse(value);
      return false;
    } catch (IllegalArgumentException refused) {
      return true;
    }
  }

  /** All that stand in the files, and all others; a family has its members in the files. */
  private List<String> keys() {
    List<String> all = new ArrayList<>();
    IS.forEach(line -> all.add(name(line)));
    SECURITY.forEach(line -> all.add(name(line)));
    configuration.keys(Plugins.none()).stream()
        .map(SettingKey::name)
        .filter(name -> !all.contains(name) && !name.endsWith("<name>"))
        .forEach(all::add);
    return all;
  }

  /** What is told where this one has that value. */
  private List<SettingsProblem> problems(String key, String value) {
    boolean security = key.startsWith("mksis.security.");
    Conf.files(
        configuration.folder(),
        with(IS, security ? "" : key, value),
        with(SECURITY, security ? key : "", value));
    try {
      Started.checked(
          configuration,
          Secrets.keeper(configuration, Map.of()),
          ServerParts.of(configuration.folder()));
      return List.of();
    } catch (SettingsException refused) {
      return refused.problems();
    }
  }

  private static String with(List<String> lines, String key, String value) {
    List<String> all = new ArrayList<>(lines);
    all.removeIf(line -> name(line).equals(key));
    if (!key.isEmpty()) {
      all.add(key + "=" + value);
    }
    return String.join("\n", all) + "\n";
  }

  private static String name(String line) {
    return line.substring(0, line.indexOf('='));
  }
}
