package org.postern.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.core.settings.SecretDecoder;
import org.postern.core.settings.SettingsException;
import org.postern.core.settings.SettingsLoader;
import org.postern.core.settings.SettingsProblem;

/** What is told of files in which values cannot be read, and others do not fit each other. */
class SetUpTest {

  @TempDir private Path folder;

  @Test
  void aValueThatCannotBeReadHidesNoRuleThatDoesWithoutIt() throws IOException {
    assertThat(
            problems(
                "mksis.smtp.ssl.enabled=maybe\npostern.oauth.client_auth=private_key_jwt\n",
                "mksis.security.smtp.oauth.clientID=\n"
                    + "mksis.security.smtp.oauth.tokenEndpointURL=http://idp.example.com/token\n"))
        .containsExactly(
            "mksis.smtp.ssl.enabled",
            "postern.oauth.key.file",
            "mksis.security.smtp.oauth.clientID",
            "mksis.security.smtp.oauth.tokenEndpointURL");
  }

  @Test
  void anIssuerThatCannotBeReadIsNotAskedForAsTokenUrl() throws IOException {
    assertThat(
            problems(
                "mksis.smtp.ssl.enabled=true\npostern.oauth.issuer=idp\n",
                "mksis.security.smtp.oauth.clientID=id\n"))
        .containsExactly("postern.oauth.issuer", "mksis.security.smtp.oauth.clientSecret");
  }

  private List<String> problems(String is, String security) throws IOException {
    Files.writeString(
        folder.resolve("is.properties"),
        is
            + "mksis.logging.email.server.hostname=localhost\n"
            + "mksis.logging.email.from=app@example.com\n"
            + "mksis.smtp.oauth.authentication=true\n");
    Files.writeString(
        folder.resolve("security.properties"), security + "mksis.security.smtp.oauth.scope=mail\n");
    SettingsLoader loader = new SettingsLoader(List.of(new OAuthProvider()), List.of());
    return catchThrowableOfType(
            SettingsException.class, () -> loader.load(folder, SecretDecoder.PLAIN))
        .problems()
        .stream()
        .map(SettingsProblem::key)
        .toList();
  }
}
