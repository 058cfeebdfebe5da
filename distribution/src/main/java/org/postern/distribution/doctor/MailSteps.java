package org.postern.distribution.doctor;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.core.AuthStrategies;
import org.postern.core.Mailer;
import org.postern.core.diagnosis.Evidence;
import org.postern.core.examination.Finding;
import org.postern.core.examination.Mark;
import org.postern.core.message.OutboundMessage;
import org.postern.core.settings.CoreKeys;
import org.postern.core.settings.MailSettings;
import org.postern.core.settings.SettingKey;
import org.postern.core.settings.SettingsException;
import org.postern.core.settings.SettingsLoader;
import org.postern.core.smtp.MailAddress;
import org.postern.core.smtp.Outcome;
import org.postern.core.smtp.RecipientResult;
import org.postern.core.spi.SecretKeeper;
import org.postern.core.vitals.Ending;
import org.postern.distribution.watch.Nearness;
import org.postern.distribution.wiring.AlertKeys;
import org.postern.distribution.wiring.BundleKeys;
import org.postern.distribution.wiring.CompositionRoot;
import org.postern.distribution.wiring.Configuration;
import org.postern.distribution.wiring.Trusts;

/** The way to the mail server, the token, the login and the envelope. */
final class MailSteps {

  private static final Set<String> BEFORE_LOGIN =
      Set.of("resolve", "connect", "banner", "ehlo", "starttls", "tls");

  /** What leads to the mail server. */
  private static final List<SettingKey<?>> WAY =
      List.of(
          CoreKeys.PROVIDER, CoreKeys.HOST, CoreKeys.PORT, CoreKeys.SSL_ENABLED, CoreKeys.TLS_MODE);

  private final Configuration configuration;
  private final AuthStrategies strategies;
  private final SecretKeeper keeper;
  private final Doctor.Wishes wishes;
  private final Bench bench;

  MailSteps(
      Configuration configuration,
      AuthStrategies strategies,
      SecretKeeper keeper,
      Doctor.Wishes wishes,
      Bench bench) {
    this.configuration = configuration;
    this.strategies = strategies;
    this.keeper = keeper;
    this.wishes = wishes;
    this.bench = bench;
  }

  /** The whole way. */
  void all(MailSettings settings) {
    try (Mailer mailer = CompositionRoot.mailer(settings, strategies, configuration, keeper)) {
      Optional<OutboundMessage> trial = trial(settings);
      ChainSteps chains =
          new ChainSteps(
              Trusts.store(configuration, settings.values().find(BundleKeys.TRUSTSTORE_PASSWORD)),
              wishes.patience());
      mailer.examine(trial, wishes.patience(), finding -> judged(finding, chains));
      ends(mailer.endings(), settings.values().get(AlertKeys.ENDING_DAYS));
      if (wishes.send()) {
        send(mailer, trial);
      }
    } catch (SettingsException refused) {
      refused
          .problems()
          .forEach(p -> bench.found(Finding.fault("settings", "settings", p.toString())));
    }
  }

  /** Hints: whether mail leaves today has been seen above. */
  private void ends(List<Ending> endings, List<Integer> days) {
    Instant now = Instant.now();
    for (Ending ending : endings) {
      Nearness near = new Nearness(ending, now);
      if (near.ended() || near.passed(days) > 0) {
        bench.found(Finding.hint("settings", "ends", near.inWords() + "; " + ending.remedy()));
      }
    }
  }

  /** As far as a part of the settings leads: up to the login. */
  void serverAlone(String why) {
    Optional<MailSettings> some = some();
    if (some.isEmpty()) {
      bench.found(Finding.notLookedAt("resolve", "mail server", why));
    } else {
      try (Mailer mailer = CompositionRoot.mailer(some.get(), strategies, configuration, keeper)) {
        mailer.examine(
            Optional.empty(),
            wishes.patience(),
            finding -> {
              if (BEFORE_LOGIN.contains(finding.stage()) && !finding.name().equals("limits")) {
                bench.found(finding);
              }
            });
      } catch (SettingsException unusable) {
        bench.found(Finding.notLookedAt("resolve", "mail server", why));
      }
    }
    List.of("token", "login", "sender", "recipient")
        .forEach(step -> bench.found(Finding.notLookedAt("auth", step, why)));
  }

  /** Empty where it would lead to another server, or by another way, than what was meant. */
  private Optional<MailSettings> some() {
    if (WAY.stream().anyMatch(this::unreadable)) {
      return Optional.empty();
    }
    MailSettings.Builder some =
        MailSettings.builder(strategies.schemes()).set(CoreKeys.SCHEME, "open");
    WAY.forEach(key -> set(some, key));
    try {
      return Optional.of(some.build());
    } catch (SettingsException saidBefore) {
      return Optional.empty();
    }
  }

  /** What is given; the default, or the provider's value, stands for the rest. */
  private <T> void set(MailSettings.Builder some, SettingKey<T> key) {
    if (given(key)) {
      configuration.peekValue(key).ifPresent(value -> some.set(key, value));
    }
  }

  private boolean unreadable(SettingKey<?> key) {
    try {
      if (given(key)) {
        key.parse(SettingsLoader.properties(configuration.folder()).get(key.name()).strip());
      }
      return false;
    } catch (IllegalArgumentException saidBySettings) {
      return true;
    }
  }

  private boolean given(SettingKey<?> key) {
    return SettingsLoader.properties(configuration.folder()).containsKey(key.name());
  }

  private void judged(Finding finding, ChainSteps chains) {
    if (finding.mark() == Mark.FAULT && finding.peer().isPresent()) {
      chains.explain(finding, finding.peer().get(), bench);
    } else {
      bench.found(finding);
    }
  }

  private Optional<OutboundMessage> trial(MailSettings settings) {
    return settings
        .from()
        .map(
            from -> {
              List<String> to = wishes.to().isEmpty() ? List.of(from.toString()) : wishes.to();
              return message(from, to);
            });
  }

  private static OutboundMessage message(MailAddress from, List<String> to) {
    return OutboundMessage.builder()
        .from(from.toString())
        .to(to.toArray(String[]::new))
        .subject("Test of Postern")
        .text("This mail was sent by `postern doctor --send`.\n")
        .build();
  }

  private void send(Mailer mailer, Optional<OutboundMessage> trial) {
    if (bench.anyFault() || trial.isEmpty()) {
      bench.found(
          Finding.notLookedAt(
              "data", "send", trial.isEmpty() ? "nobody is the sender" : "of the faults above"));
      return;
    }
    long before = System.nanoTime();
    for (RecipientResult result : mailer.send(trial.get()).recipients()) {
      Duration took = Duration.ofNanos(System.nanoTime() - before);
      String stage = Evidence.stage(result.stage());
      bench.found(
          (result.outcome() == Outcome.ACCEPTED
                  ? Finding.good(
                      stage,
                      "send",
                      "accepted for "
                          + result.recipient()
                          + result.reply().map(r -> ": " + r).orElse(""))
                  : Finding.fault(
                      stage,
                      "send",
                      result.recipient() + ": " + result.explanation(),
                      result
                          .reply()
                          .map(reply -> Evidence.of(result.stage(), reply))
                          .orElseGet(() -> Evidence.said(result.stage(), result.explanation()))))
              .after(took));
    }
  }
}
