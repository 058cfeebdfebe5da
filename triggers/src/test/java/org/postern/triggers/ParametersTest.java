package org.postern.triggers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.triggers.fixture.Fixture;
import org.postern.triggers.header.ScriptHeader;
import org.postern.triggers.header.ScriptParameter;
import org.postern.triggers.run.LogLine;
import org.postern.triggers.run.ScriptFault;

/** Parameters: declared in comments, given by the trigger, checked against their types. */
class ParametersTest {

  private static final String HEADER =
      """
      // <b>Notify</b>
      // @param String Mail Subject
      // What the mail is about,
      // in a few words.
      //
      // @param Field:User Approvers Required \t
      /*
       * @param MultiString Receivers
       */
      // @param Boolean Urgent
      // @param Integer Days
      """;

  @TempDir Path folder;

  @Test
  void declarationsAreReadWithBlanksAndDescriptions() {
    assertThat(ScriptHeader.of(HEADER.replace("\n", "\r\n")).parameters())
        .containsExactly(
            new ScriptParameter(
                "String", "Mail Subject", "What the mail is about, in a few words.", 2),
            new ScriptParameter("Field:User", "Approvers Required", "", 6),
            new ScriptParameter("MultiString", "Receivers", "", 8),
            new ScriptParameter("Boolean", "Urgent", "", 10),
            new ScriptParameter("Integer", "Days", "", 11));
  }

  @Test
  void aByteOrderMarkDoesNotHideTheFirstDeclaration() {
    assertThat(ScriptHeader.of("\uFEFF//\t@param\tuser\tTold \t\r\n").parameters())
        .containsExactly(new ScriptParameter("user", "Told", "", 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kim                | ",
        "'pat, kim'         | ",
        "'pat\nkim'        | ",
        "'Doe, Pat'         | ",
        "'pat\nnobody'     | \"nobody\" is none",
        "'pat, nobody, kim' | \"nobody\" is none",
      })
  void usersAreLookedUpOneByOneUnlessTheWholeIsAName(String value, @Nullable String said)
      throws Exception {
    Path fixture =
        new Runs(folder).file("users.yaml", "users: {pat: {}, kim: {}, \"Doe, Pat\": {}}");
    Path script = new Runs(folder).file("told.js", "// @param User Told\nprint('ran');");
    TriggerResult result =
        run(TriggerRun.of(script, Fixture.read(fixture)).with("Told", value.replace("\\n", "\n")));
    if (said == null) {
      assertThat(result.fault()).as("%s", result.fault()).isEmpty();
      assertThat(Runs.printed(result)).isEqualTo("ran");
    } else {
      assertThat(result.fault().orElseThrow().message()).contains(said);
      assertThat(Runs.printed(result)).isEmpty();
    }
  }

  private TriggerResult run(TriggerRun run) {
    return new Runs(folder).runner().build().run(run);
  }

  @Test
  void valuesComeAsTheirTypesSay() {
    TriggerRun run =
        new Runs(folder)
            .script(
                HEADER,
                "var p = bsf.lookupBean('parametersBean');",
                "print(p.getParameter('Mail Subject').length());",
                "print(p.getParameter('Receivers').get(1));",
                "print(p.getBooleanParameter('Urgent') + ' ' + p.getIntegerParameter('Days'));",
                "print(p.getParameter('Approvers Required') == null);",
                "print(p.getStringParameter('Approvers Required', 'none'));",
                "print(p.getParameterNames().length + ' ' + p.hasParameter('Days'));")
            .with("Mail Subject", "closed")
            .with("Receivers", "a@example.org, b@example.org")
            .with("Urgent", "TRUE")
            .with("Days", "3");
    assertThat(Runs.printed(run(run))).isEqualTo("6\nb@example.org\ntrue 3\ntrue\nnone\n5 true");
  }

  @Test
  void allThatIsWrongIsSaidBeforeTheScriptBegins() {
    TriggerRun run =
        new Runs(folder)
            .script(HEADER, "print('began');")
            .with("Mail Subjct", "x")
            .with("Urgent", "perhaps")
            .with("Days", "many");
    TriggerResult result = run(run);
    assertThat(Runs.printed(result)).isEmpty();
    assertThat(result.fault().orElseThrow().kind()).isEqualTo(ScriptFault.Kind.CONFIGURATION);
    assertThat(result.fault().orElseThrow().message())
        .contains("no parameter \"Mail Subjct\"; did you mean \"Mail Subject\"?")
        .contains("\"Urgent\" is declared as Boolean, and \"perhaps\" is none: write true or false")
        .contains("\"Days\" is declared as Integer, and \"many\" is none: it is not a whole");
  }

  @Test
  void aParameterThatIsReadAndNotDeclaredIsNullAndWarnedOf() {
    TriggerRun run =
        new Runs(folder)
            .script(
                HEADER, "print(bsf.lookupBean('parametersBean').getParameter('Mail Subjekt'));");
    TriggerResult result = run(run);
    assertThat(Runs.printed(result)).isEqualTo("null");
    assertThat(result.log())
        .extracting(LogLine::text)
        .anyMatch(line -> line.contains("did you mean \"Mail Subject\"?"));
  }
}
