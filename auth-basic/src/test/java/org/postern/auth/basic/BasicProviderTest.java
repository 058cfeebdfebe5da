package org.postern.auth.basic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.postern.core.AuthStrategies;
import org.postern.core.settings.CoreKeys;
import org.postern.core.settings.MailSettings;
import org.postern.core.settings.Secret;
import org.postern.core.settings.SettingsException;
import org.postern.core.settings.TlsMode;
import org.postern.core.spi.AuthStrategyProvider;
import org.postern.testkit.FakeSmtpServerBuilder;
import org.postern.testkit.contract.AuthStrategyContract;

class BasicProviderTest extends AuthStrategyContract {

  private static final String PASSWORD = "correct horse battery";

  @Override
  protected AuthStrategyProvider provider() {
    return new BasicProvider();
  }

  @Override
  protected void accept(FakeSmtpServerBuilder mailServer) {
    mailServer.user("app@example.com", PASSWORD);
  }

  @Override
  protected void settings(MailSettings.Builder settings) {
    settings.set(BasicKeys.USER, "app@example.com").set(BasicKeys.PASSWORD, Secret.of(PASSWORD));
  }

  @Override
  protected Set<String> secrets() {
    return Set.of(PASSWORD);
  }

  @Test
  void withoutTlsOnlyTheInsecureSwitchLetsItStart() {
    MailSettings.Builder builder =
        MailSettings.builder(AuthStrategies.of(new BasicProvider()).schemes())
            .set(CoreKeys.HOST, "localhost")
            .set(CoreKeys.SCHEME, "basic")
            .set(CoreKeys.TLS_MODE, TlsMode.NONE);
    settings(builder);

    assertThatThrownBy(builder::build)
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("mksis.smtp.ssl.enabled=true")
        .hasMessageContaining("postern.insecure.password_without_tls");
    assertThat(builder.set(BasicKeys.PASSWORD_WITHOUT_TLS, true).build().scheme())
        .isEqualTo("basic");
  }

  @Test
  void theStrongestMechanismComesFirst() {
    assertThat(BasicKeys.MECHANISMS.parse(BasicKeys.MECHANISMS.defaultText().orElseThrow()))
        .isEqualTo(List.of("SCRAM-SHA-256", "CRAM-MD5", "PLAIN", "LOGIN"));
  }
}
