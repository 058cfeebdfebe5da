package org.postern.distribution.demo;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.FakeTokenEndpoint;
import org.postern.testkit.TestCa;
import org.postern.testkit.TokenRegistry;

/** A mail provider on loopback: a relay, a submission server and a token endpoint, all with TLS. */
final class DemoServers implements AutoCloseable {

  static final String USER = "app@example.com";
  static final String SCOPE = "mail.send";

  final String password = random();
  final String clientSecret = random();
  final TestCa ca = TestCa.create("Demo");
  final FakeTokenEndpoint tokens;
  final FakeSmtpServer relay;
  final FakeSmtpServer submission;
  final FakeSmtpServer implicit;

  DemoServers() {
    TokenRegistry issued = new TokenRegistry();
    tokens =
        FakeTokenEndpoint.builder()
            .tls(ca.localhost())
            .client("demo-client", clientSecret)
            .scope(SCOPE)
            .lifetime(Duration.ofHours(1))
            .tokens(issued)
            .start();
    relay = FakeSmtpServer.builder().startTls(ca.localhost()).start();
    submission =
        FakeSmtpServer.builder()
            .startTls(ca.localhost())
            .user(USER, password)
            .tokens(issued)
            .start();
    implicit = FakeSmtpServer.builder().implicitTls(ca.localhost()).user(USER, password).start();
  }

  @Override
  public void close() {
    tokens.close();
    relay.close();
    submission.close();
    implicit.close();
  }

  private static String random() {
    byte[] bytes = new byte[12];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
