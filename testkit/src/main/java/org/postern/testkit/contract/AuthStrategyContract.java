package org.postern.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postern.core.AuthStrategies;
import org.postern.core.Mailer;
import org.postern.core.diagnosis.Diagnoses;
import org.postern.core.diagnosis.Diagnosis;
import org.postern.core.diagnosis.Evidence;
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
import org.postern.core.smtp.SmtpReply;
import org.postern.core.smtp.Stage;
import org.postern.core.spi.AuthContext;
import org.postern.core.spi.AuthRefusal;
import org.postern.core.spi.AuthStrategy;
import org.postern.core.spi.AuthStrategyProvider;
import org.postern.core.spi.Credentials;
import org.postern.testkit.FakeSmtpServer;
import org.postern.testkit.FakeSmtpServerBuilder;
import org.postern.testkit.FixedBody;
import org.postern.testkit.Reaction;
import org.postern.testkit.SmtpSession;
import org.postern.testkit.SmtpStep;
import org.postern.testkit.TestCa;

/**
 * What every auth strategy must keep. A plug-in author extends this class, says how to make the
 * provider, which settings are good and what the mail server accepts, and inherits the tests.
 *
 * <p>The mail server is a {@link FakeSmtpServer} with STARTTLS on loopback; a strategy that asks a
 * server of its own, such as a token endpoint, starts it before {@link #settings} is called, with a
 * certificate of {@link #ca}. Logs are searched for secrets where they go to java.util.logging
 * ({@code slf4j-jdk14} on the tests' class path).
 */
public abstract class AuthStrategyContract {

  private static final TestCa CA = TestCa.create("Contract");
  private static final MailAddress SENDER = MailAddress.parse("sender@example.com");
  private static final MailAddress RECIPIENT = MailAddress.parse("recipient@example.org");
  private static final SmtpReply REFUSAL = new SmtpReply(535, List.of("5.7.8 refused"));
  private static final int THREADS = 16;

  private FakeSmtpServer server = FakeSmtpServer.builder().start();

  /** For whoever extends it. */
  protected AuthStrategyContract() {}

  /** A new provider, made as {@link java.util.ServiceLoader} makes it. */
  protected abstract AuthStrategyProvider provider();

  /** Lets the mail server accept what the good settings lead to. */
  protected abstract void accept(FakeSmtpServerBuilder mailServer);

  /** Sets good values for the keys of the scheme; all its required keys. */
  protected abstract void settings(MailSettings.Builder settings);

  /**
   * The secrets, as text, that the good settings hold or lead to at this moment, such as a token
   * that was fetched: none of them may be shown anywhere.
   */
  protected abstract Set<String> secrets();

  /** How many requests the strategy's own server has seen; 0 where it has none. */
  protected int requestsSeen() {
    return 0;
  }

  /** False for a scheme that sends no AUTH. */
  protected boolean logsIn() {
    return true;
  }

  /** False for a provider that is registered by hand only. */
  protected boolean isPublished() {
    return true;
  }

  /** The authority that the mailer trusts, for a server of the strategy's own. */
  protected static TestCa ca() {
    return CA;
  }

  /** Starts the mail server. */
  @BeforeEach
  final void startMailServer() {
    server.close();
    FakeSmtpServerBuilder builder = FakeSmtpServer.builder().startTls(CA.localhost());
    accept(builder);
    server = builder.start();
  }

  /** Stops the mail server. */
  @AfterEach
  final void stopMailServer() {
    server.close();
  }

  /** {@code [a-z][a-z0-9-]*}, the same each time. */
  @Test
  protected void schemeIsWellFormed() {
    assertThat(provider().scheme()).matches("[a-z][a-z0-9-]*").isEqualTo(provider().scheme());
  }

