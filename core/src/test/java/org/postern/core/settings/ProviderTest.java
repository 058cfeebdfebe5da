package org.postern.core.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProviderTest {

  private static final SettingKey<String> TOKEN_URL =
      SettingKey.text("mksis.security.smtp.oauth.tokenEndpointURL").asRequired();
  private static final SettingKey<String> SCOPE =
      SettingKey.text("mksis.security.smtp.oauth.scope").asRequired();
  private static final SettingKey<String> GRANT = SettingKey.text("postern.oauth.grant");
  private static final SettingKey<String> ISSUER = SettingKey.text("postern.oauth.issuer");

  @TempDir Path folder;

  private record Scheme(String scheme, Set<SettingKey<?>> keys) implements AuthScheme {}

  private static final List<Scheme> SCHEMES =
      List.of(
          new Scheme("open", Set.of()),
          new Scheme("basic", Set.of()),
          new Scheme("oauth", Set.of(TOKEN_URL, SCOPE, GRANT, ISSUER)));

  static List<Provider> all() {
    return Provider.all();
  }

  private MailSettings load(String... lines) throws IOException {
    Files.writeString(folder.resolve("is.properties"), String.join("\n", lines) + "\n");
    return new SettingsLoader(SCHEMES, List.of()).load(folder, SecretDecoder.PLAIN);
  }

  @ParameterizedTest
  @MethodSource("all")
  void eachProviderLoadsWithAFewLinesAndHasASourceAndDateForEachFact(Provider one)
      throws IOException {
    String mode =
        one.login() == Provider.Login.BASIC
            ? "mksis.smtp.authentication=true"
            : "mksis.smtp.oauth.authentication=true";
    String host =
        one.name().equals("exchange-onprem")
            ? "mksis.logging.email.server.hostname=mail.example.com"
            : "";

    MailSettings settings =
        load("postern.provider=" + one, "postern.oauth.tenant=example.com", mode, host);

    assertThat(settings.provider()).contains(one.family());
    assertThat(settings.tls()).isNotEqualTo(TlsMode.NONE);
    assertThat(settings.warnings()).isEmpty();
    assertThat(one.presets()).isNotEmpty().allMatch(ProviderTest::dated);
    assertThat(one.facts()).allMatch(ProviderTest::dated);
  }

  private static boolean dated(Provider.Fact fact) {
    return !fact.source().isBlank() && fact.date().matches("20\\d\\d-\\d\\d");
  }

  @Test
  void aLineOfTheFilesWinsOverTheProviderAndTheProviderOverTheDefault() throws IOException {
    MailSettings settings =
        load(
            "postern.provider=microsoft365",
            "postern.oauth.tenant=example.com",
            "mksis.smtp.oauth.authentication=true",
            "mksis.logging.email.server.port=2587");

    assertThat(settings.host()).isEqualTo("smtp.office365.com");
    assertThat(settings.port()).isEqualTo(2587);
    assertThat(settings.values().get(CoreKeys.MAX_RECIPIENTS)).isEqualTo(500);
    assertThat(settings.values().get(TOKEN_URL)).contains("/example.com/oauth2/v2.0/token");
    assertThat(settings.effective())
        .contains(
            new MailSettings.EffectiveSetting(
                CoreKeys.HOST.name(), "smtp.office365.com", "provider microsoft365"),
            new MailSettings.EffectiveSetting(CoreKeys.PORT.name(), "2587", "is.properties:4"));
  }

  @Test
  void theScopeFollowsTheGrant() throws IOException {
    String[] lines = {
      "postern.provider=microsoft365",
      "postern.oauth.tenant=example.com",
      "mksis.smtp.oauth.authentication=true",
      "postern.oauth.grant=refresh_token"
    };

    assertThat(load(lines).values().get(SCOPE))
        .isEqualTo("https://outlook.office.com/SMTP.Send offline_access");
    lines[3] = "";
    assertThat(load(lines).values().get(SCOPE)).isEqualTo("https://outlook.office365.com/.default");
  }

  @Test
  void anIssuerIsNotHiddenByTheTokenUrlOfTheProvider() {
    assertThatThrownBy(
            () ->
                load(
                    "postern.provider=google",
                    "mksis.smtp.oauth.authentication=true",
                    "postern.oauth.issuer=https://idp.example.com"))
        .hasMessageContaining(TOKEN_URL.name());
  }

  @Test
  void aMissingTenantIsWhatIsAskedFor() {
    assertThatThrownBy(
            () -> load("postern.provider=microsoft365", "mksis.smtp.oauth.authentication=true"))
        .hasMessageContaining("postern.oauth.tenant: is missing")
        .hasMessageNotContaining("tokenEndpointURL: is missing");
  }

  @Test
  void anUnknownProviderIsAnsweredByTheNearest() {
    assertThatThrownBy(() -> load("postern.provider=microsft365"))
        .hasMessageContaining("is.properties:1")
        .hasMessageContaining("did you mean \"microsoft365\"?");
  }

  @Test
  void aTenantThatWouldChangeTheUrlIsRefused() {
    assertThatThrownBy(
            () -> load("postern.provider=microsoft365", "postern.oauth.tenant=a/../../evil?x="))
        .hasMessageContaining("no tenant");
  }

  @Test
  void theModeStaysThatOfTheSwitchesAndAnUnfitOneIsWarnedOf() throws IOException {
    MailSettings open = load("postern.provider=microsoft365");
    MailSettings basic = load("postern.provider=microsoft365", "mksis.smtp.authentication=true");

    assertThat(open.scheme()).isEqualTo("open");
    assertThat(basic.scheme()).isEqualTo("basic");
    assertThat(open.warnings()).singleElement().asString().contains("wants OAuth", "\"open\"");
    assertThat(basic.warnings()).singleElement().asString().contains("wants OAuth", "\"basic\"");
    assertThat(load("postern.provider=google-relay").warnings()).isEmpty();
  }

  @Test
  void aBrokenListNamesTheLine() {
    assertThatThrownBy(() -> ProviderText.read("provider: a\nset: b c"))
        .hasMessageContaining("set: b c");
    assertThatThrownBy(() -> ProviderText.read("provider: a")).hasMessageContaining("missing");
  }
}
