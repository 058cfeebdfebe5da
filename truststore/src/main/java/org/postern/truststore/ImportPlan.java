package org.postern.truststore;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.postern.truststore.ImportedCertificate.Change;

/** Decides what an import does to a store, all or nothing; {@link #apply} does it in memory. */
final class ImportPlan {

  private final StoreContent content;
  private final ImportOptions options;
  private final Instant now;
  private final List<ImportedCertificate> steps = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  private ImportPlan(StoreContent content, ImportOptions options, Instant now) {
    this.content = content;
    this.options = options;
    this.now = now;
  }

  /** Changes {@code content}; after a failure it is of no further use. */
  static ImportPlan apply(
      StoreContent content, List<FoundCertificate> found, ImportOptions options, Instant now)
      throws TrustStoreException {
    ImportPlan plan = new ImportPlan(content, options, now);
    Map<String, FoundCertificate> distinct = new LinkedHashMap<>();
    found.forEach(one -> distinct.putIfAbsent(Fingerprint.sha256(one.certificate()), one));
    int number = 0;
    for (FoundCertificate one : distinct.values()) {
      number++;
      Optional<String> alias =
          distinct.size() == 1 ? options.alias() : options.alias().map(numbered(number));
      plan.add(one, alias);
    }
    if (!plan.problems.isEmpty()) {
      throw new TrustStoreException(plan.problems);
    }
    return plan;
  }

  List<ImportedCertificate> steps() {
    return steps;
  }

  List<String> warnings() {
    return warnings;
  }

  private void add(FoundCertificate one, Optional<String> wanted) {
    CertificateSummary summary = CertificateSummary.of(one.certificate());
    Optional<TrustedEntry> same = content.holding(one.certificate());
    if (same.isPresent()) {
      steps.add(new ImportedCertificate(same.get().alias(), summary, Change.ALREADY_PRESENT));
      return;
    }
    List<String> refusals = refusals(one, summary);
    if (!refusals.isEmpty()) {
      problems.addAll(refusals);
      return;
    }
    warn(one, summary);
    String alias = wanted.orElseGet(() -> Aliases.fromSubject(one.certificate(), content::isTaken));
    boolean taken = content.isTaken(alias);
    if (!taken || mayReplace(one, alias, summary)) {
      content.put(alias, one.certificate());
      steps.add(new ImportedCertificate(alias, summary, taken ? Change.REPLACED : Change.ADDED));
    }
  }

  private List<String> refusals(FoundCertificate one, CertificateSummary summary) {
    List<String> refusals = new ArrayList<>();
    if (!summary.ca() && !options.allowLeaf()) {
      refusals.add(
          one.described()
              + ": is the certificate of a server or person, not of a CA; import the CA that issued"
              + " it ("
              + summary.issuer()
              + "), or add --allow-leaf to trust this one certificate alone until "
              + summary.notAfter());
    }
    if (now.isAfter(summary.notAfter()) && !options.allowExpired()) {
      refusals.add(
          one.described()
              + ": ended at "
              + summary.notAfter()
              + " (our time is "
              + now
              + "); ask the CA for its current certificate, or add --allow-expired");
    }
    return refusals;
  }

  private void warn(FoundCertificate one, CertificateSummary summary) {
    KeyStrength.weakKey(one.certificate())
        .ifPresent(
            weak ->
                warnings.add(
                    one.described() + ": weak " + weak + "; ask the CA for a stronger one"));
    KeyStrength.weakSignature(one.certificate())
        .ifPresent(
            weak ->
                warnings.add(
                    one.described() + ": weak " + weak + "; ask the CA for one signed by SHA-256"));
    if (now.isBefore(summary.notBefore())) {
      warnings.add(
          one.described()
              + ": is not valid before "
              + summary.notBefore()
              + " (our time is "
              + now
              + ")");
    }
  }

  private boolean mayReplace(FoundCertificate one, String alias, CertificateSummary summary) {
    Optional<TrustedEntry> present = content.trusted(alias);
    if (present.isEmpty()) {
      problems.add(
          one.described()
              + ": alias \""
              + alias
              + "\" is that of a private key; give another alias");
      return false;
    }
    boolean replace = options.replace().replace(present.get(), summary);
    if (!replace) {
      problems.add(
          one.described()
              + ": alias \""
              + alias
              + "\" holds another certificate, "
              + present.get().summary().subject()
              + " with SHA-256 "
              + present.get().summary().sha256()
              + "; give another alias, or add --replace");
    }
    return replace;
  }

  private static UnaryOperator<String> numbered(int number) {
    return alias -> alias + "-" + number;
  }
}
