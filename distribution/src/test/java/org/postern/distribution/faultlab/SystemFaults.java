package org.postern.distribution.faultlab;

import static org.postern.distribution.faultlab.Fault.basic;
import static org.postern.distribution.faultlab.Fault.open;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.postern.distribution.cli.Conf;
import org.postern.testkit.FakeSmtpServer;

/** What is wrong with this host: its network, its names, the CAs that Java brings along. */
final class SystemFaults {

  private static final String HOST = "mksis.logging.email.server.hostname";

  private SystemFaults() {}

  static List<Fault> all() {
    return List.of(
        basic("connect.ipv6-dead", SystemFaults::answerByIpv4Alone)
            .elsewhere(
                site ->
                    List.of(Elsewhere.java(), "-Djdk.net.hosts.file=" + site.home() + "/hosts")),
        open("connect.unreachable", site -> leaveTheNetwork(site))
            .elsewhere(site -> List.of("unshare", "-n", Elsewhere.java())),
        basic("tls.trust-store-empty", SystemFaults::trustNobody)
            .elsewhere(
                site ->
                    List.of(
                        Elsewhere.java(),
                        "-Djavax.net.ssl.trustStore=" + nobody(site),
                        "-Djavax.net.ssl.trustStorePassword=changeit")));
  }

  private static void answerByIpv4Alone(Site site) throws Exception {
    Files.writeString(site.home().resolve("hosts"), "::1 dual.test\n127.0.0.1 dual.test\n");
    site.server(
        FakeSmtpServer.builder()
            .addresses("127.0.0.1")
            .startTls(Servers.CA.issue("dual.test").build())
            .user(Conf.USER, Conf.PASSWORD)
            .start());
    site.set(HOST, "dual.test");
  }

  /** The address is one for documentation (RFC 5737), and no packet leaves an empty network. */
  private static void leaveTheNetwork(Site site) throws Exception {
    Assumptions.assumeTrue(
        Elsewhere.canLeaveTheNetwork(), "only root may begin a process without a network");
    site.set(HOST, "192.0.2.5");
  }

  private static void trustNobody(Site site) throws Exception {
    Files.delete(site.conf().resolve("truststore.p12"));
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (OutputStream out = Files.newOutputStream(nobody(site))) {
      store.store(out, "changeit".toCharArray());
    }
  }

  private static Path nobody(Site site) {
    return site.home().resolve("nobody.p12");
  }
}
