package org.postern.distribution.cli;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postern.truststore.CertificateSummary;
import org.postern.truststore.FetchedChain;
import org.postern.truststore.ImportResult;
import org.postern.truststore.ImportedCertificate;
import org.postern.truststore.TrustedEntry;

/** Shows certificates, so that a person can compare them. */
record CertificateReport(Terminal terminal) {

  /** What became of each that was to be imported. */
  int imported(ImportResult result) {
    if (result.created()) {
      terminal.line("Made the trust store " + result.store() + ".");
    }
    for (ImportedCertificate one : result.certificates()) {
      String what =
          switch (one.change()) {
            case ALREADY_PRESENT -> "is there already as ";
            case REPLACED -> "replaced ";
            default -> "imported as ";
          };
      one(what + one.alias(), one.certificate());
    }
    result.warnings().forEach(terminal::note);
    return ExitCode.OK;
  }

  /** What a server presents. */
  void chain(FetchedChain chain) {
    terminal.line(
        chain.host()
            + ":"
            + chain.port()
            + " presents"
            + chain.protocol().map(p -> " by " + p).orElse("")
            + ":");
    List<CertificateSummary> summaries = chain.summaries();
    for (int i = 0; i < summaries.size(); i++) {
      one("certificate " + (i + 1), summaries.get(i));
    }
  }

  /** One certificate below a title. */
  void one(String title, CertificateSummary certificate) {
    List<String> lines = new ArrayList<>();
    lines.add(title + ":");
    lines.add("  " + certificate.subject());
    lines.add("  issued by " + certificate.issuer());
    lines.add(
        "  valid "
            + day(certificate.notBefore())
            + " to "
            + day(certificate.notAfter())
            + ", "
            + certificate.daysLeft(Instant.now())
            + " days left"
            + (certificate.ca() ? ", CA" : ", no CA"));
    lines.add("  SHA-256 " + certificate.sha256().substring(0, 48));
    lines.add("          " + certificate.sha256().substring(48));
    lines.forEach(terminal::line);
  }

  static Map<String, Object> row(TrustedEntry entry) {
    CertificateSummary summary = entry.summary();
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("alias", entry.alias());
    row.put("subject", summary.subject());
    row.put("issuer", summary.issuer());
    row.put("sha256", summary.sha256());
    row.put("notBefore", summary.notBefore().toString());
    row.put("notAfter", summary.notAfter().toString());
    row.put("ca", summary.ca());
    return row;
  }

  private static String day(Instant moment) {
    return moment.atZone(ZoneOffset.UTC).toLocalDate().toString();
  }
}
