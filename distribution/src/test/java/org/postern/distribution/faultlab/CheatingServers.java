package org.postern.distribution.faultlab;

import static org.postern.distribution.faultlab.Fault.basic;
import static org.postern.distribution.faultlab.Fault.oauth;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.postern.distribution.cli.Conf;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.FakeSmtpServerBuilder;
import org.postern.testkit.SaslDialogue;

/** Servers that want more than they should, or prove less, and logins of somebody else. */
final class CheatingServers {

  private static final String SHARED = "shared@example.com";

  private CheatingServers() {}

  static List<Fault> all() {
    return List.of(
        basic("auth.server-not-proved", site -> site.server(proving().start())),
        logins("claims.other-user", SHARED::equals),
        logins("auth.both-user-names-refused", user -> false),
        oauth("token.client-certificate-wanted", CheatingServers::demandCertificate),
        oauth(
            "token.proxy-unreachable",
            site -> {
              site.tokenUrl("https://idp.example.com/token");
              site.add("postern.http.proxy=http://127.0.0.1:1");
            }));
  }

  /** SCRAM in which the server says yes before it has shown that it knows the password. */
  private static FakeSmtpServerBuilder proving() {
    return FakeSmtpServer.builder()
        .startTls(Servers.CA.localhost())
        .mechanism("SCRAM-SHA-256", CheatingServers::anybody)
        .mechanisms("SCRAM-SHA-256");
  }

  private static Optional<String> anybody(SaslDialogue dialogue) throws IOException {
    dialogue.firstResponse();
    return Optional.of(Conf.USER);
  }

  /** The sender is a shared mailbox; the token is good for these users. */
  private static Fault logins(String id, Predicate<String> good) {
    return oauth(
        id,
        site -> {
          site.server(
              FakeSmtpServer.builder()
                  .startTls(Servers.CA.localhost())
                  .bearer((user, token) -> good.test(user))
                  .start());
          site.set("postern.mail.from", SHARED);
        });
  }

  private static void demandCertificate(Site site) throws IOException {
    OneByOne server = CertificateDemander.start();
    site.closing().add(server);
    site.tokenUrl("https://localhost:" + server.port() + "/token");
  }
}
