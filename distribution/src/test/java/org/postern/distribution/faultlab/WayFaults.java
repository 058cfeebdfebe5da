package org.postern.distribution.faultlab;

import static org.postern.distribution.faultlab.Fault.basic;
import static org.postern.distribution.faultlab.Fault.oauth;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.postern.distribution.cli.Conf;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.Reaction;
import org.postern.testkit.ServerIdentity;
import org.postern.testkit.SmtpStep;
import org.postern.testkit.TestCa;

/** Name service, connections, greetings, TLS and what a server offers. */
final class WayFaults {

  private static final byte[] TLS_ALERT = {0x15, 3, 3, 0, 2, 2, 40};

  private WayFaults() {}

  static List<Fault> all() {
    List<Fault> all = new ArrayList<>(certificates());
    all.addAll(connections());
    all.addAll(greetings());
    all.addAll(handshakes());
    all.addAll(offers());
    return all;
  }

  private static List<Fault> connections() {
    return List.of(
        basic(
            "dns.no-address",
            site -> site.set("mksis.logging.email.server.hostname", "mail.example.invalid")),
        basic("connect.refused", site -> site.set("mksis.logging.email.server.port", "1")),
        basic(
            "connect.filtered",
            site -> {
              BlackHole hole = BlackHole.dig();
              site.closing().add(hole);
              site.set("mksis.logging.email.server.port", "" + hole.port());
              site.add("postern.smtp.timeout.connect=400ms");
            }));
  }

  private static List<Fault> greetings() {
    return List.of(
        reacting("banner.tls-from-the-first-byte", SmtpStep.BANNER, Reaction.raw(TLS_ALERT)),
        reacting(
            "banner.http-proxy", SmtpStep.BANNER, Reaction.raw("HTTP/1.1 400 Bad Request\r\n\r\n")),
        reacting("banner.not-smtp", SmtpStep.BANNER, Reaction.raw("SSH-2.0-OpenSSH_9.2\r\n")),
        reacting("banner.closed", SmtpStep.BANNER, Reaction.close()),
        basic(
            "banner.silent",
            site -> {
              site.server().at(SmtpStep.BANNER).will(Reaction.hang());
              site.add("postern.smtp.timeout.greeting=400ms");
            }));
  }

  private static List<Fault> handshakes() {
    return List.of(
        reacting(
            "starttls.injection", SmtpStep.STARTTLS, Reaction.raw("220 go\r\n250 injected\r\n")),
        basic("tls.starttls-port", site -> site.add("postern.tls.mode=implicit")),
        basic(
            "tls.clear-after-starttls",
            site -> {
              OneByOne server = ClearAfterStarttls.start();
              site.closing().add(server);
              site.set("mksis.logging.email.server.port", "" + server.port());
            }),
        reacting("tls.too-old", SmtpStep.TLS, Reaction.tls10()),
        reacting("tls.broken", SmtpStep.TLS, Reaction.close()),
        basic(
            "tls.no-answer",
            site -> {
              // once: who looks for its certificates after that need not wait as long again
              site.server().at(SmtpStep.TLS).once().will(Reaction.hang());
              site.add("postern.smtp.timeout.tls=400ms");
            }),
        basic(
            "tls.no-common-cipher",
            site ->
                site.server(
                    Servers.basic(Servers.CA)
                        .tlsProtocols("TLSv1.2")
                        .cipherSuites("TLS_DHE_DSS_WITH_AES_128_CBC_SHA")
                        .start())));
  }

  private static List<Fault> certificates() {
    return List.of(
        presenting("tls.expired", "localhost", ServerIdentity.Builder::expired),
        presenting("tls.not-yet-valid", "localhost", ServerIdentity.Builder::notYetValid),
        presenting("tls.wrong-host", "other.example.com", same -> same),
        presenting(
            "tls.client-certificate-only", "localhost", ServerIdentity.Builder::clientOnlyEku),
        presenting("tls.weak", "localhost", ServerIdentity.Builder::weakKey),
        presenting("tls.common-name-only", "localhost", ServerIdentity.Builder::commonNameOnly),
        presenting("tls.self-signed", "localhost", ServerIdentity.Builder::selfSigned),
        presenting(
            "tls.missing-intermediate", "localhost", ServerIdentity.Builder::withoutIntermediate),
        basic(
            "tls.unknown-root",
            site -> site.server(Servers.basic(TestCa.create("Elsewhere")).start())),
        basic(
            "tls.inspecting-middlebox",
            site -> site.server(Servers.basic(TestCa.create("Zscaler Inc.")).start())));
  }

  private static List<Fault> offers() {
    return List.of(
        basic(
            "starttls.not-offered",
            site -> site.server(FakeSmtpServer.builder().user(Conf.USER, Conf.PASSWORD).start())),
        basic(
            "auth.none-offered",
            site -> site.server(FakeSmtpServer.builder().startTls(Servers.CA.localhost()).start())),
        oauth(
            "auth.mechanism-not-offered",
            site ->
                site.server(
                    FakeSmtpServer.builder()
                        .startTls(Servers.CA.localhost())
                        .user(Conf.USER, Conf.PASSWORD)
                        .start())),
        basic(
                "mail.cut-after-the-dot",
                site ->
                    site.server()
                        .at(SmtpStep.FINAL_DOT)
                        .will(Reaction.store().then(Reaction.reset())))
            .sending(),
        basic(
                "mail.needs-smtputf8",
                site -> {
                  site.server(Servers.basic(Servers.CA).without("SMTPUTF8").start());
                  site.set("postern.mail.from", "gr\u00fc\u00dfe@example.com");
                })
            .sending());
  }

  private static Fault presenting(
      String id, String name, UnaryOperator<ServerIdentity.Builder> with) {
    return basic(
        id,
        site ->
            site.server(
                FakeSmtpServer.builder()
                    .startTls(with.apply(Servers.CA.issue(name)).build())
                    .user(Conf.USER, Conf.PASSWORD)
                    .start()));
  }

  private static Fault reacting(String id, SmtpStep step, Reaction reaction) {
    return basic(id, site -> site.server().at(step).will(reaction));
  }
}
