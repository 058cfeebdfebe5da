package org.postern.truststore;

import java.util.Optional;

/**
 * One thing wrong with a chain, for an administrator. Immutable, safe for logs and terminals.
 *
 * @param certificate the one concerned; empty if none was sent
 * @param text what is wrong, with host and port
 * @param remedy what to do, with the command where there is one
 */
public record ChainProblem(
    ChainFault fault, Optional<CertificateSummary> certificate, String text, String remedy) {

  /** {@code text; remedy}. */
  @Override
  public String toString() {
    return text + "; " + remedy;
  }
}
