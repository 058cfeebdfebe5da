package org.postern.distribution.faultlab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.postern.distribution.cli.Conf;
import org.postern.distribution.cli.Shell;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.FakeTokenEndpoint;
import org.postern.testkit.TestCa;

/** The servers of the lab and an installation of each mode at them. */
final class Servers implements AutoCloseable {

  static final TestCa CA = TestCa.create();
  static final String SECRET = "client-s3cret-0815";
  private static final String SHORT =
      """
      mksis.smtp.ssl.enabled=true
      """;

  private final Path home;
  private final FakeSmtpServer server = basic(CA).start();
  private final FakeSmtpServer relay = FakeSmtpServer.builder().startTls(CA.localhost()).start();
  private final FakeTokenEndpoint endpoint =
      FakeTokenEndpoint.builder().tls(CA.localhost()).client("app", SECRET).start();
  private final Map<Fault.Mode, Path> templates = new EnumMap<>(Fault.Mode.class);
  private int sites;

  Servers(Path home) throws IOException {
    this.home = home;
    template(Fault.Mode.OPEN, SHORT, "");
    template(
        Fault.Mode.BASIC,
        SHORT
            + "mksis.smtp.authentication=true\nmksis.logging.emailfrom.password="
            + Conf.PASSWORD
            + "\n",
        "");
    template(
        Fault.Mode.OAUTH,
        SHORT
            + "mksis.smtp.oauth.authentication=true\n"
            + "postern.oauth.timeout.connect=9s\npostern.oauth.timeout.total=9s\n",
        "mksis.security.smtp.oauth.clientID=app\nmksis.security.smtp.oauth.clientSecret="
            + SECRET
            + "\nmksis.security.smtp.oauth.tokenEndpointURL="
            + endpoint.uri()
            + "\nmksis.security.smtp.oauth.scope=mail\n");
  }

  /** Whoever has the password or any token is let in. */
  static org.postern.testkit.FakeSmtpServerBuilder basic(TestCa ca) {
    return FakeSmtpServer.builder()
        .startTls(ca.localhost())
        .user(Conf.USER, Conf.PASSWORD)
        .bearer((user, token) -> user.equals(Conf.USER));
  }

  private void template(Fault.Mode mode, String more, String security) throws IOException {
    Path folder = Files.createDirectories(home.resolve("template-" + mode));
    Path conf = Conf.write(folder.resolve("conf"), server(mode), more);
    Files.writeString(conf.resolve("security.properties"), security);
    Shell shell = new Shell(folder);
    shell.run("truststore", "import", Conf.pem(CA, folder));
    shell.run("encrypt");
    templates.put(mode, folder);
  }

  /** A fresh installation; the servers forget what was scripted before. */
  Site site(Fault.Mode mode) throws IOException {
    server(mode).recover();
    endpoint.recover();
    return Site.copy(templates.get(mode), home.resolve("site" + ++sites), server(mode), endpoint);
  }

  private FakeSmtpServer server(Fault.Mode mode) {
    return mode == Fault.Mode.OPEN ? relay : server;
  }

  @Override
  public void close() {
    server.close();
    relay.close();
    endpoint.close();
  }
}
