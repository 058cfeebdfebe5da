package org.postern.truststore;

import java.nio.file.Path;
import java.util.List;

/**
 * What an import did. Immutable.
 *
 * @param store the file that was written, symbolic links followed
 * @param created whether the store is new
 * @param certificates one for each different certificate of the files, in their order
 * @param warnings sentences for the administrator: weak keys, private keys ignored …
 */
public record ImportResult(
    Path store, boolean created, List<ImportedCertificate> certificates, List<String> warnings) {

  public ImportResult {
    certificates = List.copyOf(certificates);
    warnings = List.copyOf(warnings);
  }

  /** False if every certificate was there before: the file was not touched. */
  public boolean changed() {
    return certificates.stream()
        .anyMatch(c -> c.change() != ImportedCertificate.Change.ALREADY_PRESENT);
  }
}
