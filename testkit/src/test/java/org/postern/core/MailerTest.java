package org.postern.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.postern.testkit.SmtpStep.FINAL_DOT;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.core.settings.CoreKeys;
import org.postern.core.settings.MailSettings;
import org.postern.core.settings.Secret;
import org.postern.core.settings.SettingKey;
import org.postern.core.settings.SettingsException;
import org.postern.core.settings.TlsMode;
import org.postern.core.smtp.Action;
import org.postern.core.smtp.DeliveryResult;
import org.postern.core.smtp.Envelope;
import org.postern.core.smtp.MailAddress;
import org.postern.core.smtp.MessageBody;
import org.postern.core.smtp.Outcome;
import org.postern.core.smtp.Stage;
import org.postern.core.spi.AuthContext;
import org.postern.core.spi.AuthStrategy;
import org.postern.core.spi.AuthStrategyProvider;
import org.postern.core.spi.Credentials;
import org.postern.core.spi.SecretKeeper;
import org.postern.core.spi.TlsTrust;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.HalfDeadHost;
import org.postern.testkit.Reaction;
import org.postern.testkit.TestCa;

class MailerTest {

  private static final TestCa CA = TestCa.create();
  private static final Envelope ENVELOPE =
      Envelope.of(
          MailAddress.parse("sender@example.com"), List.of(MailAddress.parse("a@example.org")));
  private static final Credentials PASSWORD =
      new Credentials.Password("app", Secret.of("geheim42"), List.of("SCRAM-SHA-256"), false);

  @ParameterizedTest
  @EnumSource(TlsMode.class)
  void aMailArrivesAsItWasWrittenInEachTlsMode(TlsMode mode) {
    try (FakeSmtpServer server = server(mode);
        Mailer mailer = open(server, mode, new Scheme(new Credentials.None()))) {
      DeliveryResult result = mailer.send(ENVELOPE, new Text());
      assertThat(result.acceptedForAll()).isTrue();
      assertThat(server.onlyMail().bytes()).isEqualTo(Text.BYTES);
      server.requireNoViolations();
    }
  }

  @Test
  void aProbeTellsEachStepAndSendsNoMail() {
    try (FakeSmtpServer server =
            FakeSmtpServer.builder().startTls(CA.localhost()).user("app", "geheim42").start();
        Mailer mailer = open(server, TlsMode.STARTTLS, new Scheme(PASSWORD))) {
      ConnectionReport report = mailer.probe();
      assertThat(report.ok()).isTrue();
      assertThat(report.steps())
          .extracting(ConnectionReport.Step::stage)
          .containsExactly(
              Stage.CONNECT,
              Stage.BANNER,
              Stage.EHLO,
              Stage.STARTTLS,
              Stage.TLS,
              Stage.EHLO,
              Stage.CREDENTIALS,
              Stage.AUTH);
      assertThat(report.steps().get(4).explanation()).contains("TLSv1.3", "CN=localhost", "valid");
      assertThat(report.steps().get(7).explanation()).contains("SCRAM-SHA-256", "235");
      assertThat(report.toString()).doesNotContain("geheim42");
      assertThat(server.mails()).isEmpty();
      assertThat(server.awaitIdle(Duration.ofMinutes(1))).isTrue();
      server.requireNoViolations();
    }
  }

  @Test
  void aProbeEndsWithTheFaultAndDoesNotThrow() {
    try (FakeSmtpServer server =
            FakeSmtpServer.builder().startTls(CA.localhost()).user("app", "other").start();
        Mailer mailer = open(server, TlsMode.STARTTLS, new Scheme(PASSWORD))) {
      ConnectionReport report = mailer.probe();
      assertThat(report.ok()).isFalse();
      assertThat(report.fault().orElseThrow())
          .isEqualTo(report.steps().get(report.steps().size() - 1))
          .returns(Stage.AUTH, ConnectionReport.Step::stage)
          .returns(Action.HOLD, ConnectionReport.Step::action);
      assertThat(report.fault().orElseThrow().reply()).isPresent();
    }
  }

