package org.postern.truststore;

import java.security.cert.CertificateException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A server's chain is refused. Found as the cause of the {@code SSLHandshakeException} of a
 * connection made with {@link Trust#sslContext}; its message says what is wrong and what to do. The
 * fault is the server's or the trust store's: keep the mail and try later.
 */
public final class UntrustedChainException extends CertificateException {

  private final List<ChainProblem> problems;

  UntrustedChainException(List<ChainProblem> problems) {
    super(problems.stream().map(ChainProblem::toString).collect(Collectors.joining("; also ")));
    this.problems = List.copyOf(problems);
  }

  /** At least one. */
  public List<ChainProblem> problems() {
    return problems;
  }
}
