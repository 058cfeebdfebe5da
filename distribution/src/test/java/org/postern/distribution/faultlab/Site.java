package org.postern.distribution.faultlab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.core.Mailer;
import org.postern.core.spi.SecretKeeper;
import org.postern.distribution.cli.Shell;
import org.postern.distribution.doctor.Doctor;
import org.postern.distribution.doctor.DoctorReport;
import org.postern.distribution.plugins.Plugins;
import org.postern.distribution.wiring.BundleFolders;
import org.postern.distribution.wiring.CompositionRoot;
import org.postern.distribution.wiring.Configuration;
import org.postern.distribution.wiring.Secrets;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.FakeTokenEndpoint;

/** An installation of its own with nothing wrong, at servers with nothing wrong. */
record Site(
    Path home,
    FakeSmtpServer server,
    FakeTokenEndpoint endpoint,
    Map<String, String> environment,
    List<AutoCloseable> closing) {

  Path conf() {
    return home.resolve("conf");
  }

  Path is() {
    return conf().resolve("is.properties");
  }

  Path security() {
    return conf().resolve("security.properties");
  }

  Path ring() {
    return conf().resolve("postern.keys");
  }

  /** One more line of is.properties. */
  void add(String... lines) throws IOException {
    Files.writeString(is(), Files.readString(is()) + String.join("\n", lines) + "\n");
  }

  /** One more line of security.properties. */
  void addSecurity(String... lines) throws IOException {
    Files.writeString(security(), Files.readString(security()) + String.join("\n", lines) + "\n");
  }

  /** This value, wherever the setting stands now; added to is.properties where it does not. */
  void set(String key, String value) throws IOException {
    Path file = Files.readString(security()).contains(key + "=") ? security() : is();
    String line = "(?m)^" + key.replace(".", "\\.") + "=.*$";
    String text = Files.readString(file);
    Files.writeString(
        file,
        text.contains(key + "=")
            ? text.replaceAll(line, key + "=" + value.replace("\\", "\\\\"))
            : text + key + "=" + value + "\n");
  }

  void remove(String key) throws IOException {
    for (Path file : List.of(is(), security())) {
      Files.writeString(
          file, Files.readString(file).replaceAll("(?m)^" + key.replace(".", "\\.") + "=.*\n", ""));
    }
  }

  /** Secrets are encrypted anew, such as have just been set. */
  void encrypt() {
    new Shell(home).run("encrypt");
  }

  static void mode(Path file, String mode) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  /** The mail server is another one, whose close is at the end of the case. */
  void server(FakeSmtpServer other) throws IOException {
    closing.add(other);
    set("mksis.logging.email.server.port", "" + other.port());
  }

  /** The token endpoint is another one, whose close is at the end of the case. */
  void endpoint(FakeTokenEndpoint other) throws IOException {
    closing.add(other);
    tokenUrl(other.uri().toString());
  }

  void tokenUrl(String url) throws IOException {
    set("mksis.security.smtp.oauth.tokenEndpointURL", url);
  }

  DoctorReport examined(boolean send) {
    return examined(home, environment, send);
  }

  /** What the doctor finds in the installation there. */
  static DoctorReport examined(Path home, Map<String, String> environment, boolean send) {
    return Doctor.examine(
        configuration(home),
        environment,
        new Doctor.Wishes(List.of(), send, Duration.ofMinutes(1)),
        finding -> {});
  }

  private static Configuration configuration(Path home) {
    return Configuration.of(home.resolve("conf"), new BundleFolders(Optional.of(home)));
  }

  /** A mailer of this installation. */
  Mailer mailer() {
    Configuration configuration = configuration(home);
    SecretKeeper keeper = Secrets.keeper(configuration, environment);
    return CompositionRoot.mailer(
        configuration.load(Plugins.none(), keeper),
        configuration.strategies(Plugins.none()),
        configuration,
        keeper);
  }

  /** A copy of a template's folder there, at these servers. */
  static Site copy(Path template, Path home, FakeSmtpServer server, FakeTokenEndpoint endpoint)
      throws IOException {
    Files.createDirectories(home.resolve("conf"));
    Site.mode(home, "rwxr-xr-x");
    Site.mode(home.resolve("conf"), "rwxr-xr-x");
    try (var files = Files.list(template.resolve("conf"))) {
      for (Path file : files.toList()) {
        Path there = home.resolve("conf").resolve(file.getFileName());
        Files.copy(file, there, StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    return new Site(home, server, endpoint, new HashMap<>(), new java.util.ArrayList<>());
  }
}