  /** The same keys each time, each described; of the core's only the user name, made required. */
  @Test
  protected void keysAreStableAndDocumented() {
    Set<SettingKey<?>> keys = provider().keys();

    assertThat(provider().keys()).isEqualTo(keys);
    assertThat(keys)
        .allSatisfy(
            key -> {
              assertThat(key.description()).as("description of %s", key).isNotBlank();
              assertThat(key.name()).matches("(postern|mksis)(\\.[A-Za-z0-9_-]+)+(\\.<name>)?");
            });
    assertThat(keys).doesNotContain(CoreKeys.HOST, CoreKeys.PORT, CoreKeys.SCHEME);
  }

  /** The rows for the catalogue have names of their own, and each is found by its example. */
  @Test
  protected void diagnosesAreFoundByTheirExamples() {
    List<Diagnosis> rows = provider().diagnoses();
    Diagnoses catalogue = Diagnoses.builtIn().with(rows);

    assertThat(catalogue.all()).extracting(Diagnosis::id).doesNotHaveDuplicates();
    assertThat(rows)
        .allSatisfy(
            row ->
                assertThat(catalogue.find(Evidence.pasted(row.example())))
                    .as("what the example of %s is found as", row.id())
                    .contains(row));
  }

  /** A setting whose value is a secret is marked as one, so that nothing shows it. */
  @Test
  protected void secretsAreMarked() {
    MailSettings settings = goodSettings();

    assertThat(provider().keys())
        .filteredOn(key -> settings.values().find(key).filter(this::holdsSecret).isPresent())
        .allSatisfy(key -> assertThat(key.secret()).as("%s is secret", key).isTrue());
    assertNoSecret(settings.toString());
    assertNoSecret(settings.effective().toString());
    assertNoSecret(settings.warnings().toString());
  }

  /** A settings error names each required key that is missing. */
  @Test
  protected void missingRequiredKeyIsNamed() {
    List<SettingKey<?>> required =
        provider().keys().stream()
            .filter(key -> key.required() && key.defaultText().isEmpty())
            .collect(Collectors.toList());
    assertThat(required)
        .allSatisfy(
            key ->
                assertThatThrownBy(() -> settings(key.name(), server.port()))
                    .isInstanceOf(SettingsException.class)
                    .hasMessageContaining(key.name()));
  }

  /** Constructor and create() touch no network and start nothing. */
  @Test
  protected void makingAStrategyDoesNoInputOrOutput() throws Exception {
    int before = requestsSeen();
    SSLContext trap = TrappedTls.context(CA.trustingContext());
    List<Runnable> started = new ArrayList<>();

    // port 1: nobody is there, so that whoever connects fails
    try (AuthStrategy strategy =
        provider().create(new AuthContext(settings("", 1), trap, started::add))) {
      assertNoSecret(strategy.toString());
    }
    assertThat(started).as("work in the background").isEmpty();
    assertThat(requestsSeen()).as("requests").isEqualTo(before);
  }

