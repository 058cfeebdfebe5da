package org.postern.truststore;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** Says at which link a chain leaves the way to a trusted CA. */
final class BrokenWay {

  private static final String NEITHER = " is neither sent nor trusted here";

  private final ChainPath path;
  private final Anchors anchors;
  private final Peer peer;
  private final X509Certificate top;
  private final String name;
  private final String issuer;

  /**
   * @param path one without an anchor
   */
  BrokenWay(ChainPath path, Anchors anchors, Peer peer) {
    this.path = path;
    this.anchors = anchors;
    this.peer = peer;
    this.top = path.top();
    this.name = Printable.name(top.getSubjectX500Principal());
    this.issuer = Printable.name(top.getIssuerX500Principal());
  }

  ChainProblem problem() {
    boolean alone = path.links().size() == 1;
    if (CertificateKind.isSelfSigned(top)) {
      return alone ? selfSigned() : unknownRoot();
    }
    return alone ? missingIntermediate() : rootNotSent();
  }

  private ChainProblem selfSigned() {
    return problem(
        ChainFault.SELF_SIGNED,
        "the certificate " + name + " is signed by itself and not trusted here" + fingerprint(),
        "give the server a certificate of a CA; or have its owner give you the certificate as a"
            + " file, compare the SHA-256, and trust it alone:"
            + " \"postern truststore import --allow-leaf FILE\"");
  }

  private ChainProblem unknownRoot() {
    return problem(
        ChainFault.UNKNOWN_ROOT,
        "the chain ends at " + name + fingerprint() + ", which is not trusted here" + namesakes(),
        "compare the SHA-256 with the CA's owner, then \"postern truststore fetch "
            + peer.address()
            + "\", or \"postern truststore import FILE\" with that CA's file");
  }

  private ChainProblem rootNotSent() {
    return problem(
        ChainFault.UNKNOWN_ROOT,
        "the chain ends at " + name + ", whose issuer " + issuer + NEITHER + namesakes(),
        "get the certificate of "
            + issuer
            + source()
            + " and run \"postern truststore import FILE\"; or trust what was sent"
            + fingerprint()
            + ": \"postern truststore fetch "
            + peer.address()
            + "\"");
  }

  private ChainProblem missingIntermediate() {
    return problem(
        ChainFault.MISSING_INTERMEDIATE,
        "the server sends its own certificate "
            + name
            + " alone; its issuer "
            + issuer
            + NEITHER
            + namesakes(),
        "have the server send its whole chain; or get the certificate of "
            + issuer
            + source()
            + " and run \"postern truststore import FILE\"");
  }

  private String fingerprint() {
    return " (SHA-256 " + Fingerprint.sha256(top) + ")";
  }

  private String namesakes() {
    List<X509Certificate> namesakes = path.namesakes(anchors.certificates());
    return namesakes.isEmpty()
        ? ""
        : "; a CA called " + issuer + " is trusted, but has another key (renewed, or not the same)";
  }

  private String source() {
    return AuthorityAccess.caIssuers(top)
        .map(url -> ", it says at " + url + ",")
        .orElse(" from the server's owner");
  }

  private ChainProblem problem(ChainFault fault, String text, String remedy) {
    return new ChainProblem(
        fault, Optional.of(CertificateSummary.of(top)), peer.label() + ": " + text, remedy);
  }
}
