package org.postern.core.settings;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsLoaderTest {

  private static final String SERVER = "mksis.logging.email.server.hostname=smtp.example.com\n";
  private static final SettingKey<Secret> PASSWORD =
      SettingKey.secret("mksis.logging.emailfrom.password").in(SettingKey.Home.IS).asRequired();
  private static final SettingKey<String> CLIENT =
      SettingKey.text("mksis.security.smtp.oauth.clientID")
          .in(SettingKey.Home.SECURITY)
          .asRequired();

  private static final List<AuthScheme> SCHEMES =
      List.of(
          scheme("open"),
          scheme("basic", CoreKeys.USER.asRequired(), PASSWORD),
          scheme("oauth", CoreKeys.USER.asRequired(), CLIENT),
          scheme("kerberos"));

  @TempDir Path folder;

  @Test
  void someValuesAreReadWhateverIsWrongWithOthers() throws IOException {
    is("mksis.logging.email.server.hostname=h\nmksis.logging.email.server.port=lots\n");
    SettingsLoader loader = new SettingsLoader(SCHEMES, List.of());

    SettingValues some = loader.some(folder, SecretDecoder.PLAIN, List.of(CoreKeys.HOST));
    SettingsException refused =
        catchThrowableOfType(
            SettingsException.class,
            () -> loader.some(folder, SecretDecoder.PLAIN, List.of(CoreKeys.HOST, CoreKeys.PORT)));

    assertThat(some.get(CoreKeys.HOST)).isEqualTo("h");
    assertThat(some.given(CoreKeys.PORT)).isFalse();
    assertThat(refused.problems())
        .singleElement()
        .satisfies(one -> assertThat(one.key()).isEqualTo("mksis.logging.email.server.port"));
  }

  @ParameterizedTest(name = "oauth {0}, smtp {1} means {2}")
  @CsvSource({
    "true, true, basic",
    "true, false, oauth",
    "true, , oauth",
    "false, true, open",
    "false, false, open",
    "false, , open",
    ", true, basic",
    ", false, open",
    ", , open",
    "TRUE, False, oauth",
  })
  void theModeTableHoldsRowByRow(String oauth, String smtp, String scheme) throws IOException {
    is(
        SERVER
            + line("mksis.smtp.oauth.authentication", oauth)
            + line("mksis.smtp.authentication", smtp)
            + "mksis.logging.email.from=app@example.com\nmksis.logging.emailfrom.password=x\n");
    security("mksis.security.smtp.oauth.clientID=id\n");

    assertThat(load().scheme()).isEqualTo(scheme);
  }

  @Test
  void aPasswordThatIsNotUsedIsALoudWarning() throws IOException {
    is(SERVER + "mksis.smtp.oauth.authentication=false\nmksis.smtp.authentication=true\n");

    assertThat(load().warnings())
        .singleElement()
        .satisfies(w -> assertThat(w.toString()).contains("is.properties:3", "NO LOGIN"));
  }

  @ParameterizedTest(name = "ssl {0}, port {1}, mode {2}: {3}")
  @CsvSource({
    "true, 465, , IMPLICIT",
    "true, 587, , STARTTLS",
    "true, , , STARTTLS",
    "false, 465, , NONE",
    ", 25, , NONE",
    "true, 465, starttls, STARTTLS",
    "false, 587, implicit, IMPLICIT",
    "true, 587, none, NONE",
  })
  void tlsFollowsTheSwitchThePortAndTheOverride(String ssl, String port, String mode, TlsMode tls)
      throws IOException {
    is(
        SERVER
            + line("mksis.smtp.ssl.enabled", ssl)
            + line("mksis.logging.email.server.port", port)
            + line("postern.tls.mode", mode));

    assertThat(load().tls()).isEqualTo(tls);
    assertThat(load().values().get(CoreKeys.TLS_MODE)).isEqualTo(tls);
  }

  @Test
  void allProblemsOfBothFilesComeTogetherWithFileLineAndRemedy() throws IOException {
    is(
        "# first\r\nmksis.smtp.oauth.authentication = maybe\r\n"
            + "mksis.logging.email.server.port=70000\r\n"
            + "mksis.logging.email.server.hostname=\r\n"
            + "postern.tls.mod=none\r\n");
    security("postern.pool.max_idle=soon\nmksis.security.smtp.oauth.clientID=\n");

    assertThat(problems())
        .satisfiesExactly(
            p -> assertThat(p).startsWith("is.properties:2 mksis.smtp.oauth").contains("\"maybe\""),
            p -> assertThat(p).startsWith("is.properties:3").contains("70000", "1 to 65535"),
            p -> assertThat(p).startsWith("is.properties:4").contains("is blank"),
            p -> assertThat(p).startsWith("is.properties:5").contains("postern.tls.mode?"),
            p -> assertThat(p).startsWith("security.properties:1").contains("soon", "30s"),
            p -> assertThat(p).startsWith("security.properties:2").contains("is blank"));
  }

  @Test
  void onlyTheKeysOfTheChosenModeAreRequired() throws IOException {
    is(SERVER);
    assertThat(load().scheme()).isEqualTo("open");

    is(SERVER + "mksis.smtp.oauth.authentication=true\n");
    assertThat(problems())
        .anyMatch(p -> p.startsWith("is.properties mksis.logging.email.from: is missing"))
        .anyMatch(p -> p.startsWith("security.properties mksis.security.smtp.oauth.clientID"))
        .noneMatch(p -> p.contains("password"));
  }

  @Test
  void keysOfTheProductThatWeDoNotKnowAreIgnored() throws IOException {
    StringBuilder many = new StringBuilder(SERVER);
    for (int i = 0; i < 500; i++) {
      many.append("mksis.im.setting").append(i).append(" : a\\\n   b\\u00e9 c\r\n");
    }
    is(many + "mksis.\\u0073mtp.ssl.enabled tr\\\n  ue\n");

    MailSettings settings = load();

    assertThat(settings.tls()).isEqualTo(TlsMode.STARTTLS);
    assertThat(settings.warnings()).isEmpty();
  }

  @Test
  void aPropertyInTheWrongFileIsNamedWithItsHome() throws IOException {
    is(SERVER + "mksis.security.smtp.oauth.clientID=id\n");

    assertThat(problems()).singleElement().asString().contains("belongs in security.properties");
  }

  @Test
  void anOwnKeyInBothFilesIsAProblem() throws IOException {
    is(SERVER + "postern.pool.max_idle=1s\n");
    security("postern.pool.max_idle=2s\n");

    assertThat(problems()).singleElement().asString().contains("stands in is.properties:2 too");
  }

  @Test
  void theLastOfADuplicateCountsAndIsWarnedOf() throws IOException {
    is(SERVER + "postern.pool.max_idle=1s\npostern.pool.max_idle=2s\n");

    assertThat(load().values().get(CoreKeys.POOL_IDLE)).isEqualTo(Duration.ofSeconds(2));
    assertThat(load().warnings()).singleElement().asString().contains("is.properties:3", "line 2");
  }

  @ParameterizedTest
  @CsvSource({
    "oauth, mksis.smtp.oauth.authentication=false, true",
    "open, mksis.smtp.authentication=true, true",
    "kerberos, mksis.smtp.authentication=true, true",
    "kerberos, mksis.smtp.authentication=false, false",
    "basic, mksis.smtp.authentication=true, false",
  })
  void aNamedSchemeThatContradictsTheSwitchesIsAProblem(String scheme, String line, boolean bad)
      throws IOException {
    is(
        SERVER
            + "postern.auth.scheme="
            + scheme
            + "\n"
            + line
            + "\nmksis.logging.email.from=a@example.com\nmksis.logging.emailfrom.password=p\n");

    if (bad) {
      assertThat(problems()).anyMatch(p -> p.contains("contradicts"));
    } else {
      assertThat(load().scheme()).isEqualTo(scheme);
    }
  }

  @Test
  void anUnknownSchemeGetsASuggestion() throws IOException {
    is(SERVER + "postern.auth.scheme=kerbros\n");

    assertThat(problems()).singleElement().asString().contains("did you mean \"kerberos\"?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"smtp.example.com:587", "https://smtp.example.com", "a b", "x\\u000ay"})
  void aHostThatIsNoHostIsRefused(String host) throws IOException {
    is("mksis.logging.email.server.hostname=" + host + "\n");

    assertThat(problems()).hasSize(1);
  }

  @Test
  void bomAndLatin1AreReadTheSecondWithAWarning() throws IOException {
    Files.write(folder.resolve("is.properties"), ("\uFEFF" + SERVER).getBytes(UTF_8));
    assertThat(load().host()).isEqualTo("smtp.example.com");

    Files.write(
        folder.resolve("is.properties"),
        (SERVER + "mksis.logging.email.from=j\u00f6rg\n").getBytes(ISO_8859_1));
    assertThat(load().values().get(CoreKeys.USER)).isEqualTo("j\u00f6rg");
    assertThat(load().warnings()).singleElement().asString().contains("is.properties:2", "UTF-8");
  }

  @Test
  void aMalformedEscapeIsAProblemOfItsLine() throws IOException {
    is(SERVER + "postern.smtp.ehlo_name=\\u12\n");

    assertThat(problems())
        .singleElement()
        .asString()
        .startsWith("is.properties:2 postern.smtp.ehlo_name: has a \\u escape");
  }

  @Test
  void aMalformedEscapeDoesNotMakeItsSettingMissing() throws IOException {
    is("mksis.logging.email.server.hostname : C:\\users\n\\u12=x\n");

    assertThat(problems())
        .satisfiesExactly(
            p -> assertThat(p).startsWith("is.properties:1 mksis.logging.email.server.hostname: "),
            p -> assertThat(p).startsWith("is.properties:2 line 2: has a \\u escape"));
  }

  @Test
  void secretsShowNowhere() throws IOException {
    is(
        SERVER
            + "mksis.smtp.authentication=true\nmksis.logging.email.from=app@example.com\n"
            + "mksis.logging.emailfrom.password = hunter2\n");
    MailSettings settings = load();

    assertThat(settings.values().get(PASSWORD).reveal()).isEqualTo("hunter2");
    assertThat(settings.toString() + settings.values() + settings.effective() + settings.warnings())
        .doesNotContain("hunter2")
        .contains("********", "postern encrypt");
    assertThat(settings.effective())
        .isSortedAccordingTo((a, b) -> a.key().compareTo(b.key()))
        .anyMatch(row -> row.source().equals("is.properties:4"));
  }

  @Test
  void aSecretThatCannotBeDecodedIsAProblemWithoutItsValue() throws IOException {
    is(
        SERVER
            + "mksis.smtp.authentication=true\nmksis.logging.email.from=a@example.com\n"
            + "mksis.logging.emailfrom.password=cipher\n");
    SecretDecoder failing =
        (property, value) -> {
          throw new IllegalArgumentException("the key is missing; restore the key ring");
        };

    SettingsException refused =
        catchThrowableOfType(SettingsException.class, () -> loader().load(folder, failing));

    assertThat(refused.problems()).singleElement().asString().contains("restore the key ring");
    assertThat(refused.getMessage()).doesNotContain("cipher");
  }

  @Test
  void aMissingFileSaysSo() {
    assertThat(problems()).anyMatch(p -> p.startsWith("is.properties the file: cannot be read"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "UTF-16   | is.properties the file: is UTF-16; save it as UTF-8 or ISO 8859-1 (",
        "UTF-16LE | is.properties the file: holds NUL bytes, as UTF-16 does; save it as UTF-8",
        "UTF-16BE | is.properties the file: holds NUL bytes, as UTF-16 does; save it as UTF-8"
      })
  void aFileInTwoByteCharactersIsNamedAloneAndNotWhatItSeemsToLack(String charset, String said)
      throws IOException {
    Files.writeString(
        folder.resolve("is.properties"),
        "mksis.logging.email.server.hostname=localhost\r\n",
        Charset.forName(charset));

    assertThat(problems()).singleElement().asString().startsWith(said);
  }

  @Test
  void theOtherOrderOfBytesAndAFileThatACrashHasEmptiedAreNamedToo() throws IOException {
    Files.write(folder.resolve("is.properties"), new byte[] {(byte) 0xff, (byte) 0xfe, 'a', 0});
    assertThat(problems()).singleElement().asString().contains("is UTF-16");

    Files.write(folder.resolve("is.properties"), new byte[512]);
    assertThat(problems()).singleElement().asString().contains("is full of NUL bytes");
  }

  @Test
  void codeIsCheckedLikeFiles() {
    SettingsException refused =
        catchThrowableOfType(
            SettingsException.class,
            () -> MailSettings.builder(SCHEMES).set(CoreKeys.SCHEME, "basic").build());

    assertThat(refused.getMessage()).contains("hostname", "emailfrom.password");
  }

  @Test
  void aValueOfCodeIsRefusedWhereThatOfAFileWouldBe() {
    SettingsException refused =
        catchThrowableOfType(
            SettingsException.class,
            () ->
                MailSettings.builder(SCHEMES)
                    .set(CoreKeys.SCHEME, "basic")
                    .set(CoreKeys.HOST, " ")
                    .set(CoreKeys.PORT, 0)
                    .set(CoreKeys.USER, "app@example.com\r\nRCPT TO:<x@example.com>")
                    .set(CoreKeys.EHLO_NAME, "two words")
                    .set(CoreKeys.CONNECT_TIMEOUT, Duration.ofSeconds(-1))
                    .set(CoreKeys.POOL_AGE, Duration.ofDays(365_000_000))
                    .set(PASSWORD, Secret.of(" "))
                    .build());

    assertThat(refused.problems().stream().map(SettingsProblem::toString))
        .satisfiesExactlyInAnyOrder(
            p -> assertThat(p).startsWith(CoreKeys.HOST + ": is blank; give it a value"),
            p -> assertThat(p).startsWith(CoreKeys.PORT + ": \"0\" is not a whole number"),
            p -> assertThat(p).startsWith(CoreKeys.USER + ": the user name has a control"),
            p -> assertThat(p).startsWith(CoreKeys.EHLO_NAME + ": \"two words\" is not a name"),
            p -> assertThat(p).startsWith(CoreKeys.CONNECT_TIMEOUT + ": \"PT-1S\" is not a dur"),
            p -> assertThat(p).startsWith(CoreKeys.POOL_AGE + ": ").contains("is not a duration"),
            p -> assertThat(p).startsWith(PASSWORD + ": is blank; give it a value"));
  }

  @Test
  void aValueOfCodeTakesTheFormThatAFileGivesIt() {
    MailSettings settings =
        MailSettings.builder(SCHEMES)
            .set(CoreKeys.SCHEME, "open")
            .set(CoreKeys.HOST, " bücher.example ")
            .set(CoreKeys.CONNECT_TIMEOUT, Duration.ofMillis(1500))
            .build();

    assertThat(settings.host()).isEqualTo("xn--bcher-kva.example");
    assertThat(settings.values().get(CoreKeys.CONNECT_TIMEOUT)).isEqualTo(Duration.ofMillis(1500));
  }

  @Test
  void whereNoSchemeIsRegisteredTheErrorSaysSo() {
    SettingsException refused =
        catchThrowableOfType(
            SettingsException.class,
            () -> MailSettings.builder(List.of()).set(CoreKeys.HOST, "localhost").build());

    assertThat(refused.getMessage())
        .contains("none is registered; name one by postern.auth.scheme, or add the jar");
  }

  private static AuthScheme scheme(String name, SettingKey<?>... keys) {
    return new AuthScheme() {
      @Override
      public String scheme() {
        return name;
      }

      @Override
      public Set<SettingKey<?>> keys() {
        return Set.of(keys);
      }
    };
  }

  private MailSettings load() {
    return loader().load(folder, SecretDecoder.PLAIN);
  }

  private List<String> problems() {
    SettingsException refused = catchThrowableOfType(SettingsException.class, this::load);
    assertThat(refused).as("expected problems").isNotNull();
    return refused.problems().stream().map(SettingsProblem::toString).toList();
  }

  private static SettingsLoader loader() {
    return new SettingsLoader(SCHEMES, List.of());
  }

  private void is(String text) throws IOException {
    Files.writeString(folder.resolve("is.properties"), text);
  }

  private void security(String text) throws IOException {
    Files.writeString(folder.resolve("security.properties"), text);
  }

  private static String line(String key, String value) {
    return value == null ? "" : key + "=" + value + "\n";
  }
}
