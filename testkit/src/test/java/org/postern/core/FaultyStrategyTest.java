package org.postern.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.core.examination.Finding;
import org.postern.core.examination.Mark;
import org.postern.core.message.OutboundMessage;
import org.postern.core.settings.CoreKeys;
import org.postern.core.settings.MailSettings;
import org.postern.core.settings.SettingKey;
import org.postern.core.smtp.Action;
import org.postern.core.smtp.Outcome;
import org.postern.core.smtp.RecipientResult;
import org.postern.core.spi.AuthContext;
import org.postern.core.spi.AuthStrategy;
import org.postern.core.spi.AuthStrategyProvider;
import org.postern.core.spi.Credentials;
import org.postern.core.vitals.Ending;
import org.postern.core.vitals.TokenStatus;
import org.postern.testkit.FakeSmtpServer;

/** A plug-in that breaks its word, at a server that would take mail without a login. */
class FaultyStrategyTest {

  private static final OutboundMessage MAIL =
      OutboundMessage.builder().from("a@example.com").to("b@example.org").text("x").build();

  private final FakeSmtpServer server = FakeSmtpServer.builder().start();

  @AfterEach
  void stop() {
    server.close();
  }

  static Stream<Named<AuthStrategy>> faulty() {
    return Stream.of(
        Named.of("gives null", () -> null),
        Named.of(
            "throws",
            () -> {
              throw new IllegalStateException("boom");
            }),
        Named.of(
            "lacks a class",
            () -> {
              throw new NoClassDefFoundError("org/example/Missing");
            }),
        Named.of(
            "has no SASL client",
            () ->
                new Credentials.Sasl(
                    "PLAIN",
                    host -> {
                      throw new IllegalStateException("boom");
                    },
                    Optional.empty())));
  }

  @ParameterizedTest
  @MethodSource("faulty")
  void itsMailIsKeptAndNeverSentWithoutALogin(AuthStrategy strategy) {
    try (FakeSmtpServer withLogin = FakeSmtpServer.builder().user("u", "p").start();
        Mailer mailer = mailer(withLogin, strategy);
        Mailer open = mailer(server, strategy)) {
      for (Mailer each : List.of(mailer, open)) {
        assertThat(each.send(MAIL).recipients())
            .singleElement()
            .returns(Outcome.DEFERRED, RecipientResult::outcome);
        assertThat(each.probe().steps())
            .last()
            .satisfies(step -> assertThat(step.action()).isNotEqualTo(Action.NONE));
      }
      assertThat(withLogin.mails()).isEmpty();
      assertThat(server.mails()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("faulty")
  void anExaminationNamesItAndEnds(AuthStrategy strategy) {
    List<Finding> found = new ArrayList<>();
    try (FakeSmtpServer withLogin = FakeSmtpServer.builder().user("u", "p").start();
        Mailer mailer = mailer(withLogin, strategy)) {
      mailer.examine(Optional.of(MAIL), Duration.ofMinutes(1), found::add);
    }

    assertThat(found).filteredOn(one -> one.mark() == Mark.FAULT).isNotEmpty();
  }

  @Test
  void theMailerIsWatchedAndClosedThoughItThrows() {
    AuthStrategy strategy =
        new AuthStrategy() {
          @Override
          public Credentials credentials() {
            return new Credentials.None();
          }

          @Override
          public List<Ending> endings() {
            throw new IllegalStateException("boom");
          }

          @Override
          public Optional<TokenStatus> tokenStatus() {
            throw new IllegalStateException("boom");
          }

          @Override
          public void close() {
            throw new IllegalStateException("boom");
          }
        };
    Mailer mailer = mailer(server, strategy);

    assertThat(mailer.send(MAIL).acceptedForAll()).isTrue();
    assertThat(mailer.endings()).isEmpty();
    assertThat(mailer.vitals().token()).isEmpty();
    assertThatCode(mailer::close).doesNotThrowAnyException();
  }

  @Test
  void aProviderThatMakesNoStrategyIsNamedWhenTheMailerIsOpened() {
    assertThatThrownBy(() -> mailer(server, null))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("of the scheme \"faulty\" made no strategy");
  }

  private static Mailer mailer(FakeSmtpServer server, AuthStrategy strategy) {
    AuthStrategyProvider provider =
        new AuthStrategyProvider() {
          @Override
          public String scheme() {
            return "faulty";
          }

          @Override
          public Set<SettingKey<?>> keys() {
            return Set.of();
          }

          @Override
          public AuthStrategy create(AuthContext context) {
            return strategy;
          }
        };
    MailSettings settings =
        MailSettings.builder(List.of(provider))
            .set(CoreKeys.HOST, "127.0.0.1")
            .set(CoreKeys.PORT, server.port())
            .set(CoreKeys.SCHEME, "faulty")
            .build();
    return Mailer.open(settings, AuthStrategies.of(provider));
  }
}
