package org.postern.testkit.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.core.AuthStrategies;
import org.postern.core.Mailer;
import org.postern.core.ResolvedMailers;
import org.postern.core.internal.smtp.HostResolver;
import org.postern.core.settings.CoreKeys;
import org.postern.core.smtp.Action;
import org.postern.core.smtp.Outcome;
import org.postern.core.smtp.RecipientResult;
import org.postern.core.smtp.Stage;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.HalfDeadHost;
import org.postern.testkit.SmtpSession;

/** The failure matrix, section 3.1: names and addresses. */
class NameServiceFaultsTest {

  private static Mailer open(Postman postman, HostResolver names) {
    return ResolvedMailers.open(
        postman.settings(), AuthStrategies.of(Login.none()), Postman.CA.trustingContext(), names);
  }

  private static List<InetAddress> addresses(String... literals) throws UnknownHostException {
    List<InetAddress> addresses = new ArrayList<>();
    for (String literal : literals) {
      addresses.add(InetAddress.getByName(literal));
    }
    return addresses;
  }

  /** Java tells NXDOMAIN, SERVFAIL and a time-out of the name service by the same exception. */
  static Stream<HostResolver> failing() {
    return Stream.of(
        host -> {
          throw new UnknownHostException(host + ": Name or service not known");
        },
        host -> {
          throw new UnknownHostException(host + ": Temporary failure in name resolution");
        },
        host -> List.of());
  }

  @ParameterizedTest
  @MethodSource("failing")
  void lookUpThatFailsIsRetriedNeverBounced(HostResolver names) {
    try (Mailer mailer = open(Postman.to("mail.example.com", 25), names)) {
      RecipientResult result = Postman.send(mailer);

      assertThat(result.outcome()).as("%s", result).isEqualTo(Outcome.DEFERRED);
      assertThat(result.action()).isEqualTo(Action.RETRY);
    }
  }

  @Test
  void unknownNameIsNamed() {
    HostResolver names =
        host -> {
          throw new UnknownHostException(host);
        };
    try (Mailer mailer = open(Postman.to("mail.example.com", 25), names)) {
      RecipientResult result = Postman.send(mailer);

      assertThat(result.stage()).isEqualTo(Stage.RESOLVE);
      assertThat(result.explanation()).contains("mail.example.com");
    }
  }

  @Test
  void everyAttemptResolvesAnewAndUsesTheNewAddress() {
    AtomicInteger lookUps = new AtomicInteger();
    try (HalfDeadHost both = HalfDeadHost.of("127.0.0.77", "127.0.0.1");
        Mailer mailer =
            open(
                Postman.to("mail.example.com", both.server().port()),
                host -> addresses(lookUps.incrementAndGet() == 1 ? "127.0.0.77" : "127.0.0.1"))) {
      assertThat(Postman.send(mailer).outcome()).isEqualTo(Outcome.DEFERRED);
      assertThat(Postman.send(mailer).outcome()).isEqualTo(Outcome.ACCEPTED);
      assertThat(lookUps.get()).isEqualTo(2);
    }
  }

  @ParameterizedTest(name = "{0} is dead, {1} is good")
  @CsvSource({"127.0.0.77, 127.0.0.1", "::1, 127.0.0.1", "127.0.0.1, ::1"})
  void deadAddressIsPassedOverInTheSameAttempt(String dead, String good) {
    try (HalfDeadHost both = HalfDeadHost.of(dead, good);
        Mailer mailer =
            open(
                Postman.to("mail.example.com", both.server().port()),
                host -> addresses(dead, good))) {
      RecipientResult result = Postman.send(mailer);

      assertThat(result.outcome()).as("%s", result).isEqualTo(Outcome.ACCEPTED);
      both.server().requireNoViolations();
    }
  }

  @Test
  void addressThatDropsSynsCostsTheConnectTimeoutOnly() throws IOException {
    try (FakeSmtpServer server = FakeSmtpServer.builder().start();
        BlackHole hole = BlackHole.on("127.0.0.78", server.port());
        Mailer mailer =
            open(
                Postman.to("mail.example.com", hole.port()).soon(CoreKeys.CONNECT_TIMEOUT),
                host -> addresses("127.0.0.78", "127.0.0.1"))) {
      long start = System.nanoTime();
      RecipientResult result = Postman.send(mailer);

      assertThat(result.outcome()).as("%s", result).isEqualTo(Outcome.ACCEPTED);
      // 300 ms, and not the two minutes of the system
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMinutes(1));
    }
  }

  @Test
  void addressThatClosesAtOnceIsPassedOver() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    try (FakeSmtpServer server = FakeSmtpServer.builder().start();
        var other = new ServerSocket(server.port(), 50, InetAddress.getByName("127.0.0.79"));
        Mailer mailer =
            open(
                Postman.to("mail.example.com", server.port()),
                host -> addresses("127.0.0.79", "127.0.0.1"))) {
      Thread closing =
          new Thread(
              () -> {
                try {
                  other.accept().close();
                  closed.countDown();
                } catch (IOException ended) {
                  closed.countDown();
                }
              });
      closing.setDaemon(true);
      closing.start();

      RecipientResult result = Postman.send(mailer);

      assertThat(result.outcome()).as("%s", result).isEqualTo(Outcome.ACCEPTED);
      closed.await();
      assertThat(server.sessions()).extracting(SmtpSession::localAddress).contains("127.0.0.1");
    }
  }
}
