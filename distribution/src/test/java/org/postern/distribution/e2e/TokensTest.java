package org.postern.distribution.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.postern.auth.oauth.OAuthProvider;
import org.postern.core.AuthStrategies;
import org.postern.core.Mailer;
import org.postern.core.message.OutboundMessage;
import org.postern.core.settings.CoreKeys;
import org.postern.core.settings.MailSettings;
import org.postern.core.settings.Secret;
import org.postern.core.settings.SecretDecoder;
import org.postern.core.settings.SettingKey;
import org.postern.core.settings.SettingsLoader;
import org.postern.core.settings.TlsMode;
import org.postern.core.smtp.Action;
import org.postern.core.smtp.DeliveryResult;
import org.postern.core.smtp.Outcome;
import org.postern.core.smtp.RecipientResult;
import org.postern.core.spi.AuthContext;
import org.postern.core.spi.AuthStrategy;
import org.postern.core.spi.AuthStrategyProvider;
import org.postern.core.spi.Credentials;
import org.postern.distribution.e2e.Lab.Port;
import org.postern.distribution.wiring.BundleFolders;
import org.postern.distribution.wiring.Configuration;
import org.postern.distribution.wiring.Secrets;

/** The life of tokens, with tokens that Keycloak issues and Dovecot asks Keycloak about. */
@NeedsLab
class TokensTest {

  @Test
  void twoThousandMessagesFromFiftyThreadsNeedOneToken() throws Exception {
    String marker = UUID.randomUUID().toString();
    Keycloak keycloak = Lab.shared().keycloak();
    try (Mailer mailer = oauth("postern", 10)) {
      long before = keycloak.tokenRequests();

      List<DeliveryResult> results = sendAll(mailer, 50, 40, marker);

      assertThat(results).hasSize(2000).allMatch(DeliveryResult::acceptedForAll);
      assertThat(keycloak.tokenRequests() - before).isEqualTo(1);
    }
    assertThat(Lab.shared().inbox().awaitAll(marker, 2000)).hasSize(2000);
  }

  @Test
  void tokensRollOverWhileFiftyThreadsSend() throws Exception {
    Keycloak keycloak = Lab.shared().keycloak();
    try (Mailer mailer = oauth("postern-short", 5)) {
      long before = keycloak.tokenRequests();
      long begin = System.nanoTime();
      long requests = 0;

      while (requests < 4) {
        assertThat(sendAll(mailer, 50, 2, "rollover")).allMatch(DeliveryResult::acceptedForAll);
        requests = keycloak.tokenRequests() - before;
      }

      long seconds = Duration.ofNanos(System.nanoTime() - begin).toSeconds();
      // a token of 3 s is renewed about half way: never once a message
      assertThat(requests).isLessThanOrEqualTo(10L + seconds);
    }
  }

  @Test
  void aRevokedTokenIsReplacedOnceAndTheMailLeaves() throws Exception {
    Keycloak keycloak = Lab.shared().keycloak();
    try (Mailer mailer = oauth("postern", 1, "1")) {
      assertThat(mailer.send(message("before")).acceptedForAll()).isTrue();
      long before = keycloak.tokenRequests();
      awaitNextSecond();
      keycloak.revokeAllTokens();

      DeliveryResult result = mailer.send(message("after"));

      assertThat(result.acceptedForAll()).as("%s", result).isTrue();
      assertThat(keycloak.tokenRequests() - before).isEqualTo(1);
    }
  }

  @Test
  void aGarbageTokenHoldsWithTheDecodedChallenge() {
    assertHeld("garbage-that-is-no-token");
  }

  @Test
  void anExpiredTokenHolds() throws Exception {
    String token = Lab.shared().keycloak().token("postern-short");
    Awaitility.await().until(() -> expired(token));

    assertHeld(token);
  }

  @Test
  void aTokenForAnotherAudienceHolds() throws Exception {
    assertHeld(Lab.shared().keycloak().token("postern-elsewhere"));
  }

