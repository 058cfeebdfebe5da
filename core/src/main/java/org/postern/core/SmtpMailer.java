package org.postern.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import org.postern.core.diagnosis.Diagnoses;
import org.postern.core.examination.Finding;
import org.postern.core.internal.smtp.EhloName;
import org.postern.core.internal.smtp.HostResolver;
import org.postern.core.internal.smtp.KnownFaults;
import org.postern.core.internal.smtp.PoolLimits;
import org.postern.core.internal.smtp.Route;
import org.postern.core.internal.smtp.SmtpClient;
import org.postern.core.internal.smtp.Steps;
import org.postern.core.internal.smtp.Survey;
import org.postern.core.message.OutboundMessage;
import org.postern.core.settings.CoreKeys;
import org.postern.core.settings.MailSettings;
import org.postern.core.settings.SettingsException;
import org.postern.core.smtp.Action;
import org.postern.core.smtp.DeliveryResult;
import org.postern.core.smtp.Envelope;
import org.postern.core.smtp.MessageBody;
import org.postern.core.smtp.Stage;
import org.postern.core.spi.AuthContext;
import org.postern.core.spi.AuthStrategy;
import org.postern.core.spi.AuthStrategyProvider;
import org.postern.core.spi.SecretKeeper;
import org.postern.core.spi.TlsTrust;
import org.postern.core.vitals.Ending;
import org.postern.core.vitals.MailerStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The mailer of Postern's own SMTP client. */
final class SmtpMailer implements Mailer {

  private static final Logger LOG = LoggerFactory.getLogger(SmtpMailer.class);

  private final Opened opened = new Opened();
  private final ExecutorService background = Background.executor();
  private final AuthStrategy strategy;
  private final TlsTrust trust;
  private final SmtpClient client;
  private final Route route;
  private final PoolLimits limits;

  private SmtpMailer(
      MailSettings settings,
      AuthStrategyProvider provider,
      TlsTrust trust,
      SecretKeeper keeper,
      HostResolver names) {
    this.trust = trust;
    this.route =
        Route.of(
            settings,
            trust.context(),
            names,
            new KnownFaults(Diagnoses.builtIn().with(provider.diagnoses()), settings.provider()));
    this.limits = PoolLimits.of(settings.values());
    // last: what reads the settings above may yet be refused, and leaves nothing to close
    this.strategy =
        GuardedStrategy.of(provider, new AuthContext(settings, trust, background, keeper));
    this.client = new SmtpClient(route, limits, strategy, background);
  }

  static SmtpMailer open(
      MailSettings settings,
      AuthStrategies strategies,
      TlsTrust trust,
      SecretKeeper keeper,
      HostResolver names) {
    AuthStrategyProvider provider =
        strategies.schemes().stream()
            .filter(candidate -> candidate.scheme().equals(settings.scheme()))
            .findFirst()
            .orElseThrow(
                () ->
                    SettingsException.of(
                        settings.problem(
                            CoreKeys.SCHEME.name(),
                            "there is no auth scheme " + settings.scheme(),
                            "choose one of "
                                + strategies.schemes().stream()
                                    .map(AuthStrategyProvider::scheme)
                                    .toList()
                                + " or add its plug-in")));
    settings
        .values()
        .find(CoreKeys.EHLO_NAME)
        .filter(name -> !EhloName.valid(name))
        .ifPresent(
            name -> {
              throw SettingsException.of(
                  settings.problem(
                      CoreKeys.EHLO_NAME.name(),
                      "is neither a domain name in ASCII nor an address literal",
                      "write it as mail.example.com or [192.0.2.1]"));
            });
    return new SmtpMailer(settings, provider, trust, keeper, names);
  }

  @Override
  public DeliveryResult send(OutboundMessage message) {
    return send(message.messageId(), message.envelope(), message.body());
  }

  @Override
  public DeliveryResult send(Envelope envelope, MessageBody body) {
    return send("", envelope, body);
  }

  @Override
  public ConnectionReport probe() {
    return opened.during(
        () -> {
          List<ConnectionReport.Step> steps = new ArrayList<>();
          Stopwatch watch = new Stopwatch();
          Steps listener =
              (stage, seen) -> steps.add(step(stage, Action.NONE, seen.get(), watch.lap()));
          client
              .probe(listener)
              .ifPresent(
                  fault ->
                      steps.add(
                          new ConnectionReport.Step(
                              fault.stage(),
                              fault.action(),
                              fault.explanation(),
                              fault.reply(),
                              watch.lap(),
                              fault.diagnosis())));
          return new ConnectionReport(steps);
        });
  }

  @Override
  public void examine(Optional<OutboundMessage> trial, Duration patience, Consumer<Finding> found) {
    opened.during(
        () -> {
          Survey.run(
              route,
              strategy,
              patience,
              limits.connections(),
              trial.map(mail -> new Survey.Trial(mail.envelope(), mail.body())),
              found);
          return true;
        });
  }

  @Override
  public List<Ending> endings() {
    List<Ending> all = new ArrayList<>(strategy.endings());
    client.certificate().ifPresent(all::add);
    all.addAll(trust.endings());
    return List.copyOf(all);
  }

  @Override
  public MailerStatus vitals() {
    return new MailerStatus(strategy.tokenStatus(), client.pool(), client.latencies());
  }

  @Override
  public void close() {
    opened.close(
        () -> {
          try {
            client.close();
            strategy.close();
          } finally {
            background.shutdown();
          }
        });
  }

  private DeliveryResult send(String messageId, Envelope envelope, MessageBody body) {
    return opened.during(
        () -> {
          DeliveryResult result = new DeliveryResult(messageId, client.send(envelope, body));
          LOG.debug("{} {}", messageId, result.recipients());
          return result;
        });
  }

  private static ConnectionReport.Step step(
      Stage stage, Action action, String explanation, Duration took) {
    return new ConnectionReport.Step(
        stage, action, explanation, Optional.empty(), took, Optional.empty());
  }

  /** The time between two steps. */
  private static final class Stopwatch {

    private long last = System.nanoTime();

    private Duration lap() {
      long now = System.nanoTime();
      Duration lap = Duration.ofNanos(now - last);
      last = now;
      return lap;
    }
  }
}
