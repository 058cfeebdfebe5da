package org.postern.distribution.faultlab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postern.core.diagnosis.Diagnoses;
import org.postern.core.diagnosis.Diagnosis;
import org.postern.core.examination.Mark;
import org.postern.distribution.doctor.DoctorFinding;
import org.postern.distribution.doctor.DoctorReport;

/** Each fault of the catalogue is really produced, and the doctor names it and no other. */
class FaultLabTest {

  @TempDir static Path home;
  private static Servers servers;

  @BeforeAll
  static void start() throws IOException {
    servers = new Servers(home);
  }

  @AfterAll
  static void stop() {
    servers.close();
  }

  static List<Fault> faults() {
    return Stream.of(
            SettingsFaults.all(),
            FileFaults.all(),
            MailReplies.all(),
            TokenReplies.all(),
            TokenFaults.all())
        .flatMap(List::stream)
        .toList();
  }

  @ParameterizedTest
  @EnumSource
  void withNothingWrongNothingIsReported(Fault.Mode mode) throws IOException {
    DoctorReport report = servers.site(mode).examined(true);

    assertThat(report.findings())
        .extracting(one -> one.finding().mark())
        .as("%s", report.trouble())
        .containsOnly(Mark.GOOD);
  }

  @TestFactory
  Stream<DynamicTest> eachFaultIsNamedAndNoOther() {
    Set<String> produced = new TreeSet<>();
    return Stream.concat(
        faults().stream()
            .map(fault -> DynamicTest.dynamicTest(fault.id(), () -> produced(fault, produced))),
        Stream.of(
            DynamicTest.dynamicTest(
                "as many rows as before were produced", () -> counted(produced))));
  }

  private static void produced(Fault fault, Set<String> produced) throws Exception {
    Site site = servers.site(fault.mode());
    try {
      fault.maker().in(site);
      DoctorReport report = site.examined(fault.send());

      assertThat(named(report)).as("%s", report.trouble()).containsExactly(fault.id());
      produced.add(fault.id());
    } finally {
      for (AutoCloseable one : site.closing()) {
        one.close();
      }
    }
  }

  /** The diagnoses of the faults; where there is none, those of the hints. */
  private static Set<String> named(DoctorReport report) {
    Mark mark = report.fault().isPresent() ? Mark.FAULT : Mark.HINT;
    return report.findings().stream()
        .filter(one -> one.finding().mark() == mark)
        .map(FaultLabTest::id)
        .collect(java.util.stream.Collectors.toSet());
  }

  private static String id(DoctorFinding one) {
    return one.diagnosis()
        .map(Diagnosis::id)
        .orElseGet(() -> "unknown to the catalogue: " + one.finding().seen());
  }

  private static void counted(Set<String> produced) {
    List<String> rows = Diagnoses.builtIn().all().stream().map(Diagnosis::id).toList();
    Set<String> missing = new TreeSet<>(rows);
    missing.removeAll(produced);
    System.out.println(produced.size() + " of " + rows.size() + " catalogued faults were produced");
    assertThat(missing).hasSizeLessThanOrEqualTo(61);
  }
}
