package org.postern.distribution.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.postern.core.diagnosis.Diagnosis;
import org.postern.core.examination.Finding;
import org.postern.distribution.doctor.DoctorFinding;
import org.postern.distribution.doctor.DoctorReport;
import org.postern.distribution.doctor.Fix;

/** A report as maps and lists, in the shape that docs/doctor.md promises. */
final class DoctorJson {

  private DoctorJson() {}

  static Map<String, Object> of(DoctorReport report, boolean whole) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("ok", whole && report.fault().isEmpty());
    all.put("complete", whole);
    all.put("exit", whole ? ExitCode.of(report) : ExitCode.INTERRUPTED);
    all.put("steps", report.findings().stream().map(DoctorJson::row).toList());
    return all;
  }

  private static Map<String, Object> row(DoctorFinding judged) {
    Finding finding = judged.finding();
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("stage", finding.stage());
    row.put("name", finding.name());
    row.put("mark", finding.mark().name().toLowerCase(Locale.ROOT));
    row.put("seen", finding.seen());
    row.put("details", List.copyOf(finding.details()));
    row.put("millis", finding.took().toMillis());
    row.put("diagnosis", judged.diagnosis().map(DoctorJson::row));
    row.put("fix", judged.fix().map(Fix::inWords));
    return row;
  }

  private static Map<String, Object> row(Diagnosis known) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", known.id());
    row.put("meaning", known.meaning());
    row.put("why", known.why());
    row.put("remedy", known.remedy());
    row.put("for", known.audience().toString());
    row.put("action", known.action().name().toLowerCase(Locale.ROOT));
    row.put("source", known.source());
    row.put("date", known.date().toString());
    return row;
  }
}
