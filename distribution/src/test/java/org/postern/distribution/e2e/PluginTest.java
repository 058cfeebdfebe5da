package org.postern.distribution.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.postern.distribution.e2e.Lab.Port;
import org.postern.distribution.plugins.PluginJars;

/**
 * A plug-in jar, built from nothing but core, logs in to a real server by a SASL client of its own.
 */
@NeedsLab
class PluginTest {

  private static final String SOURCE =
      """
      package theirs;

      import java.util.Optional;
      import java.util.Set;
      import javax.security.sasl.SaslClient;
      import org.postern.core.settings.CoreKeys;
      import org.postern.core.settings.Secret;
      import org.postern.core.settings.SettingKey;
      import org.postern.core.spi.AuthContext;
      import org.postern.core.spi.AuthStrategy;
      import org.postern.core.spi.AuthStrategyProvider;
      import org.postern.core.spi.Credentials;

      public final class OwnSasl implements AuthStrategyProvider {
        private static final SettingKey<Secret> SECRET =
            SettingKey.secret("postern.own_sasl.secret").asRequired().describedAs("The secret.");

        public String scheme() { return "own-sasl"; }

        public Set<SettingKey<?>> keys() { return Set.of(CoreKeys.USER.asRequired(), SECRET); }

        public AuthStrategy create(AuthContext context) {
          String user = context.settings().values().get(CoreKeys.USER);
          Secret secret = context.settings().values().get(SECRET);
          return () -> new Credentials.Sasl("PLAIN", host -> new Client(user, secret), Optional.empty());
        }

        private record Client(String user, Secret secret) implements SaslClient {
          public String getMechanismName() { return "PLAIN"; }
          public boolean hasInitialResponse() { return true; }
          public byte[] evaluateChallenge(byte[] challenge) {
            return ("\\0" + user + "\\0" + secret.reveal())
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
          }
          public boolean isComplete() { return true; }
          public byte[] unwrap(byte[] in, int offset, int length) { return in; }
          public byte[] wrap(byte[] out, int offset, int length) { return out; }
          public Object getNegotiatedProperty(String name) { return null; }
          public void dispose() {}
        }
      }
      """;

  @Test
  void logsInAndTheMailArrives() throws Exception {
    ConfDir conf =
        ConfDir.open(Port.SUBMISSION)
            .starttls()
            .is("postern.auth.scheme", "own-sasl")
            .is("mksis.logging.email.from", Lab.USER)
            .is("postern.own_sasl.secret", Lab.PASSWORD)
            .is("postern.plugins.dir", "plugins");
    Path folder = Files.createDirectories(conf.dir().resolve("plugins/own-sasl"));
    Path jar = PluginJars.compile(folder.resolve("own-sasl.jar"), "OwnSasl", SOURCE);
    Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-r--r--"));
    conf.ready();
    String marker = UUID.randomUUID().toString();

    Cli.on(conf, "plugins").exits(0).says("own-sasl");
    Cli.on(conf, "check").exits(0);
    Cli.on(conf, "send", "--to=inbox@lab.test", "--subject=" + marker, "--text=t").exits(0);

    assertThat(Inbox.text(Lab.shared().inbox().await(marker)))
        .contains("Authenticated sender: " + Lab.USER);
  }
}
