package org.postern.triggers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.triggers.fixture.Fixture;
import org.postern.triggers.host.TriggerEvent;
import org.postern.triggers.run.LogLine;

/** The command API of a fixture as scripts use it. */
class ApiSessionTest {

  private static final String FIXTURE =
      """
      api:
        - {command: im issues, options: {query: Mine}, workItems: [{id: "1", fields: {ID: 1, Owner: pat, Age: old}}]}
        - {command: im issues, options: {query: All, fields: "ID,Summary"}, workItems: [{id: "2"}, {id: "3"}]}
        - {command: im viewissue, selection: "42", exitCode: 7, result: seen}
      """;

  @TempDir Path folder;

  private TriggerResult run(String... lines) throws Exception {
    Runs runs = new Runs(folder);
    String[] all = new String[lines.length + 2];
    all[0] = "importPackage(Packages.com.mks.api);";
    all[1] = "var session = bsf.lookupBean('siEnvironmentBean').createAPISessionBean();";
    System.arraycopy(lines, 0, all, 2, lines.length);
    return runs.runner()
        .build()
        .run(
            TriggerRun.of(runs.script(all).script(), Fixture.read(runs.file("f.yaml", FIXTURE)))
                .on(TriggerEvent.POST));
  }

  private static String printed(TriggerResult result) {
    assertThat(result.fault()).as("%s", result.fault()).isEmpty();
    return Runs.printed(result);
  }

  @Test
  void optionsChooseTheAnswer() throws Exception {
    assertThat(
            printed(
                run(
                    "var all = new Command('im', 'issues'); all.addOption(new Option('query', 'All'));",
                    "var mv = new MultiValue(','); mv.add('ID'); mv.add('Summary');",
                    "all.addOption(new Option('fields', mv));",
                    "print(session.executeCmd(all).getWorkItemListSize());",
                    "var mine = new Command('im', 'issues'); mine.addOption(new Option('query', 'Mine'));",
                    "var item = session.execute(mine).getWorkItem('1');",
                    "print(item.getField('Owner').getItem().getId() + item.getField('ID').getInteger());")))
        .isEqualTo("2\npat1");
  }

  @Test
  void selectionsChooseTheAnswer() throws Exception {
    assertThat(
            printed(
                run(
                    "var c = new Command('im', 'viewissue'); var list = new SelectionList();",
                    "list.add('42'); c.setSelectionList(list);",
                    "var r = session.executeCmd(c);",
                    "print(r.getExitCode() + ' ' + r.getResult().getMessage());")))
        .isEqualTo("7 seen");
  }

  @Test
  void aNumberThatIsNoneIsNamedWithItsField() throws Exception {
    TriggerResult result =
        run(
            "var c = new Command('im', 'issues'); c.addOption(new Option('query', 'Mine'));",
            "session.executeCmd(c).getWorkItem('1').getField('Age').getInteger();");
    assertThat(result.fault().orElseThrow().toString())
        .contains("script.js:4", "the field Age holds no whole number, but \"old\"");
  }

  @Test
  void aCommandWithoutAnAnswerIsLoggedEvenWhereTheScriptSwallowsIt() throws Exception {
    TriggerResult result =
        run(
            "var c = new Command('im', 'viewissue'); c.addSelection('43');",
            "try { session.executeCmd(c); } catch (e) {}");
    assertThat(result.fault()).isEmpty();
    assertThat(result.log())
        .extracting(LogLine::text)
        .anyMatch(
            line ->
                line.startsWith("the fixture has no answer to \"im viewissue 43\"")
                    && line.contains("with another selection or other options")
                    && line.contains("api: {command: im viewissue"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "new Option('password', 'Geheim-17')",
        "new Option('newPwd', 'Geheim-17')",
        "new Option('client-secret', 'Geheim-17')",
        "new Option('api_key', 'Geheim-17')",
        "new Option('field', 'Mail Password=Geheim-17')",
        "new Option('token', (function () { var m = new MultiValue(','); m.add('Geheim-17'); return m; })())",
      })
  void secretsAmongTheOptionsAreNotShown(String option) throws Exception {
    TriggerResult result =
        run(
            "var c = new Command('im', 'connect'); c.addOption(" + option + ");",
            "print(c); session.executeCmd(c);");
    assertThat(result.log()).extracting(LogLine::text).noneMatch(l -> l.contains("Geheim"));
    assertThat(result.fault().orElseThrow().toString()).contains("***").doesNotContain("Geheim");
  }
}
