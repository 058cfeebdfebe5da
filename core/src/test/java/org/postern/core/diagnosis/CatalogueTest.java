package org.postern.core.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.core.smtp.Stage;

/** The catalogue that comes with Postern, row by row. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CatalogueTest {

  private static final Set<String> OWN_STAGES = Set.of("settings", "files", "secrets", "claims");

  List<Diagnosis> rows() {
    return Diagnoses.builtIn().all();
  }

  @Test
  void thereAreMoreThanEightyAndNoNameStandsTwice() {
    assertThat(rows()).hasSizeGreaterThan(80);
    assertThat(rows()).extracting(Diagnosis::id).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void eachIsFoundByItsExamplePastedAlone(Diagnosis row) {
    assertThat(Diagnoses.builtIn().find(Evidence.pasted(row.example())).map(Diagnosis::id))
        .as(row.example())
        .contains(row.id());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void eachIsFoundByItsExampleAtEachOfItsStages(Diagnosis row) {
    Evidence pasted = Evidence.pasted(row.example());
    for (String stage : row.stages()) {
      Evidence there =
          new Evidence(stage, pasted.code(), pasted.status(), pasted.text(), row.provider());
      assertThat(Diagnoses.builtIn().find(there).map(Diagnosis::id))
          .as(stage + ": " + row.example())
          .contains(row.id());
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void eachIsWellFormed(Diagnosis row) {
    Set<String> stages = new HashSet<>(OWN_STAGES);
    for (Stage stage : Stage.values()) {
      stages.add(Evidence.stage(stage));
    }
    assertThat(row.id()).matches("[a-z0-9]+\\.[a-z0-9-]+");
    assertThat(stages).containsAll(row.stages());
    assertThat(row.code()).matches("[2-5]?\\d{0,2}");
    assertThat(row.status()).matches("([245]\\.\\d{1,3}\\.\\d{1,3})?");
    assertThat(row.code() + row.status() + row.text()).isNotEmpty();
    assertThat(List.of(row.meaning(), row.why(), row.remedy()))
        .allMatch(sentence -> sentence.matches("\\S.*[.:?]"), row.id());
    assertThat(row.date()).isAfter("2025-01-01");
  }

  @Test
  void aHostileTextIsJudgedInBoundedTime() {
    for (String piece :
        List.of("a", "connecting: ", "at the greeting: ", "\"", "(", "relay ", ":")) {
      Evidence hostile = Evidence.pasted("500 " + piece.repeat(65_536 / piece.length()));
      org.junit.jupiter.api.Assertions.assertTimeout(
          Duration.ofSeconds(10), () -> Diagnoses.builtIn().find(hostile));
    }
  }

  @Test
  void aRowOfAProviderIsNotUsedForAnother() {
    Evidence reply = Evidence.pasted("535 5.7.3 Authentication unsuccessful");
    assertThat(Diagnoses.builtIn().find(reply.at(java.util.Optional.of("google"))))
        .map(Diagnosis::id)
        .contains("auth.credentials-refused");
    assertThat(Diagnoses.builtIn().find(reply.at(java.util.Optional.of("microsoft365"))))
        .map(Diagnosis::id)
        .contains("m365.login-refused");
  }
}
