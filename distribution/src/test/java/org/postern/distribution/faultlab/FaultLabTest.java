package org.postern.distribution.faultlab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postern.core.diagnosis.Diagnoses;
import org.postern.core.diagnosis.Diagnosis;
import org.postern.core.examination.Mark;
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
            SpoolFaults.all(),
            MailReplies.all(),
            TokenReplies.all(),
            TokenFaults.all(),
            ClientFaults.all(),
            WayFaults.all(),
            CheatingServers.all(),
            SystemFaults.all(),
            DeliveryFaults.all())
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

  @Test
  void inAProcessOfItsOwnNothingIsReportedEither() throws Exception {
    Site site = servers.site(Fault.Mode.OAUTH);

    assertThat(Elsewhere.named(site, List.of(Elsewhere.java()))).isEmpty();
  }

  @TestFactory
  Stream<DynamicTest> eachFaultIsNamedAndNoOther() {
    Map<Fault.By, Set<String>> produced = new EnumMap<>(Fault.By.class);
    return Stream.concat(
        faults().stream()
            .map(fault -> DynamicTest.dynamicTest(fault.id(), () -> produced(fault, produced))),
        Stream.of(DynamicTest.dynamicTest("every row is produced", () -> counted(produced))));
  }

  private static void produced(Fault fault, Map<Fault.By, Set<String>> produced) throws Exception {
    Site site = servers.site(fault.mode());
    try {
      fault.maker().in(site);

      assertThat(fault.witness().named(site)).containsExactly(fault.id());
      produced.computeIfAbsent(fault.by(), by -> new TreeSet<>()).add(fault.id());
    } finally {
      for (AutoCloseable one : site.closing()) {
        one.close();
      }
    }
  }

  private static void counted(Map<Fault.By, Set<String>> produced) {
    Set<String> missing = new TreeSet<>();
    Diagnoses.builtIn().all().stream().map(Diagnosis::id).forEach(missing::add);
    int rows = missing.size();
    produced.values().forEach(missing::removeAll);
    System.out.printf(
        "%d of %d catalogued faults were produced: %d named by the doctor, %d by delivery%n",
        rows - missing.size(),
        rows,
        produced.get(Fault.By.DOCTOR).size(),
        produced.get(Fault.By.DELIVERY).size());
    assertThat(missing).isSubsetOf(impossibleHere());
  }

  /** What only root can do: give a file away, and begin a process without a network. */
  private static Set<String> impossibleHere() {
    Set<String> rows = new TreeSet<>();
    if (!"root".equals(System.getProperty("user.name"))) {
      rows.addAll(Set.of("files.belongs-to-another", "secrets.key-ring-owner"));
    }
    if (!SpoolFaults.memoryIsADisk()) {
      rows.add("spool.does-not-last");
    }
    if (!Elsewhere.canLeaveTheNetwork()) {
      rows.add("connect.unreachable");
    }
    return rows;
  }
}
