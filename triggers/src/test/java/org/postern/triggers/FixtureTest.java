package org.postern.triggers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.triggers.fixture.Fixture;
import org.postern.triggers.fixture.FixtureException;
import org.postern.triggers.host.FieldChange;
import org.postern.triggers.host.TriggerEvent;
import org.postern.triggers.run.LogLine;

/** A fixture as scripts see it. */
class FixtureTest {

  @TempDir Path folder;

  private static Path file(String name) throws Exception {
    return Path.of(FixtureTest.class.getResource("/fixtures/" + name).toURI());
  }

  private TriggerResult run(String fixture, TriggerEvent event, String... lines) throws Exception {
    Runs runs = new Runs(folder);
    TriggerRun script = runs.script(lines);
    return runs.runner()
        .build()
        .run(TriggerRun.of(script.script(), Fixture.read(file(fixture))).on(event));
  }

  private String printed(TriggerEvent event, String... lines) throws Exception {
    TriggerResult result = run("closed-defect.yaml", event, lines);
    assertThat(result.fault()).as("%s", result.fault()).isEmpty();
    return Runs.printed(result);
  }

  @ParameterizedTest
  @ValueSource(strings = {"closed-defect.yaml", "closed-defect.json"})
  void theChangeIsSeenBeforeAndAfter(String fixture) throws Exception {
    TriggerResult result =
        run(
            fixture,
            TriggerEvent.POST,
            "var d = bsf.lookupBean('imIssueDeltaBean');",
            "print(d.getID() + ' ' + d.getIssueIDString() + ' ' + d.getType() + ' ' + d.getProject());",
            "print(d.getOldState() + '>' + d.getNewState() + ' ' + d.isStateChanged());",
            "print(d.getOldFieldValue('Priority') + '>' + d.getNewFieldValue('Priority'));",
            "print(d.isFieldChanged('Summary') + ' ' + d.getDeltaFieldNames().length);",
            "print(d.getNewFieldValue('Approvers') + ' ' + d.getNewFieldValue('Approvers').size());",
            "print(d.getNewRelatedIssues('Blocks')[0] + ' ' + d.getNewRelatedIssues().length);",
            "print(d.getCreatedDate().getTime() + ' ' + d.getAttachmentBeans()[0].getName());",
            "print(d.getNewFieldValue('Nothing') == null);");
    assertThat(result.fault()).as("%s", result.fault()).isEmpty();
    assertThat(Runs.printed(result))
        .isEqualTo(
            """
            42 42 Defect /Bridge/Deck
            Open>Closed true
            Low>High
            false 2
            [pat, kim] 2
            43 1
            1793613600000 a.txt
            true""");
  }

  @Test
  void theServerKnowsUsersGroupsAndDefinitions() throws Exception {
    assertThat(
            printed(
                TriggerEvent.POST,
                "var s = bsf.lookupBean('imServerBean');",
                "print(s.getUserBean('kim').getFullName() + ' ' + s.getCurrentUser());",
                "print(s.getGroupBean('dev').getUsers().length);",
                "print(s.getDynamicGroupBean('Reviewers').getUsers('/Bridge/Deck').length);",
                "print(s.getFieldBean('Priority').getPickFieldValues()[1]);",
                "print(s.getTypeBean('Defect').getAllVisibleTraceFieldBeans()[0].getPairedField());",
                "print(s.getStateBean('Closed').getName() + s.getIssueBean('43').getSummary());",
                "print(s.getIssueBeans(['42', 43]).length + ' ' + s.isSigned());",
                "print(s.getSolutionPropertyValue('Requirements', 'TraceStatusFieldName', true));",
                "print(bsf.lookupBean('imUserBean').getEmailAddress());",
                "print(bsf.lookupBean('siEnvironmentBean').getHostURL());"))
        .isEqualTo(
            """
            金 Kim pat
            2
            2
            High
            Blocked By
            ClosedRail loose
            2 true
            Trace Status
            pat@example.com
            https://rvs.example.com:7001""");
  }

  @Test
  void aScheduledTriggerHasItsItemsAndNoDelta() throws Exception {
    assertThat(
            printed(
                TriggerEvent.SCHEDULED,
                "var ids = bsf.lookupBean('imScheduleTriggerArgumentsBean').getIssues();",
                "print(ids.length + ' ' + ids[1] + ' ' + (bsf.lookupBean('imIssueDeltaBean') == null));",
                "var d = bsf.lookupBean('imServerBean').getIssueDeltaBean(ids[0]);",
                "d.setFieldValue('State', 'Closed'); print(d.getState());"))
        .isEqualTo("2 43 true\nClosed");
  }

