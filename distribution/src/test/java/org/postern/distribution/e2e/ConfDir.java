package org.postern.distribution.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.postern.distribution.e2e.Lab.Port;

/** A folder with the two property files, written as administrators write them: with CRLF. */
final class ConfDir {

  private final Path dir;
  private final Map<String, String> is = new LinkedHashMap<>();
  private final Map<String, String> security = new LinkedHashMap<>();

  private ConfDir(Port port) {
    try {
      // outside the stack's folder, so that it is still there to be searched after the tests
      Path root = Files.createDirectories(Path.of("target/e2e").toAbsolutePath());
      dir = Files.createTempDirectory(root, "conf-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    is.put("mksis.logging.email.server.hostname", "localhost");
    is.put("mksis.logging.email.server.port", Integer.toString(Lab.shared().port(port)));
    is.put("mksis.im.unrelated", "kept as it is");
    is("postern.mail.from", Lab.USER);
  }

  static ConfDir open(Port port) {
    return new ConfDir(port).is("mksis.smtp.oauth.authentication", "false");
  }

  static ConfDir basic(Port port) {
    return new ConfDir(port)
        .is("mksis.smtp.authentication", "true")
        .is("mksis.logging.email.from", Lab.USER)
        .is("mksis.logging.emailfrom.password", Lab.PASSWORD);
  }

  static ConfDir oauth(Port port) {
    return new ConfDir(port)
        .is("mksis.smtp.oauth.authentication", "true")
        .is("mksis.smtp.authentication", "false")
        .is("mksis.logging.email.from", Lab.USER)
        .security("clientID", "postern")
        .security("clientSecret", Lab.CLIENT_SECRET)
        .security("tokenEndpointURL", Lab.shared().keycloak().tokenUrl())
        .security("scope", "smtp.send");
  }

  /** Writes the files of a client beside the settings. */
  @FunctionalInterface
  private interface ClientFiles {
    void write(Path conf) throws IOException;
  }

  /** OAuth by a client that has a key instead of a secret. */
  static ConfDir oauthByKey(Port port) {
    return oauthByFiles(
        port, "postern-jwt", "private_key_jwt", Lab.shared().certificates()::writeClient);
  }

  /** As {@link #oauthByKey}, by an EC key. */
  static ConfDir oauthByEcKey(Port port) {
    return oauthByFiles(
        port, "postern-ec", "private_key_jwt", Lab.shared().certificates()::writeEcClient);
  }

  /** OAuth by a client that shows its certificate in TLS. */
  static ConfDir oauthByCertificate(Port port) {
    return oauthByFiles(
        port, "postern-mtls", "tls_client_auth", Lab.shared().certificates()::writeMutualClient);
  }

  private static ConfDir oauthByFiles(Port port, String client, String auth, ClientFiles files) {
    ConfDir conf = oauth(port).security("clientID", client).without("clientSecret");
    try {
      files.write(conf.dir);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return conf.is("postern.oauth.client_auth", auth)
        .is("postern.oauth.key.file", "client-key.pem")
        .is("postern.oauth.certificate.file", "client-cert.pem");
  }

  /** OAuth by the login of a person, who is not logged in yet. */
  static ConfDir oauthByPerson(Port port) {
    String issuer = Lab.shared().keycloak().tokenUrl().replaceAll("/protocol/.*", "");
    return oauth(port)
        .security("clientID", "postern-person")
        .without("clientSecret")
        .without("tokenEndpointURL")
        .is("postern.oauth.issuer", issuer)
        .is("postern.oauth.client_auth", "none")
        .is("postern.oauth.grant", "refresh_token");
  }

  /** Takes a property out of security.properties. */
  ConfDir without(String key) {
    security.remove("mksis.security.smtp.oauth." + key);
    return this;
  }

  /** Sets a property of is.properties. */
  ConfDir is(String key, String value) {
    is.put(key, value);
    return this;
  }

  /** Sets one of the four OAuth properties. */
  ConfDir security(String key, String value) {
    security.put("mksis.security.smtp.oauth." + key, value);
    return this;
  }

  /** TLS on, by the origin's own switch; a port other than 465 means STARTTLS. */
  ConfDir starttls() {
    return is("mksis.smtp.ssl.enabled", "true");
  }

  ConfDir implicitTls() {
    return starttls().is("postern.tls.mode", "implicit");
  }

  /** Writes both files anew; whatever else is in the folder stays. */
  ConfDir write() {
    try {
      Files.writeString(dir.resolve("is.properties"), text(is));
      Files.writeString(dir.resolve("security.properties"), text(security));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As {@link #write}, then encrypts the secrets by our own command. */
  ConfDir encrypted() {
    write();
    Cli.on(this, "encrypt").exits(0);
    return this;
  }

  /** As {@link #encrypted}, then imports the root CA by our own command. */
  ConfDir ready() {
    encrypted();
    Cli.on(this, "truststore", "import", Lab.shared().certificates().rootFile().toString())
        .exits(0);
    return this;
  }

  /** Removes the folder: for a test whose files cannot be encrypted. */
  void remove() {
    try (Stream<Path> files = Files.walk(dir)) {
      files.sorted((a, b) -> b.compareTo(a)).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path dir() {
    return dir;
  }

  String file(String name) {
    try {
      return Files.readString(dir.resolve(name), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Map<String, String> properties) {
    StringBuilder text = new StringBuilder("# written by hand\r\n");
    properties.forEach((key, value) -> text.append(key).append('=').append(value).append("\r\n"));
    return text.toString();
  }
}
