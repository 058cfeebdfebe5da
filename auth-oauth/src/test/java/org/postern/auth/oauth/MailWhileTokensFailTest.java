package org.postern.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.postern.core.AuthStrategies;
import org.postern.core.Mailer;
import org.postern.core.message.OutboundMessage;
import org.postern.core.settings.CoreKeys;
import org.postern.core.settings.MailSettings;
import org.postern.core.smtp.Action;
import org.postern.core.smtp.DeliveryResult;
import org.postern.core.smtp.Outcome;
import org.postern.testkit.FakeProvider;
import org.postern.testkit.TokenAnswer;
import org.postern.testkit.TokenFault;

/** What becomes of mails where tokens are late, short, revoked or not to be had. */
@Timeout(180)
class MailWhileTokensFailTest {

  private final FakeProvider provider =
      FakeProvider.rfc7628().mailbox("app@example.com").client("app", "app-secret").start();
  private final Mailer mailer = mailer();

  @AfterEach
  void stop() {
    mailer.close();
    provider.close();
  }

  @Test
  void twoHundredMailsAtOnceWithNoTokenYetAskOnce() throws Exception {
    CountDownLatch slow = new CountDownLatch(1);
    provider.tokenEndpoint().next(TokenAnswer.token().after(slow));
    ExecutorService senders = Executors.newFixedThreadPool(200);
    try {
      List<Future<DeliveryResult>> all = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        all.add(senders.submit(() -> mailer.send(message())));
      }
      Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> requests() == 1);
      slow.countDown();
      for (Future<DeliveryResult> one : all) {
        assertThat(one.get().acceptedForAll()).isTrue();
      }
    } finally {
      senders.shutdownNow();
    }
    assertThat(requests()).isEqualTo(1);
    assertThat(provider.smtp().mails()).hasSize(200);
  }

  /** On a connection that is kept the server says 530 to MAIL, at a new login 535. */
  @ParameterizedTest
  @CsvSource({"100, 530 5.7.0", "1, 535 5.7.8"})
  void aTokenThatIsRevokedWhileCachedIsReplacedOnceAndTheMailLeaves(
      int mailsOnAConnection, String refusal) {
    try (Mailer other =
        mailer(settings().set(CoreKeys.POOL_MESSAGES, mailsOnAConnection).build())) {
      assertThat(other.send(message()).acceptedForAll()).isTrue();
      provider.tokens().revokeAll();

      assertThat(other.send(message()).acceptedForAll()).isTrue();
      assertThat(other.send(message()).acceptedForAll()).isTrue();
    }
    assertThat(requests()).isEqualTo(2);
    assertThat(provider.seen().all(refusal)).as(provider.seen().toString()).hasSize(1);
    assertThat(provider.seen().inOrder("235 2.7.0", refusal, "235 2.7.0")).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"UNAVAILABLE", "WRONG_SECRET", "RESET", "HTML_LOGIN"})
  void mailLeavesByATokenThatIsStillGoodWhateverTheEndpointSays(TokenFault fault) {
    assertThat(mailer.send(message()).acceptedForAll()).isTrue();
    provider.tokenEndpoint().always(fault.answer());

    for (int i = 0; i < 5; i++) {
      assertThat(mailer.send(message()).acceptedForAll()).isTrue();
    }
    assertThat(requests()).isEqualTo(1);
  }

  @Test
  void aTokenOfFiveSecondsServesAllMailsOfThatTime() {
    provider.tokenEndpoint().next(TokenFault.EXPIRES_SHORT.answer());
    for (int i = 0; i < 20; i++) {
      assertThat(mailer.send(message()).acceptedForAll()).isTrue();
    }
    assertThat(requests())
        .as("within the five seconds, and once ahead of their end")
        .isBetween(1, 2);
  }

  @Test
  void aTokenForOneLoginIsUsedAndNotKept() {
    provider.tokenEndpoint().always(TokenFault.EXPIRES_ZERO.answer());
    for (int i = 1; i <= 3; i++) {
      assertThat(mailer.send(message()).acceptedForAll()).isTrue();
      assertThat(requests()).isEqualTo(i);
    }
  }

  @Test
  void aHugeTokenGoesWithoutInitialResponse() {
    provider.tokenEndpoint().next(TokenFault.HUGE_TOKEN.answer());

    assertThat(mailer.send(message()).acceptedForAll()).isTrue();
    provider.smtp().requireNoViolations();
  }

  @ParameterizedTest
  @EnumSource(names = {"CLOCK_AHEAD", "CLOCK_BEHIND"})
  void clocksThatDifferByHoursDelayNothing(TokenFault fault) {
    provider.tokenEndpoint().always(fault.answer());

    assertThat(mailer.send(message()).acceptedForAll()).isTrue();
    assertThat(mailer.send(message()).acceptedForAll()).isTrue();
    assertThat(requests()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"WRONG_SECRET", "NO_CONSENT", "APP_NOT_FOUND", "INVALID_SCOPE", "FORBIDDEN"})
  void whatNeedsAPersonHoldsTheMailAndIsAskedOnceAMinute(TokenFault fault) {
    provider.tokenEndpoint().always(fault.answer());
    for (int i = 0; i < 5; i++) {
      DeliveryResult result = mailer.send(message());
      assertThat(result.worst()).isEqualTo(Outcome.DEFERRED);
      assertThat(result.recipients().get(0).action()).isEqualTo(Action.HOLD);
      assertThat(result.toString()).doesNotContain("app-secret");
    }
    assertThat(requests()).isEqualTo(1);
  }

  @Test
  void afterTheCauseIsMendedARestartDelivers() {
    provider.tokenEndpoint().next(TokenFault.WRONG_SECRET.answer());
    assertThat(mailer.send(message()).worst()).isEqualTo(Outcome.DEFERRED);
    try (Mailer restarted = mailer()) {
      assertThat(restarted.send(message()).acceptedForAll()).isTrue();
    }
  }

  private int requests() {
    return provider.tokenEndpoint().requests().size();
  }

  private Mailer mailer() {
    return mailer(settings().build());
  }

  private MailSettings.Builder settings() {
    return OAuthSettings.secret("app-secret", provider.tokenUri())
        .set(CoreKeys.PORT, provider.smtpPort())
        .set(CoreKeys.POOL_CONNECTIONS, 10)
        .set(OAuthKeys.TOTAL_TIMEOUT, Duration.ofMinutes(1));
  }

  private Mailer mailer(MailSettings settings) {
    return Mailer.open(
        settings, AuthStrategies.of(new OAuthProvider()), provider.ca().trustingContext());
  }

  private static OutboundMessage message() {
    return OutboundMessage.builder()
        .from("app@example.com")
        .to("b@example.org")
        .subject("S")
        .text("T")
        .build();
  }
}