  @Test
  void aPreEventTriggerChangesItemsAndTheResultSaysWhat() throws Exception {
    TriggerResult result =
        run(
            "closed-defect.yaml",
            TriggerEvent.PRE,
            "var d = bsf.lookupBean('imIssueDeltaBean');",
            "d.setFieldValue('Age', 5); d.setFieldValue('Approvers', 'pat, kim');",
            "d.setFieldValue('Summary', null); d.setFieldValue('Urgent', true);",
            "d.setFieldValue('Approvers', ['kim']); d.setFieldValue('Other', 7);",
            "print(d.getFieldValue('Age') + ' ' + d.getNewFieldValue('Approvers'));");
    assertThat(result.fault()).as("%s", result.fault()).isEmpty();
    assertThat(Runs.printed(result)).isEqualTo("5 [kim]");
    assertThat(result.changes())
        .extracting(FieldChange::field, change -> change.value().orElse("-"))
        .map(Object::toString)
        .containsExactly(
            "(\"Age\", \"5\")",
            "(\"Approvers\", \"pat, kim\")",
            "(\"Summary\", \"-\")",
            "(\"Urgent\", \"true\")",
            "(\"Approvers\", \"kim\")",
            "(\"Other\", \"7\")");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "POST | d.setFieldValue('Age', 1);            | this is a post-event trigger",
        "PRE  | d.setFieldValue('Priority', 'Hihg');  | did you mean \"High\"?",
        "PRE  | d.setFieldValue('Age', 12);           | out of its range",
        "PRE  | d.setFieldValue('Age', 'old');        | holds numbers",
        "PRE  | s.getUserBean('pta');                 | there is no user pta; did you mean pat?",
        "PRE  | s.getIssueBean(7);                    | there is no item 7; there are [42, 43]",
        "PRE  | s.getIssueBean('x');                  | \"x\" is no number of an item",
        "PRE  | s.getFieldBean('Prioritty');          | did you mean Priority?",
        "PRE  | s.getSolutionPropertyValue('R', 'x', true); | has no property x",
      })
  void mistakesAreNamedWithTheirLine(TriggerEvent event, String mistake, String said)
      throws Exception {
    TriggerResult result =
        run(
            "closed-defect.yaml",
            event,
            "var s = bsf.lookupBean('imServerBean');",
            "var d = bsf.lookupBean('imIssueDeltaBean');",
            mistake);
    assertThat(result.fault().orElseThrow().toString()).contains("script.js:3", said);
  }

  @Test
  void twoRunsDoNotSeeEachOthersChanges() throws Exception {
    Fixture fixture = Fixture.read(file("closed-defect.yaml"));
    Runs runs = new Runs(folder);
    TriggerRun script =
        TriggerRun.of(
                runs.script(
                        "var d = bsf.lookupBean('imIssueDeltaBean');",
                        "print(d.getSummary()); d.setFieldValue('Summary', 'changed');")
                    .script(),
                fixture)
            .on(TriggerEvent.PRE);
    TriggerRunner runner = runs.runner().build();
    assertThat(Runs.printed(runner.run(script))).isEqualTo("Deck too low");
    assertThat(Runs.printed(runner.run(script))).isEqualTo("Deck too low");
  }

  @Test
  void theCommandApiAnswersAsTheFixtureSays() throws Exception {
    TriggerResult result =
        run(
            "closed-defect.yaml",
            TriggerEvent.POST,
            "var eb = bsf.lookupBean('siEnvironmentBean');",
            "var cmd = new Packages.com.mks.api.Command('im', 'issues');",
            "var mv = new Packages.com.mks.api.MultiValue(); mv.setSeparator(','); mv.add('ID');",
            "cmd.addOption(new Packages.com.mks.api.Option('fields', mv));",
            "cmd.addOption(new Packages.com.mks.api.Option('password', 'Geheim-17'));",
            "var it = eb.createAPISessionBean().executeCmd(cmd).getWorkItems();",
            "while (it.hasNext()) print(it.next().getField('Summary').getValueAsString());",
            "var run = eb.createAPISessionBean('admin', 'Geheim-17').createAPICommandRunnerBean();",
            "run.setCommand('im', 'editissue'); run.addOption('field', 'State=Open');",
            "run.addSelectionElement(42);",
            "try { run.execute(); } catch (e) { print(e.javaException.getMessage()); }",
            "run.setCommand('im', 'viewissue'); run.execute();");
    assertThat(Runs.printed(result)).isEqualTo("Deck too low\nno such issue");
    assertThat(result.fault().orElseThrow().toString())
        .contains("script.js:12", "no answer to \"im viewissue\"");
    assertThat(result.log())
        .extracting(LogLine::text)
        .contains(
            "command API: im issues --fields=ID --password=***",
            "command API: im editissue --field=State=Open 42")
        .noneMatch(line -> line.contains("Geheim"));
  }

  @Test
  void aSignatureThatIsAskedForIsAVeto() throws Exception {
    TriggerResult result =
        run(
            "closed-defect.yaml",
            TriggerEvent.PRE,
            "try { bsf.lookupBean('imServerBean').signatureRequired('Please sign'); } catch (e) {}",
            "print('went on');");
    assertThat(result.ending()).isEqualTo(TriggerResult.Ending.VETOED);
    assertThat(result.message()).isEqualTo("Please sign");
  }

  @Test
  void everythingThatIsWrongWithAFixtureIsSaidAtOnce() throws Exception {
    Path broken =
        Files.writeString(
            folder.resolve("broken.yaml"),
            """
            usres: {}
            users: {pat: {emial: x}}
            items: {first: {Type: Defect}}
            change: {item: 9}
            schedule: {items: [8]}
            states: [Open]
            """);
    assertThatThrownBy(() -> Fixture.read(broken))
        .isInstanceOf(FixtureException.class)
        .hasMessageContaining("broken.yaml")
        .hasMessageContaining("usres: is not known here; did you mean users?")
        .hasMessageContaining("users.pat.emial: is not known here; did you mean email?")
        .hasMessageContaining("items.first: is no number of an item")
        .hasMessageContaining("change.item: there is no item 9 in items")
        .hasMessageContaining("schedule.items: there is no item 8 in items")
        .hasMessageContaining("states: must be a mapping");
    Path none = Files.writeString(folder.resolve("none.yaml"), "a: [b");
    assertThatThrownBy(() -> Fixture.read(none)).hasMessageContaining("is neither YAML nor JSON");
    assertThatThrownBy(() -> Fixture.read(folder.resolve("absent.yaml")))
        .hasMessageContaining("the file does not exist");
  }
}