  /** Many threads ask for credentials at once, and each gets good ones. */
  @Test
  protected void credentialsAreThreadSafe() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    ExecutorService background = Executors.newCachedThreadPool();
    try (AuthStrategy strategy =
        provider().create(new AuthContext(goodSettings(), CA.trustingContext(), background))) {
      Callable<Credentials> ask = strategy::credentials;
      List<Future<Credentials>> answers = new ArrayList<>();
      for (int i = 0; i < THREADS * 8; i++) {
        answers.add(threads.submit(ask));
      }
      for (Future<Credentials> answer : answers) {
        assertNoSecret(answer.get().toString());
      }
    } finally {
      threads.shutdownNow();
      background.shutdownNow();
    }
  }

  /** A mail leaves through a server that verifies the login for true, on a clean dialogue. */
  @Test
  protected void logsInForTrue() {
    try (Mailer mailer = open();
        CapturedLog log = new CapturedLog()) {
      DeliveryResult result = send(mailer);

      assertThat(result.acceptedForAll()).as("%s", result).isTrue();
      assertThat(server.onlyMail().user().isPresent()).isEqualTo(logsIn());
      server.requireNoViolations();
      assertThat(server.sessions())
          .allSatisfy(
              session ->
                  assertThat(session.linesInClear()).noneMatch(line -> line.startsWith("AUTH")));
      assertNoSecret(result.toString());
      assertNoSecret(mailer.probe().toString());
      assertNoSecret(log.text());
    }
  }

  /** A refused login holds the route; fresh credentials are tried at most once. */
  @Test
  protected void refusedLoginIsTriedAgainAtMostOnce() {
    if (!logsIn()) {
      return;
    }
    // an unfriendly server that shows what it was sent
    server.at(SmtpStep.AUTH).will(Reaction.replyTo(line -> "535 5.7.8 no: " + line));
    try (Mailer mailer = open();
        CapturedLog log = new CapturedLog()) {
      DeliveryResult result = send(mailer);

      assertThat(result.worst()).as("%s", result).isEqualTo(Outcome.DEFERRED);
      assertThat(result.recipients()).allMatch(r -> r.action() == Action.HOLD);
      assertThat(logins()).as("logins tried").isBetween(1L, 2L);
      assertThat(server.mails()).isEmpty();
      assertNoSecret(result.toString());
      assertNoSecret(log.text());
    }
  }

  /** Told of a refusal, the strategy answers and goes on; and credentials can still be had. */
  @Test
  protected void refusalDoesNotBreakTheStrategy() throws Exception {
    ExecutorService background = Executors.newCachedThreadPool();
    try (AuthStrategy strategy =
        provider().create(new AuthContext(goodSettings(), CA.trustingContext(), background))) {
      strategy.credentials();
      AuthRefusal refusal = new AuthRefusal(Stage.AUTH, REFUSAL, Optional.empty());
      strategy.refreshAfter(refusal);
      strategy.refreshAfter(refusal);
      assertThatCode(strategy::credentials).doesNotThrowAnyException();
    } finally {
      background.shutdownNow();
    }
  }

  /** close() may come twice, also before the first use. */
  @Test
  protected void closeIsIdempotent() throws Exception {
    AuthStrategy strategy =
        provider().create(new AuthContext(goodSettings(), CA.trustingContext(), Runnable::run));
    strategy.close();
    assertThatCode(strategy::close).doesNotThrowAnyException();
  }

  /** ServiceLoader finds the provider on the class path and, with a descriptor, as a module. */
  @Test
  protected void servicesFileAndModuleDescriptorAgree() throws Exception {
    if (isPublished()) {
      Published published = Published.with(provider().getClass());
      assertThat(published.inServicesFile()).as("named in META-INF/services").isTrue();
      assertThat(published.inModuleDescriptor()).as("provided by module-info").isTrue();
    }
  }

  private MailSettings goodSettings() {
    return settings("", server.port());
  }

  private MailSettings settings(String leftOut, int port) {
    AuthStrategyProvider provider = provider();
    MailSettings.Builder builder = MailSettings.builder(List.of(provider));
    builder
        .set(CoreKeys.HOST, "localhost")
        .set(CoreKeys.PORT, port)
        .set(CoreKeys.TLS_MODE, TlsMode.STARTTLS)
        .set(CoreKeys.SCHEME, provider.scheme())
        .set(CoreKeys.COMMAND_TIMEOUT, Duration.ofSeconds(20));
    settings(new LeavingOut(builder, leftOut));
    return builder.build();
  }

  private Mailer open() {
    return Mailer.open(goodSettings(), AuthStrategies.of(provider()), CA.trustingContext());
  }

  private static DeliveryResult send(Mailer mailer) {
    MessageBody body = FixedBody.of("Subject: contract\r\n\r\nHello.\r\n");
    return mailer.send(Envelope.of(SENDER, List.of(RECIPIENT)), body);
  }

  private long logins() {
    return server.sessions().stream()
        .map(SmtpSession::verbs)
        .flatMap(List::stream)
        .filter("AUTH"::equals)
        .count();
  }

  private boolean holdsSecret(Object value) {
    String text = value instanceof Secret secret ? secret.reveal() : value.toString();
    return secrets().contains(text);
  }

  private void assertNoSecret(String shown) {
    // not assertThat(shown): its message would show the secret once more
    assertThat(secrets().stream().noneMatch(shown::contains)).as("no secret is shown").isTrue();
  }
}