  @Test
  void aSchemeThatIsNotThereIsRefusedAtOnce() {
    MailSettings settings = settings(2525, TlsMode.NONE, new Scheme(new Credentials.None()));
    assertThatThrownBy(() -> Mailer.open(settings, AuthStrategies.of()))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("test-scheme");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "x>\u0001", "b\u00fccher.test", "a..b"})
  void anEhloNameThatIsNoneIsRefusedAtOnce(String name) {
    Scheme scheme = new Scheme(new Credentials.None());
    assertThatThrownBy(
            () ->
                Mailer.open(
                    MailSettings.builder(List.of(scheme))
                        .set(CoreKeys.HOST, "localhost")
                        .set(CoreKeys.SCHEME, "test-scheme")
                        .set(CoreKeys.EHLO_NAME, name)
                        .build(),
                    AuthStrategies.of(scheme)))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("postern.smtp.ehlo_name");
  }

  @Test
  void closingWaitsForTheSendUnderWayAndEndsAllElse() throws Exception {
    CountDownLatch reached = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Scheme scheme = new Scheme(new Credentials.None());
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (FakeSmtpServer server = server(TlsMode.NONE)) {
      Mailer mailer = open(server, TlsMode.NONE, scheme);
      server.at(FINAL_DOT).will(Reaction.await(goOn).then(Reaction.proceed()));
      Future<DeliveryResult> sent =
          threads.submit(() -> mailer.send(ENVELOPE, new Signalling(reached)));
      assertThat(reached.await(60, TimeUnit.SECONDS)).isTrue();
      Future<?> closed = threads.submit(mailer::close);
      goOn.countDown();
      assertThat(sent.get(60, TimeUnit.SECONDS).acceptedForAll()).isTrue();
      closed.get(60, TimeUnit.SECONDS);
      assertThat(scheme.closed).isTrue();
      assertThat(server.awaitIdle(Duration.ofMinutes(1))).isTrue();
      assertThatThrownBy(() -> mailer.send(ENVELOPE, new Text()))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(mailer::probe).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> scheme.context.get().background().execute(() -> {}))
          .isInstanceOf(RejectedExecutionException.class);
      mailer.close();
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void manyThreadsSendOverFewConnections() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try (FakeSmtpServer server =
            FakeSmtpServer.builder().startTls(CA.localhost()).user("app", "geheim42").start();
        Mailer mailer = open(server, TlsMode.STARTTLS, new Scheme(PASSWORD))) {
      List<Future<DeliveryResult>> sent = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        sent.add(threads.submit(() -> mailer.send(ENVELOPE, new Text())));
      }
      for (Future<DeliveryResult> result : sent) {
        assertThat(result.get(60, TimeUnit.SECONDS).worst()).isEqualTo(Outcome.ACCEPTED);
      }
      assertThat(server.mails()).hasSize(100);
      assertThat(server.sessions()).hasSizeLessThanOrEqualTo(3);
      server.requireNoViolations();
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void theSecondAddressIsTriedInTheSameAttempt() {
    Scheme scheme = new Scheme(new Credentials.None());
    try (HalfDeadHost both = HalfDeadHost.of("::1", "127.0.0.1");
        Mailer mailer =
            SmtpMailer.open(
                settings(both.server().port(), TlsMode.NONE, scheme),
                AuthStrategies.of(scheme),
                TlsTrust.of(CA.trustingContext()),
                SecretKeeper.NONE,
                host ->
                    List.of(InetAddress.getByName("::1"), InetAddress.getByName("127.0.0.1")))) {
      assertThat(mailer.send(ENVELOPE, new Text()).acceptedForAll()).isTrue();
    }
  }

  @Test
  void withoutATrustOfItsOwnAMailerBelievesTheJdkAlone() {
    Scheme scheme = new Scheme(new Credentials.None());
    try (FakeSmtpServer server = server(TlsMode.STARTTLS);
        Mailer mailer =
            Mailer.open(
                settings(server.port(), TlsMode.STARTTLS, scheme), AuthStrategies.of(scheme))) {
      assertThat(mailer.send(ENVELOPE, new Text()).recipients().get(0))
          .returns(Action.HOLD, result -> result.action())
          .returns(Stage.TLS, result -> result.stage())
          .extracting(result -> result.explanation())
          .asString()
          .contains("Test Intermediate CA", "SHA-256", "postern truststore import");
      assertThat(server.mails()).isEmpty();
    }
  }

  private static FakeSmtpServer server(TlsMode mode) {
    return switch (mode) {
      case NONE -> FakeSmtpServer.builder().start();
      case STARTTLS -> FakeSmtpServer.builder().startTls(CA.localhost()).start();
      case IMPLICIT -> FakeSmtpServer.builder().implicitTls(CA.localhost()).start();
    };
  }

  private static Mailer open(FakeSmtpServer server, TlsMode mode, Scheme scheme) {
    return Mailer.open(
        settings(server.port(), mode, scheme), AuthStrategies.of(scheme), CA.trustingContext());
  }

  private static MailSettings settings(int port, TlsMode mode, Scheme scheme) {
    return MailSettings.builder(List.of(scheme))
        .set(CoreKeys.HOST, "localhost")
        .set(CoreKeys.PORT, port)
        .set(CoreKeys.SCHEME, "test-scheme")
        .set(CoreKeys.TLS_MODE, mode)
        .set(CoreKeys.EHLO_NAME, "client.test")
        .build();
  }

  /** A scheme with fixed credentials. */
  private static final class Scheme implements AuthStrategyProvider {

    private final Credentials credentials;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicReference<AuthContext> context = new AtomicReference<>();

    private Scheme(Credentials credentials) {
      this.credentials = credentials;
    }

    @Override
    public String scheme() {
      return "test-scheme";
    }

    @Override
    public Set<SettingKey<?>> keys() {
      return Set.of();
    }

    @Override
    public AuthStrategy create(AuthContext given) {
      context.set(given);
      return new AuthStrategy() {
        @Override
        public Credentials credentials() {
          return credentials;
        }

        @Override
        public void close() {
          closed.set(true);
        }
      };
    }
  }

  private static class Text implements MessageBody {

    static final byte[] BYTES =
        "Subject: hello\r\n\r\n.\r\n..two\r\nend\r\n".getBytes(StandardCharsets.US_ASCII);

    @Override
    public long size() {
      return BYTES.length;
    }

    @Override
    public boolean eightBit() {
      return false;
    }

    @Override
    public boolean utf8Headers() {
      return false;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      out.write(BYTES);
    }

    @Override
    public Optional<MessageBody> sevenBit() {
      return Optional.empty();
    }
  }

  /** Says when it is being written. */
  private static final class Signalling extends Text {

    private final CountDownLatch reached;

    private Signalling(CountDownLatch reached) {
      this.reached = reached;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      reached.countDown();
      super.writeTo(out);
    }
  }
}
