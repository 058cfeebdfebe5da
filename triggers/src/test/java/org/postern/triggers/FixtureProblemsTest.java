package org.postern.triggers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.triggers.fixture.Fixture;
import org.postern.triggers.fixture.FixtureException;

/** What a fixture file says wrongly is said with its place and what was meant. */
class FixtureProblemsTest {

  @TempDir Path folder;

  private Path fixture(String content) throws Exception {
    return Files.writeString(folder.resolve("f.yaml"), content);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fields: {A: {type: pik}}                           | fields.A.type: \"pik\" is no type of a field; did you mean pick?",
        "fields: {A: {type: int, min: 9, max: 1}}           | fields.A.min: 9 is above max, which is 1",
        "fields: {A: {type: int, min: few}}                 | fields.A.min: must be a number",
        "fields: {A: {type: int}}; items: {4: {A: old}}     | items.4.A: the field A holds numbers, not \"old\"",
        "fields: {A: {type: float, max: 0.5}}; items: {4: {A: 0.6}} | items.4.A: the field A does not hold 0.6: it is out of its range",
        "fields: {A: {type: logical}}; items: {4: {A: 7}}   | items.4.A: the field A holds true or false",
        "fields: {A: {values: [x], type: pick}}; items: {4: {A: y}} | items.4.A: the field A has no value \"y\"",
        "fields: {A: {type: user}}; users: {pat: {}}; items: {4: {A: pta}} | items.4.A: there is no user pta; did you mean pat?",
        "fields: {A: {type: relationship}}; items: {4: {A: [5, six]}} | items.4.A: the field A holds numbers of items, not \"six\"",
        "items: {4: {Created Date: yesterday}}              | items.4.Created Date: the field Created Date holds dates",
        "items: {4: {Summary: {a: b}}}                      | items.4.Summary: must be a value or a list of values",
        "states: {Open: {}}; items: {4: {State: Opne}}      | items.4.State: there is no state Opne; did you mean Open?",
        "types: {Defect: {}}; items: {4: {Type: Defetc}}    | items.4.Type: there is no type Defetc; did you mean Defect?",
        "users: {pat: {}}; items: {4: {Assigned User: kim}} | items.4.Assigned User: there is no user kim; there are pat",
        "items: {4: {Attachments: [{size: 3}]}}             | items.4.Attachments[0].name: is missing; name the file",
        "items: {4: {Attachments: [{name: a, sice: 3}]}}    | items.4.Attachments[0].sice: is not known here; did you mean size?",
        "states: {Open: {}}; items: {4: {}}; change: {item: 4, fields: {State: Opne}} | change.fields.State: there is no state Opne",
        "change: {fields: {}}                               | change.item: is missing; give the number of an item, or new: true",
        "users: {pat: {groups: [dve]}}; groups: {dev: {}}   | users.pat.groups: there is no group dve; did you mean dev?",
        "users: {pat: {}}; groups: {dev: {users: [pta]}}    | groups.dev.users: there is no user pta; did you mean pat?",
        "users: {pat: {}}; dynamicGroups: {R: {projects: {/B: {users: [pta]}}}} | dynamicGroups.R.projects./B.users: there is no user pta",
        "groups: {dev: {users: {pat: yes}}}                 | groups.dev.users: must be a text or a list of texts",
        "server: {port: 70000}                              | server.port: 70000 is no port",
        "signature: {comment: fine}                         | signature.user: is missing; name who signed",
        "api: [{command: issues}]                           | api[0].command: \"issues\" is no command; write the application and the command",
        "api: [{}]                                          | api[0].command: is missing; write the application",
        "api: [{command: im issues, workItems: [{}]}]       | api[0].workItems[0].id: is missing",
      })
  void aMistakeIsNamedWithItsPlace(String content, String said) throws Exception {
    Path file = fixture(content.replace("; ", "\n"));
    assertThatThrownBy(() -> Fixture.read(file))
        .isInstanceOf(FixtureException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(said)
        .satisfies(problem -> assertThat(problem.getMessage().lines()).hasSize(2));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "items: {4: {State: Anything, Assigned User: anybody, Type: Any}}",
        "users: {pat: {groups: [anything]}}",
        "fields: {A: {type: float, min: 0.5, max: 1}}; items: {4: {A: 0.75}}",
        "change: {new: true, fields: {Summary: fresh}}",
        "users: {pat: {}}; items: {4: {Assigned User: null}}",
        "{}",
      })
  void whatTheFixtureDoesNotDefineIsNotChecked(String content) throws Exception {
    assertThat(Fixture.read(fixture(content.replace("; ", "\n"))).environment().port())
        .isEqualTo(7001);
  }

  @Test
  void aByteOrderMarkDoesNoHarm() throws Exception {
    Path file = fixture("\uFEFF{\"server\": {\"port\": 7002}}");
    assertThat(Fixture.read(file).environment().port()).isEqualTo(7002);
  }
}
