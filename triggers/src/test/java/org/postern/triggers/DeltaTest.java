package org.postern.triggers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.triggers.fixture.Fixture;
import org.postern.triggers.host.FieldChange;
import org.postern.triggers.host.TriggerEvent;

/** What scripts put into fields arrives as the fields' kinds demand it. */
class DeltaTest {

  private static final String FIXTURE =
      """
      users: {pat: {groups: [dev]}, kim: {}}
      groups: {dev: {}}
      dynamicGroups: {R: {projects: {/Bridge: {groups: [dev]}, /: {users: [kim]}}}}
      states: {Open: {}, Closed: {}}
      fields:
        Age: {type: int, min: 0, max: 9}
        Cost: {type: float, max: 10.5}
        Approvers: {type: user, multi: true}
        Blocks: {type: relationship}
        Done On: {type: date}
      items:
        42: {State: Open, Blocks: [43, 44], Done On: 2026-11-02, Age: "7", Attachments: [{name: a.txt}]}
        43: {}
        44: {}
      change: {item: 42}
      """;

  @TempDir Path folder;

  private TriggerResult run(TriggerEvent event, String line) throws Exception {
    Runs runs = new Runs(folder);
    TriggerRun script =
        runs.script(
            "var s = bsf.lookupBean('imServerBean');",
            "var d = bsf.lookupBean('imIssueDeltaBean');",
            line);
    return runs.runner()
        .build()
        .run(TriggerRun.of(script.script(), Fixture.read(runs.file("f.yaml", FIXTURE))).on(event));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "d.setFieldValue('Blocks', [86 / 2]); print(d.getNewRelatedIssues('Blocks')[0]);             | 43",
        "d.setFieldValue('Blocks', d.getNewRelatedIssues('Blocks')); print(d.getFieldValue('Blocks')); | [43, 44]",
        "d.setFieldValue('Blocks', '44'); print(d.getFieldValue('Blocks'));                          | [44]",
        "d.setFieldValue('Blocks', [null, 44]); print(d.getFieldValue('Blocks'));                    | [44]",
        "d.setFieldValue('Done On', new Date(0)); print(d.getFieldValue('Done On').getTime());       | 0",
        "d.setDateFieldValue('Undefined', new java.util.Date(5)); print(d.getFieldValue('Undefined').getTime()); | 5",
        "d.setFieldValue('Done On', '1970-01-02'); print(d.getFieldValue('Done On').getTime());      | 86400000",
        "d.setFieldValue('Approvers', new java.util.HashSet(['kim'])); print(d.getFieldValue('Approvers')); | [kim]",
        "d.setFieldValue('Approvers', new String('kim')); print(d.getFieldValue('Approvers'));       | [kim]",
        "d.setFieldValue('Cost', 1); print(d.getFieldValue('Cost').getClass().getSimpleName());      | Double",
        "print(d.getFieldValue('Age').getClass().getSimpleName());                                   | Integer",
        "print(d.getFieldValue('Blocks').getClass().getSimpleName());                                | LinkedHashSet",
        "print(d.getFieldValue('Done On').getClass().getSimpleName());                               | Date",
      })
  void valuesAreKeptAsTheirKindDemands(String line, String printed) throws Exception {
    TriggerResult result = run(TriggerEvent.PRE, line);
    assertThat(result.fault()).isEmpty();
    assertThat(Runs.printed(result)).isEqualTo(printed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "d.setState('Clsoed');                           | there is no state Clsoed; did you mean Closed?",
        "d.setFieldValue('Assigned User', 'kmi');        | there is no user kmi; did you mean kim?",
        "d.setFieldValue('Approvers', ['pat', 'kmi']);   | there is no user kmi; did you mean kim?",
        "d.setFieldValue('Assigned Group', 'dve');       | there is no group dve; did you mean dev?",
        "d.setFieldValue('Age', 1e12);                   | the field Age holds whole numbers, not 1.0E12",
        "d.setFieldValue('Age', 'NaN');                  | the field Age holds whole numbers, not NaN",
        "d.setFieldValue('Cost', 10.6);                  | the field Cost does not hold 10.6: it is out of its range",
        "d.setFieldValue('Done On', 'soon');             | the field Done On holds dates, not \"soon\"; write it as 2026-11-02",
        "d.setFieldValue('Blocks', 'many');              | the field Blocks holds numbers of items, not \"many\"",
        "d.setFieldValue('Summary', {a: 1});             | a JavaScript object of the kind Object is no value of a field",
        "d.setFieldValue('Attachments', 'a.txt');        | attachments cannot be changed by a script",
        "s.getUserBean(null);                            | the name of a user is null; is it a field that is empty?",
        "s.getIssueBean(null);                           | the number of an item is null; is it a field that is empty?",
        "s.getIssueBean(42.5);                           | \"42.5\" is no number of an item",
      })
  void whatAFieldCannotHoldIsRefusedInPlainWords(String line, String said) throws Exception {
    assertThat(run(TriggerEvent.PRE, line).fault().orElseThrow().toString())
        .contains("script.js:3", said);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'/Bridge/Deck', 'pat' | true",
        "'/Bridge/Deck', 'kim' | false",
        "'/Elsewhere', 'kim'   | true",
        "null, 'kim'           | true",
      })
  void membersOfGroupsAreMembersOfADynamicGroup(String asked, boolean member) throws Exception {
    String line =
        "function m(project, user) { return s.getDynamicGroupBean('R').isMember(user, project); }"
            + "print(m("
            + asked
            + "));";
    assertThat(Runs.printed(run(TriggerEvent.POST, line))).isEqualTo(String.valueOf(member));
  }

  @Test
  void oneRunCannotChangeTheDatesOfAnother() throws Exception {
    Runs runs = new Runs(folder);
    Fixture fixture = Fixture.read(runs.file("f.yaml", FIXTURE));
    TriggerRun script =
        runs.script(
            "var date = bsf.lookupBean('imIssueDeltaBean').getFieldValue('Done On');",
            "print(date.getTime()); date.setTime(0);");
    TriggerRunner runner = runs.runner().build();
    TriggerRun run = TriggerRun.of(script.script(), fixture).on(TriggerEvent.POST);
    String first = Runs.printed(runner.run(run));
    assertThat(first).isEqualTo("1793577600000");
    assertThat(Runs.printed(runner.run(run))).isEqualTo(first);
  }

  @Test
  void datesAreReportedInOneFormEverywhere() throws Exception {
    assertThat(run(TriggerEvent.PRE, "d.setFieldValue('Done On', new Date(0));").changes())
        .extracting(FieldChange::value)
        .containsExactly(java.util.Optional.of("1970-01-01T00:00:00Z"));
  }

  @Test
  void beansSayWhatTheyAre() throws Exception {
    String line =
        "print([d.getAttachmentBeans()[0], d.getRelationshipFieldBeans('Blocks')[0], s,"
            + " s.getUserBean('kim'), s.getGroupBean('dev'), s.getDynamicGroupBean('R'),"
            + " s.getFieldBean('Age'), s.getStateBean('Open'),"
            + " bsf.lookupBean('siEnvironmentBean').createAPISessionBean()].join('; '));";
    assertThat(Runs.printed(run(TriggerEvent.POST, line)))
        .isEqualTo(
            "attachment a.txt; relationship to item 43; server; user kim; group dev;"
                + " dynamic group R; field Age; state Open; session of the command API");
    String schedule = "print(bsf.lookupBean('imScheduleTriggerArgumentsBean'));";
    assertThat(Runs.printed(run(TriggerEvent.SCHEDULED, schedule)))
        .isEqualTo("schedule for items []");
  }
}
