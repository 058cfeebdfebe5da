package org.postern.relay.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postern.auth.oauth.OAuthKeys;
import org.postern.auth.oauth.OAuthProvider;
import org.postern.core.AuthStrategies;
import org.postern.core.Mailer;
import org.postern.core.settings.CoreKeys;
import org.postern.core.settings.MailSettings;
import org.postern.core.settings.Secret;
import org.postern.core.settings.TlsMode;
import org.postern.relay.DeliveryKeys;
import org.postern.testkit.FakeProvider;
import org.postern.testkit.LogLines;
import org.postern.testkit.TokenFault;

/**
 * Without a token all mail waits, the administrator is told, and nobody is asked again and again.
 */
class TokenFaultsTest {

  private static final String SECRET = "the client's secret";
  private static final int MAILS = 3;
  private static final FakeProvider PROVIDER =
      FakeProvider.rfc7628().mailbox(Post.SENDER).client("app", SECRET).start();

  @RegisterExtension static final SharedSpool SPOOL = new SharedSpool();

  @AfterEach
  void forget() {
    PROVIDER.reset();
  }

  @AfterAll
  static void stop() {
    PROVIDER.close();
  }

  /** One of each kind; what the scheme makes of all the others its own tests hold. */
  @ParameterizedTest
  @EnumSource(
      names = {
        "WRONG_SECRET",
        "APP_NOT_FOUND",
        "INVALID_SCOPE",
        "NO_CONSENT",
        "FORBIDDEN",
        "NOT_FOUND",
        "THROTTLED",
        "UNAVAILABLE",
        "SERVER_ERROR",
        "RETRY_AFTER_DATE",
        "HTML_LOGIN",
        "EMPTY",
        "CUT_JSON",
        "NULL_TOKEN",
        "TYPE_MAC",
        "FORM_BODY",
        "GIANT",
        "ZIP_BOMB",
        "SLOW_BODY",
        "HANG",
        "EOF",
        "RESET",
        "REDIRECT"
      })
  void allMailWaitsForATokenAndLeavesWhenTheCauseIsMended(TokenFault fault) {
    PROVIDER.tokenEndpoint().always(fault.answer());
    heldThenMended(PROVIDER.tokenUri());
    // each mail by itself would have asked
    assertThat(PROVIDER.tokenEndpoint().requests()).hasSize(2);
  }

  @Test
  void anEndpointThatIsNotThereIsAFaultOfTheWayToo() {
    heldThenMended(URI.create("https://localhost:1/token"));
  }

  private static void heldThenMended(URI endpoint) {
    try (LogLines log = LogLines.of("org.postern.relay.deliver")) {
      try (Post post = post(endpoint)) {
        IntStream.range(0, MAILS).forEach(i -> post.send("r" + i + "@example.org"));
        Post.await().until(() -> post.delivery().status().held().isPresent());
        Post.await().until(() -> post.spool().queue().counts().active() == 0);

        assertThat(post.delivery().status().held().orElseThrow())
            .doesNotContain(SECRET)
            .matches("\\P{Cntrl}*");
        assertThat(post.spool().queue().counts().waiting()).isEqualTo(MAILS);
        assertThat(log.all()).filteredOn(line -> line.startsWith("All mail waits")).hasSize(1);
      }
      PROVIDER.tokenEndpoint().recover();
      long begun = System.nanoTime();
      try (Post reloaded = post(PROVIDER.tokenUri())) {
        reloaded.awaitEmpty();
      }
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
      assertThat(PROVIDER.smtp().mails())
          .hasSize(MAILS)
          .allMatch(mail -> mail.sender().equals(Post.SENDER));
      assertThat(log.text()).doesNotContain(SECRET);
    }
  }

  private static Post post(URI endpoint) {
    MailSettings settings =
        Post.settings(new OAuthProvider(), SPOOL.folder())
            .set(CoreKeys.PORT, PROVIDER.smtpPort())
            .set(CoreKeys.TLS_MODE, TlsMode.STARTTLS)
            .set(OAuthKeys.USER, Post.SENDER)
            .set(OAuthKeys.SCOPE, "mail")
            .set(OAuthKeys.CLIENT_ID, "app")
            .set(OAuthKeys.CLIENT_SECRET, Secret.of(SECRET))
            .set(OAuthKeys.TOKEN_URL, endpoint)
            .set(OAuthKeys.TOTAL_TIMEOUT, Duration.ofMillis(700))
            .set(DeliveryKeys.HOLD, Duration.ofMinutes(1))
            .set(DeliveryKeys.HOLD_NETWORK, Duration.ofSeconds(5))
            .build();
    Mailer mailer =
        Mailer.open(
            settings, AuthStrategies.of(new OAuthProvider()), PROVIDER.ca().trustingContext());
    return Post.from(SPOOL.spool(), mailer, settings);
  }
}