  @Test
  void aRevokedTokenThatCannotBeReplacedHolds() throws Exception {
    String token = Lab.shared().keycloak().token("postern");
    awaitNextSecond();
    Lab.shared().keycloak().revokeAllTokens();

    assertHeld(token);
  }

  private static void assertHeld(String token) {
    AuthStrategies strategies = AuthStrategies.of(new FixedToken(token));
    MailSettings settings =
        MailSettings.builder(strategies.schemes())
            .set(CoreKeys.HOST, "localhost")
            .set(CoreKeys.PORT, Lab.shared().port(Port.SUBMISSION))
            .set(CoreKeys.TLS_MODE, TlsMode.STARTTLS)
            .set(CoreKeys.SCHEME, "fixed-token")
            .build();
    try (Mailer mailer =
        Mailer.open(settings, strategies, Lab.shared().certificates().trustingRoot())) {
      RecipientResult result = mailer.send(message("held")).recipients().get(0);

      assertThat(result.outcome()).isEqualTo(Outcome.DEFERRED);
      assertThat(result.action()).isEqualTo(Action.HOLD);
      assertThat(result.reply()).hasValueSatisfying(r -> assertThat(r.code()).isEqualTo(535));
      assertThat(result.explanation())
          .contains("after refusing the token with status")
          .doesNotContain(token);
    }
  }

  private static List<DeliveryResult> sendAll(Mailer mailer, int threads, int each, String marker)
      throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<List<DeliveryResult>>> running =
          IntStream.range(0, threads)
              .mapToObj(
                  t ->
                      pool.submit(
                          () ->
                              IntStream.range(0, each)
                                  .mapToObj(i -> mailer.send(message(marker)))
                                  .toList()))
              .toList();
      List<DeliveryResult> results = new java.util.ArrayList<>();
      for (Future<List<DeliveryResult>> one : running) {
        results.addAll(one.get());
      }
      return results;
    } finally {
      pool.shutdown();
    }
  }

  private static Mailer oauth(String client, int connections) {
    return oauth(client, connections, "1000");
  }

  private static Mailer oauth(String client, int connections, String messagesPerConnection) {
    ConfDir conf =
        ConfDir.oauth(Port.SUBMISSION)
            .starttls()
            .security("clientID", client)
            .is("postern.pool.max_connections", Integer.toString(connections))
            .is("postern.pool.max_messages", messagesPerConnection)
            .ready();
    SecretDecoder decoder =
        Secrets.keeper(Configuration.of(conf.dir(), new BundleFolders(Optional.empty())), Map.of());
    AuthStrategies strategies = AuthStrategies.of(new OAuthProvider());
    MailSettings settings =
        new SettingsLoader(strategies.schemes(), List.of()).load(conf.dir(), decoder);
    return Mailer.open(settings, strategies, Lab.shared().certificates().trustingRoot());
  }

  private static OutboundMessage message(String marker) {
    return OutboundMessage.builder()
        .from(Lab.USER)
        .to("inbox@lab.test")
        .subject(marker)
        .text("text")
        .build();
  }

  private static boolean expired(String jwt) throws IOException {
    String claims = new String(java.util.Base64.getUrlDecoder().decode(jwt.split("\\.")[1]));
    long exp = Long.parseLong(claims.replaceAll(".*\"exp\":(\\d+).*", "$1"));
    return System.currentTimeMillis() / 1000 > exp;
  }

  /** Keycloak's "not before" has whole seconds: let the token be from an earlier one. */
  private static void awaitNextSecond() {
    long second = System.currentTimeMillis() / 1000;
    Awaitility.await().until(() -> System.currentTimeMillis() / 1000 > second);
  }

  /** A plug-in as small as can be: one token, given beforehand. */
  private record FixedToken(String token) implements AuthStrategyProvider {
    @Override
    public String scheme() {
      return "fixed-token";
    }

    @Override
    public Set<SettingKey<?>> keys() {
      return Set.of();
    }

    @Override
    public AuthStrategy create(AuthContext context) {
      return () ->
          new Credentials.BearerToken(
              Lab.USER, Secret.of(token), Optional.empty(), List.of("OAUTHBEARER", "XOAUTH2"));
    }
  }
}
