package org.postern.core.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told where values cannot be read and the rules of parts are broken as well. */
class SettingsPartTest {

  private static final String HOST = "mksis.logging.email.server.hostname";
  private static final SettingKey<Integer> DOORS = SettingKey.integer("postern.doors", 1, 9);
  private static final SettingKey<Integer> KEYS = SettingKey.integer("postern.keys", 1, 9);
  private static final SettingKey<String> ROOM = SettingKey.family("postern.room.");

  /** There is a key to each door. */
  private static final SettingsPart ENOUGH_KEYS =
      settings -> {
        if (settings.values().get(DOORS) > settings.values().find(KEYS).orElse(0)) {
          throw SettingsException.of(
              settings.problem("postern.doors", "are more than the keys", "make keys"));
        }
      };

  /** Refuses whatever it is given, after a look at all rooms. */
  private static final SettingsPart NO_ROOMS =
      settings -> {
        List<SettingsProblem> found = new ArrayList<>();
        for (String room : settings.values().names(ROOM)) {
          try {
            settings.values().get(ROOM.member(room));
            found.add(settings.problem("postern.room." + room, "is a room", "pull it down"));
          } catch (UnusableValueException saidAlready) {
            // the next one
          }
        }
        if (!found.isEmpty()) {
          throw new SettingsException(found);
        }
      };

  @TempDir private Path folder;

  @Test
  void whatPartsFindIsToldAmongTheRestInTheOrderOfFilesAndLines() throws IOException {
    assertThat(
            problems(
                "postern.room.b=1",
                "postern.pool.max_idle=soon",
                "postern.doors=3",
                HOST + "=localhost",
                "postern.tls.mod=none",
                "postern.room.a=1"))
        .satisfiesExactly(
            p -> assertThat(p).isEqualTo("is.properties:1 postern.room.b: is a room; pull it down"),
            p -> assertThat(p).startsWith("is.properties:2 postern.pool.max_idle: \"soon\" is not"),
            p -> assertThat(p).startsWith("is.properties:3 postern.doors: are more than the keys"),
            p -> assertThat(p).startsWith("is.properties:5 postern.tls.mod: is no setting"),
            p -> assertThat(p).startsWith("is.properties:6 postern.room.a: is a room"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"postern.keys=many", "postern.keys=", "postern.doors=0"})
  void aPartThatNeedsWhatWasRefusedSaysNothingAndAllOthersGoOn(String bad) throws IOException {
    assertThat(problems(HOST + "=localhost", "postern.room.a=1", bad, "postern.room.b="))
        .hasSize(3)
        .anyMatch(p -> p.contains("postern.room.a: is a room"))
        .anyMatch(p -> p.startsWith("is.properties:3 " + bad.substring(0, bad.indexOf('='))))
        .anyMatch(p -> p.contains("postern.room.b: is blank"));
  }

  @Test
  void whatIsMissingIsSaidOnce() {
    SettingsPart asks = settings -> assertThat(settings.host()).isNull();

    assertThatThrownBy(() -> load(List.of(asks, asks), "postern.keys=1"))
        .isInstanceOf(SettingsException.class)
        .hasMessage(
            "is.properties "
                + HOST
                + ": is missing, and mode \"open\" needs it; add "
                + HOST
                + "=… ("
                + CoreKeys.HOST.description()
                + ")");
  }

  @Test
  void partsSeeTheSettingsThatComeOut() throws IOException {
    List<String> seen = new ArrayList<>();
    SettingsPart looks = settings -> seen.add(settings.toString());

    MailSettings settings = load(List.of(looks), HOST + "=localhost");

    assertThat(seen).containsExactly(settings.toString());
  }

  @Test
  void aRuleOfTheSchemeIsToldBesideAValueThatCannotBeRead() throws IOException {
    assertThat(
            problems(
                HOST + "=localhost", "postern.auth.scheme=strict", "postern.pool.max_idle=soon"))
        .hasSize(2)
        .anyMatch(p -> p.contains("postern.tls.mode: must not be none"))
        .anyMatch(p -> p.contains("\"soon\""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mksis.smtp.ssl.enabled=maybe\npostern.auth.scheme=strict",
        "postern.tls.mode=yes\npostern.auth.scheme=strict",
        "mksis.smtp.oauth.authentication=maybe\nmksis.smtp.authentication=true",
        "mksis.smtp.oauth.authentication=maybe\npostern.auth.scheme=open",
        "postern.auth.scheme=strikt",
        "postern.auth.scheme=",
        "postern.mode=\npostern.mode.redirect_to=a@example.com",
      })
  void aValueThatDecidesOfOthersBringsNoSecondProblem(String lines) throws IOException {
    assertThat(problems((HOST + "=localhost\n" + lines).split("\n"))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postern.provider=microsft365",
        "postern.provider=microsoft365\npostern.oauth.tenant=a b",
        "postern.provider=microsoft365\npostern.oauth.tenant=example.com\npostern.oauth.grant=",
      })
  void aProviderThatCannotBeReadIsNotMissedInWhatItWouldSay(String lines) throws IOException {
    assertThat(problems((lines + "\npostern.auth.scheme=token").split("\n"))).hasSize(1);
  }

  private List<String> problems(String... lines) throws IOException {
    SettingsException refused =
        catchThrowableOfType(
            SettingsException.class, () -> load(List.of(ENOUGH_KEYS, NO_ROOMS), lines));
    assertThat(refused).as("expected problems").isNotNull();
    return refused.problems().stream().map(SettingsProblem::toString).toList();
  }

  private MailSettings load(List<SettingsPart> parts, String... lines) throws IOException {
    String all = String.join("\r\n", lines);
    String doors = all.contains("postern.doors=") ? "" : "\r\npostern.doors=1";
    String keys = all.contains("postern.keys=") || doors.isEmpty() ? "" : "\r\npostern.keys=1";
    Files.writeString(folder.resolve("is.properties"), all + doors + keys);
    return new SettingsLoader(List.of(OPEN, STRICT, TOKEN), List.of(DOORS, KEYS, ROOM))
        .load(folder, SecretDecoder.PLAIN, parts);
  }

  private static final AuthScheme OPEN = scheme("open", values -> List.of());

  /** Never without TLS. */
  private static final AuthScheme STRICT =
      scheme(
          "strict",
          values ->
              values.get(CoreKeys.TLS_MODE) == TlsMode.NONE
                  ? List.of(
                      new AuthScheme.Complaint(
                          CoreKeys.TLS_MODE, "must not be none", "set another"))
                  : List.of());

  /** Needs what a provider may say. */
  private static final AuthScheme TOKEN =
      scheme(
          "token",
          values -> List.of(),
          SettingKey.text("postern.oauth.grant"),
          SettingKey.text("mksis.security.smtp.oauth.scope").asRequired(),
          SettingKey.url("mksis.security.smtp.oauth.tokenEndpointURL").asRequired());

  private static AuthScheme scheme(
      String name,
      Function<SettingValues, List<AuthScheme.Complaint>> rule,
      SettingKey<?>... keys) {
    return new AuthScheme() {
      @Override
      public String scheme() {
        return name;
      }

      @Override
      public Set<SettingKey<?>> keys() {
        return Set.of(keys);
      }

      @Override
      public List<Complaint> check(SettingValues values) {
        return rule.apply(values);
      }
    };
  }
}
