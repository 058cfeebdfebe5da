package org.postern.relay.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
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
import org.postern.relay.Patient;
import org.postern.testkit.FakeProvider;
import org.postern.testkit.LogLines;
import org.postern.testkit.TokenFault;

/**
 * Without a token all mail waits, the administrator is told, and nobody is asked again and again.
 */
class TokenFaultsTest {

  private static final String SECRET = "the client's secret";
  private static final int MAILS = 3;

  /** Answers that end only where our own limit does. */
  private static final Set<TokenFault> ENDLESS = EnumSet.of(TokenFault.SLOW_BODY, TokenFault.HANG);

  private static final Duration SOON = Duration.ofSeconds(3);
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
    heldThenMended(PROVIDER.tokenUri(), ENDLESS.contains(fault) ? SOON : Patient.LONG);
    // each mail by itself would have asked
    assertThat(PROVIDER.tokenEndpoint().requests()).hasSize(2);
  }

  @Test
  void anEndpointThatIsNotThereIsAFaultOfTheWayToo() {
    heldThenMended(URI.create("https://localhost:1/token"), Patient.LONG);
  }

  private static void heldThenMended(URI endpoint, Duration patience) {
    try (LogLines log = LogLines.of("org.postern.relay.deliver")) {
      try (Post post = post(endpoint, patience)) {
        IntStream.range(0, MAILS).forEach(i -> post.send("r" + i + "@example.org"));
        Post.await().until(() -> post.delivery().status().held().isPresent());
        Post.await().until(() -> post.spool().queue().counts().waiting() == MAILS);
        // logged a moment after the route is closed
        Post.await().until(() -> log.text().contains("All mail waits"));

        assertThat(post.delivery().status().held().orElseThrow())
            .doesNotContain(SECRET)
            .matches("\\P{Cntrl}*");
        assertThat(log.all()).filteredOn(line -> line.startsWith("All mail waits")).hasSize(1);
      }
      PROVIDER.tokenEndpoint().recover();
      try (Post reloaded = post(PROVIDER.tokenUri(), Patient.LONG)) {
        // and does not wait for the hold of before, which is much longer than this test waits
        reloaded.awaitEmpty();
      }
      assertThat(PROVIDER.smtp().mails())
          .hasSize(MAILS)
          .allMatch(mail -> mail.sender().equals(Post.SENDER));
      assertThat(log.text()).doesNotContain(SECRET);
    }
  }

  private static Post post(URI endpoint, Duration patience) {
    MailSettings settings =
        Post.settings(new OAuthProvider(), SPOOL.folder())
            .set(CoreKeys.PORT, PROVIDER.smtpPort())
            .set(CoreKeys.TLS_MODE, TlsMode.STARTTLS)
            .set(OAuthKeys.USER, Post.SENDER)
            .set(OAuthKeys.SCOPE, "mail")
            .set(OAuthKeys.CLIENT_ID, "app")
            .set(OAuthKeys.CLIENT_SECRET, Secret.of(SECRET))
            .set(OAuthKeys.TOKEN_URL, endpoint)
            .set(OAuthKeys.TOTAL_TIMEOUT, patience)
            // two at once would share one request, unless one of them comes much later
            .set(CoreKeys.POOL_CONNECTIONS, 1)
            .set(DeliveryKeys.HOLD, Duration.ofHours(1))
            .set(DeliveryKeys.HOLD_NETWORK, Duration.ofHours(1))
            .build();
    Mailer mailer =
        Mailer.open(
            settings, AuthStrategies.of(new OAuthProvider()), PROVIDER.ca().trustingContext());
    return Post.from(SPOOL.spool(), mailer, settings);
  }
}
