package org.postern.distribution.faultlab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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

  /** Rows that the doctor is not seen to name here, each with the reason. */
  private static final Map<String, String> NOT_PRODUCED =
      Map.ofEntries(
          Map.entry("auth.both-user-names-refused", "the refusal of the set name is named instead"),
          Map.entry(
              "auth.no-tls", "settings.password-without-tls and token-without-tls come first"),
          Map.entry("auth.server-not-proved", "needs a SCRAM server that cheats: MechanismsTest"),
          Map.entry(
              "claims.other-user", "the doctor tries the other name, and names what it finds"),
          Map.entry("connect.ipv6-dead", "needs a host without IPv6: NameServiceFaultsTest"),
          Map.entry("connect.no-address-works", "the doctor names the fault of each address"),
          Map.entry("connect.pool-busy", "the doctor waits for no pool: ConnectionPoolTest"),
          Map.entry("connect.unreachable", "no packet may leave this host"),
          Map.entry("files.belongs-to-another", "root may use the files of all others"),
          Map.entry(
              "mail.message-changed", "the doctor's own mail does not change: TransactionTest"),
          Map.entry("mail.needs-8bitmime", "the doctor's own mail can be converted"),
          Map.entry("mail.too-large-here", "the doctor's own mail is small: CapabilityFaultsTest"),
          Map.entry("secrets.key-ring-owner", "only root can give a file away"),
          Map.entry("tls.trust-store-empty", "the JDK's own trust is always there"),
          Map.entry(
              "token.client-certificate-wanted", "needs a server with TLS 1.2: MutualTlsTest"),
          Map.entry("token.proxy-unreachable", "the doctor names connect.refused at the proxy"));

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
            TokenFaults.all(),
            ClientFaults.all(),
            WayFaults.all())
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
                "every row is produced, or it is said why not", () -> counted(produced))));
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
    assertThat(NOT_PRODUCED.keySet()).containsAll(missing);
    Set<String> root = Set.of("secrets.key-ring-owner");
    assertThat(produced).filteredOn(id -> !root.contains(id)).noneMatch(NOT_PRODUCED::containsKey);
  }
}
