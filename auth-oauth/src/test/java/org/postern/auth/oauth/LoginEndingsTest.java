package org.postern.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.core.settings.MailSettings;
import org.postern.core.spi.TlsTrust;
import org.postern.core.vitals.Ending;
import org.postern.testkit.FakeTokenEndpoint;
import org.postern.testkit.RefreshTokens.Rotation;
import org.postern.testkit.TestCa;

/** The calendar of a login's ends. */
class LoginEndingsTest {

  private static final TestCa CA = TestCa.create();
  private static final URI URL = URI.create("https://localhost/token");

  @TempDir Path folder;

  @Test
  void theClientSecretEndsWhenItsDateIsSetAndNotOtherwise() {
    MailSettings.Builder secret = OAuthSettings.secret("s", URL);
    assertThat(endings(secret)).isEmpty();
    Instant end = EndingKeys.CLIENT_SECRET_EXPIRES.parse("2027-03-31");
    assertThat(end).isEqualTo("2027-03-31T00:00:00Z");
    assertThat(endings(secret.set(EndingKeys.CLIENT_SECRET_EXPIRES, end)))
        .singleElement()
        .satisfies(
            ending -> {
              assertThat(ending.what()).isEqualTo("client secret");
              assertThat(ending.at()).isEqualTo(end);
              assertThat(ending.remedy()).contains("postern encrypt", "postern reload");
            });
    assertThat(EndingKeys.CLIENT_SECRET_EXPIRES.parse("2027-03-31T14:00:00Z"))
        .isEqualTo("2027-03-31T14:00:00Z");
    assertThatThrownBy(() -> EndingKeys.CLIENT_SECRET_EXPIRES.parse("31.3.2027"))
        .hasMessageContaining("\"31.3.2027\" is no date; write it as 2027-03-31");
  }

  @Test
  void theClientsCertificateIsReadFromItsFileEachTime() throws Exception {
    MailSettings.Builder settings =
        OAuthSettings.client(OAuthKeys.ClientAuth.TLS_CLIENT_AUTH)
            .set(OAuthKeys.TOKEN_URL, URL)
            .set(ClientKeys.KEY_FILE, folder.resolve("key.pem"))
            .set(ClientKeys.CERTIFICATE_FILE, folder.resolve("cert.pem"));
    LoginEndings endings = new LoginEndings(settings.build().values());
    assertThat(endings.now()).isEmpty();
    for (int days : List.of(5, 400)) {
      Instant end = Instant.now().plus(days, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
      var identity = CA.issue("app").rsa().valid(Instant.now().minusSeconds(60), end).build();
      identity.writeKeyPem(folder.resolve("key.pem"));
      identity.writeChainPem(folder.resolve("cert.pem"));
      assertThat(endings.now()).extracting(Ending::at).containsExactly(end);
      assertThat(endings.now()).extracting(Ending::what).containsExactly("client certificate");
    }
  }

  @Test
  void theRefreshTokensIdleTimeBeginsAnewWithEachUse() throws Exception {
    Path file = folder.resolve("refresh-token");
    Instant longAgo = Instant.now().minus(80, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
    try (FakeTokenEndpoint endpoint =
        FakeTokenEndpoint.builder()
            .tls(CA.localhost())
            .publicClient("app")
            .refreshToken("first-refresh-token")
            .rotation(Rotation.NEVER)
            .start()) {
      MailSettings settings =
          OAuthSettings.login()
              .set(OAuthKeys.TOKEN_URL, endpoint.uri())
              .set(LoginKeys.REFRESH_TOKEN_FILE, file)
              .set(EndingKeys.REFRESH_TOKEN_IDLE, Duration.ofDays(90))
              .build();
      LoginEndings endings = new LoginEndings(settings.values());
      assertThat(endings.now()).isEmpty();
      Files.writeString(file, "kept elsewhere");
      Files.setLastModifiedTime(file, FileTime.from(longAgo));
      assertThat(endings.now())
          .singleElement()
          .satisfies(
              ending -> {
                assertThat(ending.what()).isEqualTo("refresh token");
                assertThat(ending.at()).isEqualTo(longAgo.plus(90, ChronoUnit.DAYS));
                assertThat(ending.remedy()).contains("postern login");
              });
      Instant before = Instant.now().minusSeconds(1);
      OAuthSettings.source(
              settings,
              TlsTrust.of(CA.trustingContext()),
              new MemoryKeeper(Optional.of("first-refresh-token")))
          .fetch();
      assertThat(endings.now().get(0).at()).isAfter(before.plus(90, ChronoUnit.DAYS));
    }
  }

  private static List<Ending> endings(MailSettings.Builder settings) {
    return new LoginEndings(settings.build().values()).now();
  }
}
