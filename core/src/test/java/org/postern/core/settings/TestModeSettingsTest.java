package org.postern.core.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.core.smtp.MailAddress;

class TestModeSettingsTest {

  private static final AuthScheme OPEN =
      new AuthScheme() {
        @Override
        public String scheme() {
          return "open";
        }

        @Override
        public Set<SettingKey<?>> keys() {
          return Set.of();
        }
      };

  @TempDir Path folder;

  @ParameterizedTest(name = "{0} allows {1}: {2}")
  @CsvSource({
    "a@example.com, a@example.com, true",
    "a@example.com, A@EXAMPLE.COM, true",
    "a@example.com, aa@example.com, false",
    "a@example.com, a@sub.example.com, false",
    "example.com, b@Example.Com, true",
    "example.com, b@sub.example.com, false",
    "@example.com, b@Example.Com, true",
    "@example.com, b@sub.example.com, false",
    "example.com, b@notexample.com, false",
    "example.com, b@example.com.evil.test, false",
    "*.example.com, b@sub.example.com, true",
    "*.example.com, b@a.b.example.com, true",
    "*.example.com, b@example.com, false",
    "*.example.com, b@notexample.com, false",
    "bücher.example, b@xn--bcher-kva.example, true",
    "xn--bcher-kva.example, b@BÜCHER.example, true",
    "*.bücher.example, b@news.xn--bcher-kva.example, true",
    "jürgen@example.com, JÜRGEN@example.com, true",
    "[192.0.2.1], b@[192.0.2.1], true",
    "example.com, \"a@example.com\"@evil.test, false",
  })
  void theAllowListMeansWhatItSays(String list, String address, boolean allowed) {
    assertThat(AllowList.parse(list + ", other.test").allows(MailAddress.parse(address)))
        .isEqualTo(allowed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",",
        "*",
        "*.",
        "a@",
        "exa mple@",
        "@",
        "@@a.test",
        "@*.a.test",
        "a@b@",
        "-.test"
      })
  void anEntryThatIsNoneIsRefused(String list) {
    assertThatThrownBy(() -> AllowList.parse(list)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postern.mode=captured",
        "postern.mode=",
        "postern.mod=capture",
        "postern.mode.redirectto=t@example.com",
        "postern.mode=redirect",
        "postern.mode=allowlist",
        "postern.mode=redirect\npostern.mode.redirect_to=nobody",
        "postern.mode=allowlist\npostern.mode.allow=*",
        "postern.mode=allowlist\npostern.mode.allow=example.com\npostern.mode.others=keep",
        "postern.mode.redirect_to=t@example.com",
        "postern.mode.folder=kept",
        "postern.mode.allow=example.com",
      })
  void whatMayBeMeantToKeepMailBackNeverLetsItGo(String lines) throws Exception {
    assertThatThrownBy(() -> load(lines))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("postern.mod");
  }

  @Test
  void mailIsLiveWhereNothingElseIsSaid() throws Exception {
    assertThat(load("").testMode()).isEmpty();
    assertThat(load("postern.mode=live\npostern.mode.redirect_to=t@example.com").testMode())
        .isEmpty();
  }

  @Test
  void eachModeIsSaidInPlainWords() throws Exception {
    assertThat(load("postern.mode=Capture").testMode().orElseThrow().inWords())
        .isEqualTo(
            "TEST MODE capture: no mail leaves, each is written to " + folder.resolve("captured"));
    assertThat(
            load("postern.mode=redirect\npostern.mode.redirect_to=t@example.com u@example.com")
                .testMode()
                .orElseThrow()
                .inWords())
        .isEqualTo(
            "TEST MODE redirect: all mail goes to t@example.com, u@example.com, not to its"
                + " recipients");
    assertThat(
            load("postern.mode=allowlist\npostern.mode.allow=example.com,*.test\n"
                    + "postern.mode.others=drop")
                .testMode()
                .orElseThrow()
                .inWords())
        .isEqualTo(
            "TEST MODE allowlist: only example.com, *.test get mail; mail for others is dropped");
  }

  private MailSettings load(String lines) throws Exception {
    Files.writeString(
        folder.resolve("is.properties"),
        "mksis.logging.email.server.hostname=mail.example.com\n" + lines + "\n");
    Files.writeString(folder.resolve("security.properties"), "");
    return new SettingsLoader(List.of(OPEN), List.of()).load(folder, SecretDecoder.PLAIN);
  }
}
